import ProfileCore
import Testing

@testable import ProfileWire

struct RecordDecoderTests {
    static let arrival = Timestamp(milliseconds: 1_795_341_600_000)
    static let decoder = RecordDecoder(
        DecodingContext(
            arrivedAt: arrival,
            sources: ["crm": .init(phoneRegion: "GB"), "erp": .init(phoneRegion: "DE", timeZone: "Europe/Berlin")]))

    static func problems(_ line: String, with decoder: RecordDecoder = decoder) -> [String] {
        switch decoder.decode(line: Array(line.utf8)) {
        case .success: []
        case .failure(let rejection): rejection.problems.map { "\($0.pointer) \($0.code)" }
        }
    }

    /// The warnings of a record that is taken; nil when it is not.
    static func warnings(_ line: String) -> [String]? {
        (try? decoded(line))?.warnings.map { "\($0.pointer) \($0.code)" }
    }

    static func decoded(_ line: String) throws -> DecodedRecord {
        try decoder.decode(line: Array(line.utf8)).get()
    }

    static let order = #"{"kind":"order","source":"erp","id":"8812","customer":{"crm":"4711"},"#
    static let interaction =
        #"{"kind":"interaction","source":"chat","id":"1","customer":{"crm":1},"#
        + #""occurred_at":"2026-11-22T10:00:00Z","channel":"chat""#
    static let customer = #"{"kind":"customer","source":"crm","id":"4711""#
    static let activity =
        #"{"kind":"activity","source":"web","id":"1","customer":{"visitor":"v"},"#
        + #""occurred_at":"2026-11-22T10:00:00Z","type":"Product Viewed""#

    @Test("leaves out what is no mail address, and keeps the customer")
    func warnsOfBadEmail() throws {
        let decoded = try Self.decoded(Self.customer + #","emails":["jane","jane@example.com"]}"#)
        #expect(decoded.warnings.map { "\($0.pointer) \($0.code)" } == ["/emails/0 bad_email"])
        #expect(decoded.record.identifiers.contains { $0.value == "jane@example.com" })
    }

    @Test("keeps a preferred time of all days and hours")
    func anyTime() throws {
        let decoded = try Self.decoded(Self.customer + #","preferred_time":{"from":"00:00","to":"24:00"}}"#)
        guard case .customer(let customer) = decoded.record.body else { return #expect(Bool(false), "not a customer") }
        #expect(
            customer.preferredTime == PreferredTime(days: Weekday.allCases, fromMinute: 0, toMinute: 1440))
        #expect(decoded.warnings.isEmpty)
    }

    @Test func readsAnOrder() throws {
        let decoded = try Self.decoded(
            Self.order + #"""
                "updated_at":"2026-11-22T09:00:00Z","placed_at":"2026-11-20T10:30:00","status":"shipped",
                "currency":"EUR",
                "total":"129.90","refunded":10,"lines":[{"sku":4711,"name":" Red shoes ","category":"shoes",
                "quantity":-1.5,
                "unit_price":"64.9525"},{}],"channel":"Web-Shop","expected_delivery":"2026-11-25T12:00:00Z",
                "tracking_url":"https://example.com/t"}
                """#)
        let lines = [
            OrderRecord.Line(
                sku: "4711", name: "Red shoes", category: "shoes", quantity: Quantity(thousandths: -1500),
                unitPrice: UnitPrice(parts: 64_952_500)),
            OrderRecord.Line(sku: nil, name: nil, category: nil, quantity: .one, unitPrice: nil),
        ]
        let expected = OrderRecord(
            // Half past ten in Berlin, where the source writes its times.
            placedAt: Timestamp(milliseconds: 1_795_167_000_000), status: .shipped, currency: .euro, total: 12_990,
            refunded: 1000, lines: lines, channel: "web_shop",
            expectedDelivery: Day(year: 2026, month: 11, day: 25), trackingURL: "https://example.com/t")
        #expect(decoded.warnings.isEmpty)
        #expect(decoded.record.body == .order(expected))
        #expect(decoded.record.key == FactKey(kind: .order, source: "erp", id: "8812"))
        #expect(decoded.record.identifiers == [Identifier(type: "crm", value: "4711")])
        #expect(decoded.record.updatedAt == Self.arrival.advanced(bySeconds: -3600) && !decoded.record.isTimedByArrival)
    }

    @Test func readsACustomer() throws {
        let decoded = try Self.decoded(
            Self.customer + #"""
                ,"given_name":"Jane","family_name":"Doe","full_name":"","salutation":"Ms",
                "emails":["Jane@Example.com",""],
                "phones":["020 7946 0018","+44 20 7946 0018","n/a"],"birthday":"--04-19","gender":"female",
                "language":"en_gb",
                "time_zone":"Europe/London","address":{"street":"1 High St\r\nFlat 2","postal_code":12345,
                "city":"London",
                "region":null,"country":"gb"},"preferred_channel":"Live Chat","preferred_time":{"days":["sat",
                "MON","sat"],
                "from":"18:00","to":"24:00"},"owner":{"id":"a7","name":"Ada"},"loyalty":{"tier":"gold","points":120},
                "tags":["board","board","vip"],"consents":[{"purpose":"marketing","channel":"email","status":"granted",
                "at":"2026-01-01T00:00:00Z"}],"identifiers":{"erp":["1","2"],"email":"second@example.com","crm":"4711"},
                "traits":{"age":46.50,"pets":["cat",{"name":"Tom"}],"note":"a\nb","gone":null},
                "created_at":"2020-01-01T00:00:00Z","shoe_size":38,"a/b~c":1}
                """#)
        guard case .customer(let customer) = decoded.record.body else {
            Issue.record("not a customer")
            return
        }
        #expect(
            decoded.record.identifiers.map(\.description) == [
                "crm:4711", "email:jane@example.com", "email:second@example.com", "phone:+442079460018", "erp:1",
                "erp:2",
            ])
        #expect(
            decoded.warnings.map { "\($0.pointer) \($0.code)" } == [
                "/phones/2 blocked_identifier", "/shoe_size unknown_member", "/a~1b~0c unknown_member",
            ])
        #expect(customer.fullName == nil && customer.language == "en-GB" && customer.preferredChannel == "live_chat")
        #expect(customer.address?.street == "1 High St\nFlat 2" && customer.address?.country == "GB")
        #expect(customer.preferredTime == PreferredTime(days: [.monday, .saturday], fromMinute: 1080, toMinute: 1440))
        #expect(customer.tags == ["board", "vip"] && customer.loyalty == Loyalty(tier: "gold", points: 120))
        #expect(customer.birthday == Birthday(year: nil, month: 4, day: 19))
        #expect(
            customer.traits == [
                "age": .number("46.50"), "pets": .list([.text("cat"), .object(["name": .text("Tom")])]),
                "note": .text("a\nb"), "gone": .null,
            ])
        #expect(decoded.record.isTimedByArrival && decoded.record.updatedAt == Self.arrival)
    }

    @Test func findsEverythingThatIsWrongAtOnce() {
        let line =
            Self.order
            + #""placed_at":"2026-02-30T10:00:00Z","status":"lost","currency":"EUR","total":"1.005","#
            + #""lines":[{"quantity":"x"},3],"total":1}"#
        #expect(
            Self.problems(line) == [
                "/total duplicate_member", "/placed_at impossible_date", "/status not_allowed", "/total too_precise",
                "/lines/0/quantity bad_number", "/lines/1 wrong_type",
            ])
    }

    @Test(arguments: [
        (order + #""status":"open"}"#, "/placed_at missing"),
        (order + #""placed_at":"2026-11-20T10:30:00Z"}"#, "/status missing"),
        (order + #""placed_at":"2026-11-20","status":"open"}"#, "/placed_at bad_time"),
        (
            order + #""placed_at":"2026-11-20T10:30:00Z","status":"open","currency":"EUX"}"#,
            "/currency unknown_currency"
        ),
        (order + #""placed_at":"2026-11-20T10:30:00Z","status":"open","total":1e400}"#, "/total out_of_range"),
        (
            order + #""placed_at":"2026-11-20T10:30:00Z","status":"open","total":"100000000000.01"}"#,
            "/total out_of_range"
        ),
        (order + #""placed_at":"2026-11-20T10:30:00Z","status":"open","total":true}"#, "/total wrong_type"),
        (
            order + #""placed_at":"2026-11-20T10:30:00Z","status":"open","lines":[{"quantity":0.0001}]}"#,
            "/lines/0/quantity too_precise"
        ),
        (
            order + #""placed_at":"2026-11-20T10:30:00Z","status":"open","lines":[{"unit_price":"1.0000001"}]}"#,
            "/lines/0/unit_price too_precise"
        ),
        (interaction + #","customer":{}}"#, "/customer duplicate_member"),
        (customer + #","identifiers":{"E-Mail":"x"}}"#, "/identifiers/E-Mail bad_identifier_type"),
        (customer + #","consents":[{"purpose":"marketing","status":"maybe"}]}"#, "/consents/0/status not_allowed"),
        (customer + #","traits":{"a":{"b":1,"b":2}}}"#, "/traits/a/b duplicate_member"),
        (customer + #","updated_at":17}"#, "/updated_at wrong_type"),
        (#"{"source":"crm","id":"1"}"#, "/kind missing"),
        (#"{"kind":"person","source":"crm","id":"1"}"#, "/kind not_allowed"),
        (#"{"kind":"customer","id":"1"}"#, "/source missing"),
        (#"{"kind":"customer","source":"CRM","id":"1"}"#, "/source bad_source"),
        (#"{"kind":"customer","source":"email","id":"1"}"#, "/source reserved_source"),
        (#"{"kind":"customer","source":"crm","id":" "}"#, "/id missing"),
        (#"{"kind":"customer","source":"crm","id":"a\u0007b"}"#, "/id control_character"),
        (#"{"kind":"customer","source":"crm","id":"4.57E+12"}"#, "/id shortened_number"),
        (#"{"kind":"customer","source":"crm","id":"4,57 E+12"}"#, "/id shortened_number"),
        (#"{"kind":"customer","source":"crm","id":"NULL"}"#, "/id missing"),
        (##"{"kind":"customer","source":"crm","id":"#NV"}"##, "/id missing"),
        (interaction.replacing(#""customer":{"crm":1},"#, with: "") + "}", "/customer missing_customer"),
        (#"[1]"#, " wrong_type"), (#"{"kind":"#, " invalid_json"),
        (
            #"{"kind":"activity","source":"web","id":"1","occurred_at":"2026-11-22T10:00:00Z","type":"search"}"#,
            "/customer missing_customer"
        ),
        (
            #"{"kind":"activity","source":"web","id":"1","occurred_at":"2026-11-22T10:00:00Z","type":"search","#
                + #""customer":{"crm":[]}}"#,
            "/customer missing_customer"
        ),
    ])
    func saysWhereAndWhy(_ line: String, _ problem: String) {
        #expect(Self.problems(line).first == problem)
    }

    @Test("A customer that is null is none: enough for an interaction about an order, and for no other")
    func takesNullForNobody() throws {
        let line = Self.interaction.replacing(#""customer":{"crm":1},"#, with: #""customer":null,"#)
        #expect(Self.problems(line + "}") == ["/customer missing_customer"])
        #expect(try Self.decoded(line + #","order_id":"A-1"}"#).record.identifiers.isEmpty)
    }

    @Test("A refund with a minus sign means the same")
    func takesRefundsWithASign() throws {
        let line = Self.order + #""placed_at":"2026-11-20T10:30:00Z","status":"paid","total":"9","refunded":"-5"}"#
        let decoded = try Self.decoded(line)
        #expect(decoded.warnings.map { "\($0.pointer) \($0.code)" } == ["/refunded out_of_range"])
        guard case .order(let order) = decoded.record.body else {
            Issue.record("a record of another kind")
            return
        }
        #expect(order.refunded == 500)
    }

    @Test func bounds() {
        let long = { (count: Int) in String(repeating: "x", count: count) }
        #expect(Self.warnings(Self.customer + #","given_name":"\#(long(501))"}"#) == ["/given_name too_long"])
        #expect(Self.warnings(Self.customer + #","given_name":"\#(long(500))"}"#) == [])
        #expect(Self.warnings(Self.interaction + #","summary":"\#(long(10_001))"}"#) == ["/summary too_long"])
        let many = { (count: Int) in (0..<count).map { "\"t\($0)\"" }.joined(separator: ",") }
        #expect(Self.warnings(Self.customer + #","tags":[\#(many(101))]}"#) == ["/tags too_many"])
        #expect(
            Self.problems(Self.customer + #","identifiers":{"erp":[\#(many(60))]}}"#) == [
                "/identifiers/erp/50 too_many"
            ])
        let members = (0..<501).map { "\"k\($0)\":1" }.joined(separator: ",")
        #expect(Self.warnings(Self.customer + #","traits":{\#(members)}}"#) == ["/traits too_many"])
        #expect(Self.warnings(Self.customer + #","traits":{"a":"\#(long(33_000))"}}"#) == ["/traits too_long"])
        let unknown = (0..<5_000).map { "\"k\($0)\":1" }.joined(separator: ",")
        #expect((try? Self.decoded(Self.customer + ",\(unknown)}"))?.warnings.count == 100)
    }

    @Test func leavesJunkOut() throws {
        let order =
            #"{"kind":"order","source":"erp","id":"1","customer":{"crm":"null","phone":"0000"},"#
            + #""placed_at":"2026-11-20T10:30:00Z","status":"open"}"#
        let decoded = try Self.decoded(order)
        #expect(decoded.record.identifiers.isEmpty)
        #expect(decoded.warnings.map(\.code) == ["blocked_identifier", "blocked_identifier"])
        let zero = try Self.decoded(#"{"kind":"customer","source":"crm","id":"0"}"#)
        #expect(zero.record.identifiers.isEmpty && zero.warnings.map(\.pointer) == ["/id"])
    }

    @Test("A time of change still to come counts as that of arrival, so that it keeps no later change out")
    func clampsUpdateTimes() throws {
        let ahead = try Self.decoded(Self.customer + #","updated_at":"2099-01-01T00:00:00Z"}"#)
        #expect(ahead.warnings.map { "\($0.pointer) \($0.code)" } == ["/updated_at ahead_of_time"])
        #expect(ahead.record.updatedAt == Self.arrival && ahead.record.isTimedByArrival)
        let now = try Self.decoded(Self.customer + #","updated_at":"2026-11-22T10:00:00Z"}"#)
        #expect(now.warnings.isEmpty && now.record.updatedAt == Self.arrival && !now.record.isTimedByArrival)
    }

    @Test("What lies more than a day ahead is told")
    func warnsOfWhatIsToCome() throws {
        let call = { (day: String) in
            try Self.decoded(Self.interaction.replacing("2026-11-22", with: day) + "}").warnings.map {
                "\($0.pointer) \($0.code)"
            }
        }
        #expect(try call("2026-11-23") == [])
        #expect(try call("2026-11-24") == ["/occurred_at ahead_of_time"])
        let order = Self.order + #""placed_at":"2027-01-01T00:00:00Z","status":"open"}"#
        #expect(Self.warnings(order) == ["/placed_at ahead_of_time"])
    }

    @Test("An order of which more was paid back than its total is told, and kept as it was stated")
    func warnsOfExcess() throws {
        let order = { (amounts: String) in
            Self.order + #""placed_at":"2026-11-20T10:00:00Z","status":"paid",\#(amounts)}"#
        }
        #expect(Self.warnings(order(#""total":"5","refunded":"5.01""#)) == ["/refunded exceeds_order"])
        for fitting in [#""total":"5","refunded":"5""#, #""refunded":"5""#, #""total":"-5","refunded":"5""#] {
            #expect(Self.warnings(order(fitting)) == [])
        }
        guard case .order(let kept) = try Self.decoded(order(#""total":"5","refunded":"9""#)).record.body else {
            Issue.record("no order")
            return
        }
        #expect(kept.refunded == 900)
    }

    @Test("A promise that was settled before it was made, or will be, is told, and kept as it was stated")
    func warnsOfOddSettlements() throws {
        let settled = { (time: String) in
            #"{"kind":"promise","source":"desk","id":"1","customer":{"crm":1},"text":"Call back","status":"kept","#
                + #""promised_at":"2026-11-20T10:00:00Z","settled_at":"\#(time)"}"#
        }
        #expect(Self.warnings(settled("2026-11-20T09:59:59Z")) == ["/settled_at before_promise"])
        #expect(Self.warnings(settled("2026-11-20T10:00:00Z")) == [])
        #expect(Self.warnings(settled("2026-11-22T10:00:00Z")) == [])
        #expect(Self.warnings(settled("2026-11-22T10:00:01Z")) == ["/settled_at ahead_of_time"])
        guard case .promise(let promise) = try Self.decoded(settled("2026-11-20T09:59:59Z")).record.body else {
            Issue.record("no promise")
            return
        }
        #expect(promise.settledAt?.advanced(bySeconds: 1) == promise.promisedAt)
    }

    @Test("A number that nobody can be called at stays on the record, and names nobody")
    func keepsUncallableNumbers() throws {
        let decoded = try Self.decoded(Self.customer + #","phones":["+44 1234","020 7946 0018"]}"#)
        #expect(decoded.warnings.map { "\($0.pointer) \($0.code)" } == ["/phones/0 phone_not_callable"])
        #expect(decoded.record.unlinked == [Identifier(type: "phone", value: "+44 1234")])
        #expect(decoded.record.identifiers.map(\.description) == ["crm:4711", "phone:+442079460018"])
        let again = try Self.decoded(String(decoding: RecordEncoder.json(decoded.record), as: UTF8.self))
        #expect(again.record.hasSameContent(as: decoded.record))
    }

    @Test func assumesTheDefaultCurrency() throws {
        let context = DecodingContext(arrivedAt: Self.arrival, defaultCurrency: try #require(Currency("JPY")))
        let line = Self.activity + #","price":"79"}"#
        let record = try RecordDecoder(context).decode(line: Array(line.utf8)).get().record
        guard case .activity(let activity) = record.body else {
            Issue.record("not an activity")
            return
        }
        #expect(activity.type == "product_viewed" && activity.currency?.code == "JPY")
        #expect(activity.price == UnitPrice(parts: 790_000))
    }

    @Test func aPathNamesTheRecord() throws {
        let decode = { (body: String, source: String, id: String) in
            Self.decoder.decode(body: Array(body.utf8), kind: .customer, source: source, id: id)
        }
        let record = try decode(#"{"given_name":"Jane"}"#, "crm", " 4711 ").get().record
        #expect(record.key == FactKey(kind: .customer, source: "crm", id: "4711"))
        #expect(try decode(#"{"kind":"customer","source":"crm","id":4711}"#, "crm", "4711").get().warnings.isEmpty)
        guard case .failure(let other) = decode(#"{"kind":"order","source":"erp","id":"1"}"#, "crm", "4711") else {
            Issue.record("taken")
            return
        }
        #expect(
            other.problems.map { "\($0.pointer) \($0.code)" } == ["/kind mismatch", "/source mismatch", "/id mismatch"])
        guard case .failure(let bad) = decode("{}", "phone", "") else {
            Issue.record("taken")
            return
        }
        #expect(bad.problems.map(\.code) == ["reserved_source", "missing"])
    }

    @Test func undeclaredSourcesMayBeRefused() {
        let context = DecodingContext(
            arrivedAt: Self.arrival, sources: ["crm": .init()], acceptsUndeclaredSources: false)
        #expect(Self.problems(Self.customer + "}", with: RecordDecoder(context)) == [])
        let line = #"{"kind":"customer","source":"shop","id":"1"}"#
        #expect(Self.problems(line, with: RecordDecoder(context)) == ["/source unknown_source"])
    }

    @Test func neverRepeatsWhatItWasSent() throws {
        let secret = "s3cr3t"
        let line =
            #"{"kind":"customer","source":"crm","id":"1","emails":["\#(secret)"],"birthday":"\#(secret)","#
            + #""language":"\#(secret)!","traits":{"a":"\#(secret)\u0001"},"time_zone":"\#(secret)","#
            + #""address":{"country":"\#(secret)"},"created_at":"\#(secret)","preferred_channel":"\#(secret)!","#
            + #""phones":["\#(secret)"]}"#
        let warnings = try Self.decoded(line).warnings
        #expect(warnings.count == 9)
        #expect(!warnings.contains { $0.detail.contains(secret) || $0.pointer.contains(secret) })
    }
}
