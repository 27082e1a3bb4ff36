import ProfileCore
import ProfileStore
import ProfileWire

/// A customer with 33 orders and 6 contacts, as the records of the big benchmark have them.
enum Shopper {
    static let orders = 33
    static let now = Timestamp(milliseconds: 1_767_225_600_000)
    static let decoder = RecordDecoder(DecodingContext(arrivedAt: now))
    static let decision = IngestDecision(rules: .standard)

    static let customer = Array(
        """
        {"kind":"customer","source":"crm","id":"C0071279","updated_at":"2025-02-24T15:07:02Z",\
        "created_at":"2023-05-29T10:15:05Z","salutation":"Mr","given_name":"Willi","family_name":"Keller",\
        "emails":["willi.keller.71279@example.com"],"phones":["+4915010071279"],"language":"de-AT",\
        "address":{"street":"Ringstrasse 120","postal_code":"70173","city":"Stuttgart","country":"AT"},\
        "birthday":"1979-12-20"}
        """.utf8)

    static func order(_ number: Int) -> [UInt8] {
        let at = "2025-\(two(1 + number % 12))-\(two(1 + number % 28))T15:07:02Z"
        return Array(
            """
            {"kind":"order","source":"erp","id":"\(200_000_000 + number)","customer":{"email":\
            "willi.keller.71279@example.com","crm":"C0071279"},"placed_at":"\(at)","updated_at":"\(at)",\
            "status":"delivered","currency":"EUR","total":"89.70","channel":"web","lines":[{"sku":"SKU-\(number)",\
            "name":"Green sports \(number)","category":"sports","unit_price":"29.90","quantity":1},\
            {"sku":"SKU-29","name":"Green sports 29","category":"sports","unit_price":"29.90","quantity":2}]}
            """.utf8)
    }

    private static func contact(_ number: Int) -> [UInt8] {
        let at = "2025-\(two(1 + number % 12))-\(two(1 + number % 28))T14:50:38Z"
        return Array(
            """
            {"kind":"interaction","source":"helpdesk","id":"T\(500_000 + number)","customer":{"email":\
            "willi.keller.71279@example.com"},"occurred_at":"\(at)","updated_at":"\(at)","channel":"email",\
            "direction":"inbound","topic":"delivery","status":"resolved","agent":{"id":"a\(number)","name":"Clara"},\
            "wait_seconds":120,"duration_seconds":300,"csat":4}
            """.utf8)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    static func arrivals(_ lines: [[UInt8]]) -> [IngestDecision.Arrival] {
        lines.compactMap { line in
            guard case .success(let decoded) = decoder.decode(line: line) else { return nil }
            return IngestDecision.Arrival(record: decoded.record, at: now, newProfile: ProfileID(high: 1 << 62, low: 1))
        }
    }

    private static let history = decision.decide(
        arrivals([customer] + (1...orders).map(order) + (1...6).map(contact)), seeing: Snapshot(), at: now
    ).0

    static let facts = history.facts.values.sorted { $0.record.key.id < $1.record.key.id }
    private static let links = Dictionary(grouping: history.links.values, by: \.identifier)

    static var state: ProfileState {
        guard let state = history.profiles.values.first else { preconditionFailure("the records make a profile") }
        return state
    }

    static let stored = Stored.bytes(of: state)

    static var rebuilt: SummaryRebuild {
        var rebuild = SummaryRebuild(held: Set(links.keys), at: state.changedAt)
        for fact in facts.dropFirst(2) { rebuild.add(fact) }
        return rebuild
    }

    static func read() throws(DecodingFailure) -> ProfileState { try Stored.value(from: stored) }

    /// What a store would hand to a decision: a profile of its own, read anew.
    static func snapshot() throws(DecodingFailure) -> Snapshot {
        let state = try read()
        return Snapshot(links: links, profiles: [state.id: state])
    }

    static func profile(of state: ProfileState) -> Profile {
        Profile(state: state, at: now, rules: .standard, policy: .standard(.euro), ranking: nil)
    }
}
