import ProfileCore
import ProfileStore

enum Samples {
    static let profile = ProfileID(high: 1, low: 2)
    static let moment = Timestamp(milliseconds: 1_750_000_000_000)

    static let warrant = ErasureWarrant(id: "ers_1", at: moment, by: "desk")

    static func order(_ id: String, channel: String? = nil) -> Fact {
        let record = SourceRecord(
            key: FactKey(kind: .order, source: "shop", id: id), updatedAt: moment, isTimedByArrival: false,
            identifiers: [],
            body: .order(OrderRecord(placedAt: moment, status: .paid, currency: .euro, channel: channel)))
        return Fact(record: record, receivedAt: moment, filing: Filing(profile: profile, home: profile, basis: nil))
    }

    /// One profile with so many orders.
    static func decision(orders: Int, channel: String? = nil) -> Decision {
        var decision = Decision(decidedAt: moment)
        for number in 0..<orders {
            let fact = order("\(number)", channel: channel)
            decision.facts[fact.key] = fact
        }
        decision.profiles[profile] = ProfileState(id: profile, version: 1, changedAt: moment)
        return decision
    }
}
