@testable import ProfileCore
@testable import ProfileWire
import Testing

@Suite("Statements of some members")
struct PartTests {
    @Test("A record is the same once it was taken apart and made again")
    func table() throws {
        var random = SeededGenerator(seed: 77)
        for _ in 0..<3_000 {
            let record = RandomRecord.draw(&random)
            let body = try SourceRecord.Body.made(of: record.key.kind, from: record.memberTable).get()
            #expect(body == record.body)
        }
    }

    /// The oracle keeps, for each path, the value and the time of the latest statement of it.
    @Test("In whatever order statements come in, each member is as it was stated last", arguments: 0..<300)
    func anyOrder(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let statements = (1...6).map { Statement.draw(at: $0 * 10, isWhole: random.chance(25), &random) }
        var order = statements.filter { _ in random.chance(85) }
        if order.isEmpty { order = statements }
        order.shuffle(using: &random)
        let base = Statement(time: 5, isWhole: true, members: ["family_name": "\"Doe\"", "tags": "[\"a\"]"])
        var (record, oracle) = (try base.record(), Oracle())
        oracle.state(base)
        for statement in order {
            if case .record(let made) = try statement.record().restated(over: record) { record = made }
            oracle.state(statement)
        }
        let wanted = try Statement(time: 0, isWhole: true, members: oracle.members).record()
        #expect(record.body == wanted.body, "seed \(seed)")
        #expect(Set(record.identifiers) == Set(wanted.identifiers), "seed \(seed)")
        var stored = record
        stored = try Stored.value(RecordPayload.self, from: Stored.bytes(of: RecordPayload(stored)))
            .record(key: record.key, updatedAt: record.updatedAt)
        #expect(stored == record)
    }

    @Test("Null, an empty text and an empty list remove; what is not stated stays")
    func removal() throws {
        let whole = try record(#"{"emails":["a@example.com"],"given_name":"Jane","tags":["x"],"traits":{"a":1,"b":2}}"#)
        let made = try whole.after(#"{"given_name":null,"tags":[],"traits":{"a":null,"c":""},"family_name":"Doe"}"#)
        let customer = try #require(made.customer)
        #expect(customer.givenName == nil && customer.familyName == "Doe" && customer.tags.isEmpty)
        #expect(customer.traits == ["b": .number("2"), "c": .text("")])
        #expect(made.identifiers == whole.identifiers)
        let changed = try made.after(#"{"emails":["b@example.com"],"identifiers":{"erp":"7"}}"#)
        #expect(changed.identifiers.map(\.description) == ["crm:1", "email:b@example.com", "erp:7"])
        #expect(try changed.after(#"{"emails":null}"#).identifiers.map(\.description) == ["crm:1", "erp:7"])
    }

    @Test("The primary address changes alone, and so do the others")
    func primary() throws {
        let whole = try record(#"{"emails":["a@example.com","b@example.com"],"phones":["+44 20 7946 0018"]}"#)
        let moved = try whole.after(#"{"emails":{"primary":"c@example.com"}}"#)
        #expect(moved.addresses == ["c@example.com", "b@example.com"])
        #expect(moved.identifiers.contains { $0.type == Identifier.phone })
        let more = try moved.after(#"{"emails":{"others":["d@example.com"]}}"#)
        #expect(more.addresses == ["c@example.com", "d@example.com"])
        let less = try more.after(#"{"emails":{"primary":null}}"#)
        #expect(less.addresses == ["d@example.com"])
        let again = try less.after(#"{"emails":{"primary":"a@example.com"}}"#)
        #expect(again.addresses == ["a@example.com", "d@example.com"])
        let unread = try more.after(#"{"emails":{"primary":"nobody"},"given_name":"Jane"}"#)
        #expect(unread.addresses == more.addresses)
    }

    /// The oracle keeps, for either of the two, the value and the time of the latest statement of it.
    @Test("Primary addresses and others are as they were stated last, in any order", arguments: 0..<300)
    func primaryInAnyOrder(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 9_000)
        let pool = ["a@example.com", "b@example.com", "c@example.com"]
        let statements = (1...6).map { AddressStatement.draw(from: pool, at: $0 * 10, &random) }
        var order = statements.filter { _ in random.chance(85) }
        if order.isEmpty { order = statements }
        let (primary, others) = AddressStatement.last(of: order)
        order.shuffle(using: &random)
        var stored = try record(#"{"family_name":"Doe"}"#, at: 5)
        for statement in order {
            guard case .record(let made) = try statement.record().restated(over: stored) else { continue }
            stored = try Stored.value(RecordPayload.self, from: Stored.bytes(of: RecordPayload(made)))
                .record(key: made.key, updatedAt: made.updatedAt)
        }
        #expect(Set(stored.addresses) == Set(others + [primary].compactMap(\.self)), "seed \(seed)")
        if let primary { #expect(stored.addresses.first == primary, "seed \(seed)") }
    }

    @Test("A member of an object changes alone")
    func nested() throws {
        let whole = try record(#"{"address":{"street":"1 High St","city":"Leeds"}}"#)
        let moved = try whole.after(#"{"address":{"street":"2 Low St","postal_code":"LS1"}}"#)
        #expect(moved.customer?.address?.city == "Leeds" && moved.customer?.address?.street == "2 Low St")
        #expect(try moved.after(#"{"address":null}"#).customer?.address == nil)
    }

    @Test("What is wrong and merely describes is left out, and removes nothing")
    func wrongMembers() throws {
        let whole = try record(#"{"birthday":"1980-04-19","emails":["a@example.com"]}"#)
        let made = try whole.after(#"{"birthday":"31.02.1980","emails":["nobody"],"given_name":"Jane"}"#)
        #expect(made.customer?.birthday == whole.customer?.birthday && made.customer?.givenName == "Jane")
        #expect(made.identifiers == whole.identifiers)
    }

    @Test("A part without a whole is refused where it lacks what is required, and is the record where it has all")
    func alone() throws {
        let status = try record(#"{"status":"shipped"}"#, of: .order, isPart: true)
        guard case .refused(.lacking(let paths)) = status.restated(over: nil) else {
            Issue.record("an order of nothing but a state was taken")
            return
        }
        #expect(paths == ["placed_at"])
        let all = try record(
            #"{"placed_at":"2026-01-01T00:00:00Z","status":"open","customer":{"erp":"1"}}"#, of: .order, isPart: true)
        guard case .record(let made) = all.restated(over: nil) else {
            Issue.record("a part with all that is required was refused")
            return
        }
        guard case .refused(.lacking(["status"])) = try made.restating(#"{"status":null}"#) else {
            Issue.record("a required member was removed")
            return
        }
    }

    @Test("Amounts come with their currency, which is that of the record")
    func currencies() throws {
        let decoder = RecordDecoder(DecodingContext(arrivedAt: Timestamp(milliseconds: 0)))
        let alone = decoder.decode(part: Array(#"{"refunded":"5.00"}"#.utf8), kind: .order, source: "crm", id: "1")
        guard case .failure(let rejection) = alone else {
            Issue.record("an amount of no currency was taken")
            return
        }
        #expect(rejection.problems.map(\.pointer) == ["/currency"])
        let whole = try record(
            """
            {"placed_at":"2026-01-01T00:00:00Z","status":"open","total":"10.00","currency":"GBP","customer":{"erp":"1"}}
            """,
            of: .order)
        guard case .refused(.mixedCurrencies) = try whole.restating(#"{"refunded":"5","currency":"JPY"}"#) else {
            Issue.record("pounds became yen")
            return
        }
        guard case .order(let order) = try whole.after(#"{"refunded":"5","currency":"GBP"}"#).body else { return }
        #expect(order.refunded == 500 && order.total == 1_000)
    }

    @Test("Amounts that a whole record leaves as they are stay in their currency, or it is refused")
    func keptCurrencies() throws {
        let order = #"{"placed_at":"2026-01-01T00:00:00Z","status":"open","customer":{"erp":"1"},"#
        let amounts = #""total":"10","lines":[{"sku":"A","unit_price":"5"}],"currency":"#
        let whole = try record(order + amounts + #""GBP"}"#, of: .order)
        for member in ["lines", "total"] {
            let yen = try record(order + "\"currency\":\"JPY\",\"keep\":[\"\(member)\"]}", of: .order, at: 20)
            guard case .refused(.mixedCurrencies) = yen.restated(over: whole) else {
                Issue.record("pounds became yen in \(member)")
                continue
            }
        }
        let pounds = try record(order + #""currency":"GBP","total":"12","keep":["lines"]}"#, of: .order, at: 20)
        guard case .record(let made) = pounds.restated(over: whole), case .order(let kept) = made.body else {
            Issue.record("pounds beside pounds were refused")
            return
        }
        #expect(kept.total == 1_200 && kept.lines.count == 1)
        let later = #"{"total":"11","currency":"GBP"}"#
        // A whole that comes late keeps what was stated later, together with its currency.
        let late = try record(order + amounts + #""JPY"}"#, of: .order, at: 25)
        guard case .refused(.mixedCurrencies) = late.restated(over: try whole.after(later, at: 30)) else {
            Issue.record("yen were kept as pounds")
            return
        }
    }

    @Test("Amounts of no currency are in that of the stored ones, or refused")
    func unnamedCurrency() throws {
        let json = #"{"placed_at":"2026-01-01T00:00:00Z","status":"open","total":"10","currency":"#
        for (currency, amount, refunded) in [("GBP", "5.25", 525), ("JPY", "5.000", 5), ("KWD", "1.125", 1_125)] {
            let whole = try record(json + "\"\(currency)\",\"customer\":{\"erp\":\"1\"}}", of: .order)
            let made = try whole.after("{\"refunded\":\"\(amount)\",\"currency\":\"stored\"}")
            guard case .order(let order) = made.body else { return }
            #expect(order.refunded == MinorUnits(refunded) && order.currency.code == currency)
        }
        let yen = try record(json + #""JPY","customer":{"erp":"1"}}"#, of: .order)
        guard case .refused(.mixedCurrencies) = try yen.restating(#"{"refunded":"5.50","currency":"stored"}"#) else {
            Issue.record("half a yen was paid back")
            return
        }
        let alone = try record(#"{"refunded":"5","currency":"stored"}"#, of: .order, isPart: true)
        guard case .refused(.lacking(let paths)) = alone.restated(over: nil) else {
            Issue.record("an amount of no currency was taken")
            return
        }
        #expect(paths.contains("currency"))
        let decoder = RecordDecoder(DecodingContext(arrivedAt: Timestamp(milliseconds: 0)))
        let priced = #"{"lines":[{"unit_price":"1"}],"currency":"stored"}"#
        for (body, isPart) in [(json + #""stored"}"#, false), (priced, true)] {
            let outcome =
                isPart
                ? decoder.decode(part: Array(body.utf8), kind: .order, source: "crm", id: "1")
                : decoder.decode(body: Array(body.utf8), kind: .order, source: "crm", id: "1")
            guard case .failure(let rejection) = outcome else {
                Issue.record("taken: \(body)")
                continue
            }
            #expect(rejection.problems.contains { $0.pointer == "/currency" })
        }
    }

    /// The oracle keeps apart what the wholes do not speak of.
    @Test("A whole leaves what it does not speak of, in whatever order statements come in", arguments: 0..<200)
    func kept(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 70_000)
        let statements = (1...5).map { time in
            random.chance(50)
                ? (time, false, #"{"tags":["\#(time)"]}"#) : (time, true, #"{"given_name":"\#(time)","keep":["tags"]}"#)
        }
        let tags = statements.last { !$0.1 }.map { "\($0.0)" }
        let name = statements.last { $0.1 }.map { "\($0.0)" }
        var stored = try record(#"{"family_name":"Doe","tags":["0"]}"#, at: 5)
        for (time, isWhole, json) in statements.shuffled(using: &random) {
            let statement = try record(json, isPart: !isWhole, at: 10 + time)
            let kept = try Stored.value(RecordPayload.self, from: Stored.bytes(of: RecordPayload(statement)))
                .record(key: statement.key, updatedAt: statement.updatedAt)
            #expect(kept == statement)
            if case .record(let made) = kept.restated(over: stored) { stored = made }
        }
        #expect(stored.customer?.tags == [tags ?? "0"] && stored.customer?.givenName == name, "seed \(seed)")
        #expect((stored.customer?.familyName == nil) == (name != nil))
        let whole = try record(#"{"family_name":"Roe"}"#, at: 30)
        guard case .record(let last) = whole.restated(over: stored) else { return }
        #expect(last.customer?.tags == [])
    }

    @Test("What the first whole does not speak of, parts may speak of, however old they are", arguments: [5, 15])
    func keptFirst(time: Int) throws {
        let whole = try record(#"{"given_name":"Ada","keep":["tags","birthday"],"birthday":"1940-01-02"}"#, at: 10)
        guard case .record(let first) = whole.restated(over: nil) else {
            Issue.record("a first statement was not taken")
            return
        }
        #expect(first.customer?.givenName == "Ada" && first.updatedAt == whole.updatedAt)
        let json = #"{"tags":["a"],"given_name":"Eva","birthday":"1950-02-03"}"#
        let made = try first.after(json, at: time).customer
        #expect(made?.tags == ["a"])
        #expect(made?.givenName == (time > 10 ? "Eva" : "Ada"))
        #expect(made?.birthday?.year == (time > 10 ? 1950 : 1940))
    }

    @Test("What a record keeps are members that it need not have, and a part keeps all")
    func wrongKept() throws {
        let decoder = RecordDecoder(DecodingContext(arrivedAt: Timestamp(milliseconds: 0)))
        for keep in [#"["id"]"#, #"["shoe_size"]"#, "7"] {
            let outcome = decoder.decode(
                body: Array("{\"keep\":\(keep)}".utf8), kind: .customer, source: "crm", id: "1")
            guard case .failure(let rejection) = outcome else {
                Issue.record("taken: \(keep)")
                continue
            }
            #expect(rejection.problems.contains { $0.pointer.hasPrefix("/keep") })
        }
    }

    @Test("Saying the same again changes nothing, and what is older is stale")
    func repetition() throws {
        let whole = try record(#"{"given_name":"Jane"}"#, at: 10)
        let made = try whole.after(#"{"given_name":"June"}"#, at: 20)
        guard case .standing(.unchanged) = try made.restating(#"{"given_name":"June"}"#, at: 20) else {
            Issue.record("a repetition changed the record")
            return
        }
        guard case .standing(.stale) = try made.restating(#"{"given_name":"Joan"}"#, at: 19) else {
            Issue.record("an older part undid a newer one")
            return
        }
        #expect(made.updatedAt == Timestamp(milliseconds: 20))
    }

    private func record(_ json: String, of kind: RecordKind = .customer, isPart: Bool = false, at time: Int = 10) throws
        -> SourceRecord
    {
        try SourceRecord.read(json, of: kind, isPart: isPart, at: time)
    }
}

extension SourceRecord {
    fileprivate static func read(_ json: String, of kind: RecordKind, isPart: Bool, at time: Int) throws -> SourceRecord
    {
        let decoder = RecordDecoder(DecodingContext(arrivedAt: Timestamp(milliseconds: 1_000)))
        let (bytes, moment) = (Array(json.utf8), Timestamp(milliseconds: Int64(time)))
        let outcome =
            isPart
            ? decoder.decode(part: bytes, kind: kind, source: "crm", id: "1")
            : decoder.decode(body: bytes, kind: kind, source: "crm", id: "1")
        let record = try outcome.get().record
        return SourceRecord(
            key: record.key, updatedAt: moment, isTimedByArrival: false, identifiers: record.identifiers,
            unlinked: record.unlinked, body: record.body, extent: record.extent)
    }

    fileprivate func restating(_ json: String, at time: Int = 20) throws -> Restatement {
        try Self.read(json, of: key.kind, isPart: true, at: time).restated(over: self)
    }

    fileprivate func after(_ json: String, at time: Int = 20) throws -> SourceRecord {
        guard case .record(let record) = try restating(json, at: time) else { throw NotTaken() }
        return record
    }

    private struct NotTaken: Error {}

    fileprivate var addresses: [String] { identifiers.filter { $0.type == Identifier.email }.map(\.value) }
}

/// What a source states of a customer's addresses at one moment.
private struct AddressStatement {
    let time: Int
    let isWhole: Bool
    /// Nil when nothing is said of it.
    let primary: String??
    let others: [String]?

    static func draw(from pool: [String], at time: Int, _ random: inout SeededGenerator) -> AddressStatement {
        let list = pool.filter { _ in random.chance(50) }.shuffled(using: &random)
        switch random.pick([0, 1, 2, 3]) {
        case 0:
            let all = random.chance(50)
            return AddressStatement(
                time: time, isWhole: all, primary: .some(list.first), others: Array(list.dropFirst()))
        case 1: return AddressStatement(time: time, isWhole: false, primary: .some(nil), others: nil)
        case 2: return AddressStatement(time: time, isWhole: false, primary: random.pick(pool), others: nil)
        default: return AddressStatement(time: time, isWhole: false, primary: nil, others: list)
        }
    }

    static func last(of statements: [AddressStatement]) -> (String?, [String]) {
        (statements.compactMap(\.primary).last ?? nil, statements.compactMap(\.others).last ?? [])
    }

    func record() throws -> SourceRecord {
        let quoted = { (texts: [String]) in "[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]" }
        let json =
            switch (primary, others) {
            case (let primary?, let others?): quoted([primary].compactMap(\.self) + others)
            case (let primary?, nil): "{\"primary\":\(primary.map { "\"\($0)\"" } ?? "null")}"
            case (nil, let others): "{\"others\":\(quoted(others ?? []))}"
            }
        return try SourceRecord.read("{\"emails\":\(json)}", of: .customer, isPart: !isWhole, at: time)
    }
}

/// What a source states of a customer at one moment.
private struct Statement {
    let time: Int
    let isWhole: Bool
    /// JSON by member.
    let members: [String: String]

    private static let values: [String: [String]] = [
        "given_name": [#""Jane""#, #""June""#, "null"], "family_name": [#""Doe""#, #""Roe""#, #""""#],
        "birthday": [#""1980-04-19""#, "null"], "tags": [#"["a"]"#, #"["b","c"]"#, "[]"],
        "emails": [#"["a@example.com"]"#, #"["b@example.com"]"#, "null"],
        "language": [#""en""#, #""de""#], "gender": [#""f""#, "null"],
    ]

    static func draw(at time: Int, isWhole: Bool, _ random: inout SeededGenerator) -> Statement {
        var members: [String: String] = [:]
        for (name, values) in values.sorted(by: { $0.key < $1.key }) where random.chance(40) {
            members[name] = random.pick(values)
        }
        return Statement(time: time, isWhole: isWhole, members: members)
    }

    func record() throws -> SourceRecord {
        let json = "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
        return try SourceRecord.read(json, of: .customer, isPart: !isWhole, at: time)
    }
}

private struct Oracle {
    private var stated: [String: (json: String, time: Int)] = [:]
    private var wholes: [Int] = []

    mutating func state(_ statement: Statement) {
        if statement.isWhole { wholes.append(statement.time) }
        for (name, json) in statement.members where statement.time >= stated[name]?.time ?? 0 {
            stated[name] = (json, statement.time)
        }
    }

    /// What was stated after the last whole statement, or in it.
    var members: [String: String] {
        let last = wholes.max() ?? 0
        return stated.filter { $0.value.time >= last }.mapValues(\.json)
    }
}
