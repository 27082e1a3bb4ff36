import ProfileCore
import Testing

@testable import ProfileWire

struct ExportLineTests {
    private static let keys = [
        FactKey(kind: .customer, source: "crm", id: "4.57E+12"), FactKey(kind: .order, source: "erp", id: "ä \"o\":1"),
    ]
    private static let identifiers = [
        Identifier(type: "email", value: "jane@example.com"), Identifier(type: "loyalty", value: ":a:b"),
        Identifier(type: "x", value: "\u{301}e"),
    ]
    private static let ids = (1...4).map { ProfileID(high: $0 << 40, low: .max - $0) }
    private static let moment = Timestamp(milliseconds: 1_780_000_000_123)

    /// One of each kind, with everything it may say, and with as little as it may.
    private static let entries: [ExportEntry] =
        [
            .policy(.standard(.euro)), .identityRules("crm 5 1 weak\nweb * false"), .identityRules(""),
            .withdrawal(
                Withdrawal(key: keys[0], updatedAt: moment, receivedAt: moment, profile: ids[0], home: ids[1])),
            .held(Link(identifier: identifiers[1], profile: ids[0], home: ids[1], statedBy: keys[1], linkedAt: moment)),
            .held(Link(identifier: identifiers[2], profile: ids[0], home: ids[0], statedBy: keys[0], linkedAt: moment)),
            .assignment(identifiers[1], Assignment(.heldOut, at: moment)), .assignment(identifiers[2], assignment),
            .separation(Separation(ids[1], ids[0])), .due(identifiers[1]),
            .separation(Separation(Separation.Side(ids[0], keys[1]), Separation.Side(ids[1], keys[0]))),
            .profile(ProfileState(id: ids[3], version: 7, changedAt: moment)), .profile(profile),
        ] + refused + merges

    private static let assignment: Assignment = {
        var features = VisitFeatures()
        for feature in VisitFeature.allCases { features[feature] = -1.000001 * Double(feature.rawValue) }
        return Assignment(
            .invited, at: moment, features,
            earlier: DayPurchases(orders: 2, nets: [.euro: -1, Self.yen: 50_000_000_000_000]),
            invitedAt: moment.advanced(bySeconds: 1), invitationsOfDay: 3,
            declinedAt: moment.advanced(bySeconds: 2))
    }()

    private static let yen = Currency("JPY") ?? .euro

    private static let refused = Conflict.Rule.allCases.flatMap { rule in
        [nil, "crm"].map { type in
            ExportEntry.refused(
                Conflict(
                    fact: keys[0], identifier: identifiers[0], rule: rule, limitedType: type, profile: ids[0],
                    holder: type.map { _ in ids[1] }, at: moment, resolvedAt: type.map { _ in moment }))
        }
    }

    private static let merges: [ExportEntry] = {
        let causes: [Merge.Cause] = [
            .record(keys[0], identifiers: identifiers), .record(keys[1], identifiers: []),
            .claim(keys[1], identifier: identifiers[1]), .agreement(keys[0], keys[1], identifier: identifiers[2]),
            .steward(name: "Kim", reason: " said\nso ", facts: keys), .steward(name: "", reason: ""),
        ]
        let undoings: [Merge.Undoing?] = [
            nil, Merge.Undoing(at: moment, name: "Kim", reason: "no"), Merge.Undoing(at: moment, name: nil, reason: ""),
        ]
        return causes.flatMap { cause in
            undoings.map {
                .merge(Merge(absorbed: ids[1], survivor: ids[0], at: moment, cause: cause, undone: $0))
            }
        }
    }()

    private static let profile: ProfileState = {
        let overrides = [nil, moment].map {
            VIPOverride(tier: "gold", reason: "\tboard", until: $0, setAt: moment, setBy: "", home: ids[0])
        }
        var state = ProfileState(
            id: ids[0], version: 1, changedAt: moment, aliases: [ids[2], ids[1]], overrides: overrides)
        state.isContested = true
        state.claimants[identifiers[0]] = 20
        state.claimants[identifiers[1]] = 1
        return state
    }()

    @Test(arguments: entries) func whatIsWrittenIsReadAgain(entry: ExportEntry) throws {
        let line = ExportEncoder.line(.entry(entry))
        #expect(line.count { $0 == UInt8(ascii: "\n") } == 1)
        #expect(try ExportDecoder.decode(line) == .entry(entry), "\(String(decoding: line, as: UTF8.self))")
        #expect(ExportLine.isNoRecord(line))
    }

    @Test func recordsAreReadAsTheyWereFiledWhateverTheirIdentifiersLookLike() throws {
        var random = SeededGenerator(seed: 99)
        for _ in 0..<2_000 {
            let drawn = RandomRecord.draw(&random)
            guard drawn.key.kind.subject != .nobody else { continue }
            let odd = ["NULL", "4.57E+12", "+1 555", "a@b@c"].map { Identifier(type: "phone", value: $0) }
            let record = SourceRecord(
                key: drawn.key, updatedAt: drawn.updatedAt, isTimedByArrival: drawn.isTimedByArrival,
                identifiers: (drawn.identifiers + odd.filter { _ in random.chance(30) }).reversed(),
                unlinked: drawn.unlinked, body: drawn.body)
            let filing = Filing(
                profile: Self.ids[0], home: random.pick(Self.ids), basis: random.maybe { $0.pick(Self.identifiers) })
            let fact = Fact(record: record, receivedAt: Self.moment, filing: filing)
            let line = ExportEncoder.line(.entry(.fact(fact)))
            #expect(try ExportDecoder.decode(line) == .entry(.fact(fact)), "\(String(decoding: line, as: UTF8.self))")
            #expect(!ExportLine.isNoRecord(line))
        }
    }

    @Test(arguments: [
        (#""kind":"product""#, [#""url":"www.shop.example/tents""#]),
        (#""kind":"notice","type":"change","text":"x""#, [#""url":"javascript:x""#]),
        (#""kind":"agent""#, [#""channels":["Live Chat!"]"#, #""languages":["Plattdeutsch, a little"]"#]),
        (
            #""kind":"order","placed_at":"2025-01-01T00:00:00Z","status":"open","currency":"EUR","total":"1.00","#
                + #""customer":{"crm":"1"},"filed":{"profile":"\#(ids[0])","received_at":"2025-01-01T00:00:00Z"}"#,
            [#""channel":"In person!""#, #""tracking_url":"www.dhl.example/1""#]
        ),
    ])
    func whatAStoreTookByFormerRulesIsKeptAsItWas(record: String, odd: [String]) throws {
        let stated = [#""source":"s","id":"1","updated_at":"2025-01-01T00:00:00Z","later":1"#, record] + odd
        var noted: [String] = []
        let decoded = try ExportDecoder.decode(Array("{\(stated.joined(separator: ","))}".utf8)) {
            noted.append($0.pointer)
        }
        #expect(noted == ["/later"], "nothing else is lost")
        guard case .entry(let entry) = decoded else {
            Issue.record("no entry")
            return
        }
        let line = String(decoding: ExportEncoder.line(.entry(entry)), as: UTF8.self)
        for member in odd { #expect(line.contains(member), "\(line)") }
    }

    @Test func anybodyTakesTheRecordOfAnExportAsIfItStoodAlone() throws {
        var random = SeededGenerator(seed: 7)
        let decoder = RecordDecoder(DecodingContext(arrivedAt: Timestamp(milliseconds: 7_300_000_000_000)))
        for _ in 0..<200 {
            let record = RandomRecord.draw(&random)
            let filing = Filing(profile: Self.ids[0], home: Self.ids[1], basis: Self.identifiers[0])
            let line = ExportEncoder.line(.entry(.fact(Fact(record: record, receivedAt: Self.moment, filing: filing))))
            #expect(decoder.decode(line: line) == decoder.decode(line: RecordEncoder.json(record)))
        }
    }

    @Test func aStoreIsToldByItsFirstLine() {
        let beginning = ExportEncoder.line(.beginning(version: 1))
        #expect(ExportLine.begins(beginning + [UInt8](repeating: 0xFF, count: 9)))
        #expect(ExportLine.begins(Array(#"{ "version": 1, "kind": "export" }"#.utf8)))
        #expect(!ExportLine.begins(ExportEncoder.line(.end(lines: 3))))
        #expect(!ExportLine.begins(Array(#"{"kind":"customer","source":"export","id":"1"}"#.utf8)))
        #expect(!ExportLine.begins([]))
    }

    @Test func noMutationTrapsTheDecoder() {
        var random = SeededGenerator(seed: 11)
        let lines = Self.entries.map { ExportEncoder.line(.entry($0)) }
        var taken = 0
        for _ in 0..<5_000 {
            var bytes = random.pick(lines)
            for _ in 0..<1 + random.below(3) {
                let index = random.below(bytes.count)
                if random.chance(50) { bytes.remove(at: index) } else { bytes[index] = UInt8(random.below(128)) }
            }
            do throws(WireRejection) {
                _ = try ExportDecoder.decode(bytes)
                taken += 1
            } catch {
                #expect(!error.problems.isEmpty)
            }
        }
        #expect(taken > 100)
    }
}
