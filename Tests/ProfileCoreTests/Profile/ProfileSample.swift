@testable import ProfileCore

/// Short ways to say what a summary holds.
extension Timestamp {
    static func utc(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) -> Timestamp {
        let start = Day(year: year, month: month, day: day)?.start ?? Timestamp(milliseconds: 0)
        return start.advanced(bySeconds: Int64(hour * 3600 + minute * 60))
    }
}

extension Day {
    static func of(_ year: Int, _ month: Int, _ day: Int) -> Day {
        Timestamp.utc(year, month, day).day
    }
}

extension BucketCounts {
    static func quarters(_ moments: [Timestamp]) -> BucketCounts {
        counting(moments.map { BucketCounts.quarter(of: $0) })
    }

    static func days(_ moments: [Timestamp]) -> BucketCounts {
        counting(moments.map(\.day.number))
    }

    private static func counting(_ buckets: [Int32]) -> BucketCounts {
        let counts = Dictionary(buckets.map { ($0, Int32(1)) }, uniquingKeysWith: +)
        return BucketCounts(counts: counts.sorted { $0.key < $1.key }.map { Count(bucket: $0.key, count: $0.value) })
    }
}

extension SeenRange {
    static func over(_ moments: [Timestamp]) -> SeenRange? {
        guard let first = moments.min(), let last = moments.max() else { return nil }
        return SeenRange(count: moments.count, first: first, last: last)
    }
}

extension CurrencyTally {
    static func of(_ orders: [(day: Day, net: MinorUnits)]) -> CurrencyTally {
        var tally = CurrencyTally()
        tally.orders = orders.count
        tally.pricedOrders = orders.count
        tally.gross = orders.reduce(0) { $0 + $1.net }
        tally.days = Dictionary(grouping: orders, by: \.day).sorted { $0.key < $1.key }.map { day, orders in
            DayTotal(day: day, orders: orders.count, net: orders.reduce(0) { $0 + $1.net })
        }
        return tally
    }
}

/// A state that tests fill in.
struct ProfileSample {
    var summary = ProfileSummary()
    var overrides: [VIPOverride] = []
    var changedAt = Timestamp.utc(2020, 1, 1)
    var rules = ProfileRules.standard
    var policy = VIPPolicy.standard(.euro)
    var ranking: SpendRanking?

    static let id = ProfileID(high: 1, low: 2)

    var state: ProfileState {
        ProfileState(id: Self.id, version: 3, changedAt: changedAt, overrides: overrides, summary: summary)
    }

    func profile(at now: Timestamp) -> Profile {
        Profile(state: state, at: now, rules: rules, policy: policy, ranking: ranking)
    }

    mutating func customer(
        _ source: String = "crm", _ id: String = "1", at: Timestamp = .utc(2025, 1, 1),
        _ fill: (inout CustomerRecord) -> Void
    ) {
        var record = CustomerRecord()
        fill(&record)
        summary.customers.append(CustomerEntry(source: source, id: id, updatedAt: at, record: record))
    }

    /// Inbound interactions on one channel.
    mutating func contacts(_ channel: String, _ moments: [Timestamp]) {
        guard let seen = SeenRange.over(moments) else { return }
        let all = moments + (summary.contact.traffic.seen == nil ? [] : known)
        known = all
        summary.contact.traffic.inbound += moments.count
        summary.contact.traffic.seen = .over(all)
        summary.contact.traffic.days = .days(all)
        summary.contact.channels.seen[channel] = seen
        summary.contact.channels.inboundMoments[channel] = .quarters(moments)
    }

    private var known: [Timestamp] = []

    mutating func orders(_ currency: Currency = .euro, _ orders: [(day: Day, net: MinorUnits)]) {
        summary.purchases.currencies.tallies[currency] = .of(orders)
        let moments = orders.map(\.day.start)
        summary.purchases.counts.seen = .over(moments)
    }

    mutating func promise(_ promise: PromiseRecord, _ id: String) {
        let key = FactKey(kind: .promise, source: "desk", id: id)
        let record = SourceRecord(
            key: key, updatedAt: promise.promisedAt, isTimedByArrival: false, identifiers: [], body: .promise(promise))
        var fold = SummaryRebuild(held: [], at: .utc(2100, 1, 1))
        let filing = Filing(profile: Self.id, home: Self.id, basis: nil)
        for record in promised + [record] {
            fold.add(Fact(record: record, receivedAt: promise.promisedAt, filing: filing))
        }
        promised.append(record)
        summary.promises = fold.summary.promises
    }

    private var promised: [SourceRecord] = []

    /// What was done on the pages, as if these were all activities.
    mutating func activities(_ activities: [ActivityRecord]) {
        var fold = SummaryRebuild(held: [], at: .utc(2100, 1, 1))
        let filing = Filing(profile: Self.id, home: Self.id, basis: nil)
        for (number, activity) in activities.enumerated() {
            let record = SourceRecord(
                key: FactKey(kind: .activity, source: "web", id: "\(number)"), updatedAt: activity.occurredAt,
                isTimedByArrival: false, identifiers: [], body: .activity(activity))
            fold.add(Fact(record: record, receivedAt: activity.occurredAt, filing: filing))
        }
        let folded = fold.summary
        summary.journey = folded.journey
        (summary.views, summary.wishes, summary.cart) = (folded.views, folded.wishes, folded.cart)
    }

    mutating func signals(_ signals: [ProductSignal]) {
        summary.views = .holding(signals.filter { [.view, .search].contains($0.kind) })
        summary.wishes = .holding(signals.filter { $0.kind == .wish })
        summary.cart = .holding(signals.filter { [.cart, .uncart].contains($0.kind) })
    }
}

extension CountedOrder {
    static func sample(_ order: OrderRecord, id: String) -> CountedOrder {
        CountedOrder(order, key: FactKey(kind: .order, source: "erp", id: id))
    }
}

extension Recent {
    static func holding(_ items: [Item]) -> Recent {
        Recent(items: items.sorted { $0.at > $1.at }, total: items.count)
    }
}

extension ProductSignal {
    static func sign(
        _ kind: Kind, _ sku: String, at: Timestamp, quantity: Int64 = 1, cents: Int64? = nil,
        _ currency: Currency? = .euro
    ) -> ProductSignal {
        ProductSignal(
            source: "shop", id: "\(at.milliseconds)-\(sku)", at: at, kind: kind, sku: sku, name: "Name \(sku)",
            quantity: Quantity(thousandths: quantity * 1000),
            price: cents.map { UnitPrice(parts: $0 * UnitPrice.partsPerMinorUnit) }, currency: currency)
    }
}

extension ActivityRecord {
    static func of(
        _ type: ActivityType, at: Timestamp, sku: String? = nil, query: String? = nil, url: String? = nil,
        from referrer: String? = nil
    ) -> ActivityRecord {
        var activity = ActivityRecord(occurredAt: at, type: type.rawValue)
        activity.sku = sku
        activity.name = sku.map { "Name \($0)" }
        activity.query = query
        activity.url = url
        activity.referrer = referrer
        return activity
    }
}

extension InteractionDigest {
    static func contact(
        _ id: String, at: Timestamp, topic: String? = nil, order: String? = nil,
        _ status: InteractionRecord.Status? = .open, _ direction: InteractionRecord.Direction = .inbound,
        channel: String = "chat"
    ) -> InteractionDigest {
        InteractionDigest(
            source: "crm", id: id, at: at, channel: channel, direction: direction, topic: topic, status: status,
            agent: nil, orderID: order)
    }
}
