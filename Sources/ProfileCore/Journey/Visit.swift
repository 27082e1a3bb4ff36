/// A stretch of activity without a pause of more than half an hour, as the trade counts visits, by whole minutes.
package struct Visit: Hashable, Sendable {
    /// In minutes. After a longer one the next visit begins.
    package static let longestPause: Int32 = 30

    /// The first and the last minute with activity.
    let first: Int32
    let last: Int32
    package let activities: Int

    package var startedAt: Timestamp { Self.start(ofMinute: Int64(first)) }
    package var lastAt: Timestamp { Self.start(ofMinute: Int64(last)) }
    /// From then on activity is another visit's.
    package var overFrom: Timestamp { Self.start(ofMinute: Int64(last) + Int64(Self.longestPause) + 1) }
    /// From the first minute to the last.
    package var minutes: Int { Int(Int64(last) - Int64(first)) }

    package func isPresent(at now: Timestamp) -> Bool { now < overFrom }

    func contains(_ moment: Timestamp) -> Bool {
        (first...last).contains(BucketCounts.minute(of: moment))
    }

    /// All visits of the minutes that are listed, oldest first.
    static func all(in minutes: BucketCounts) -> [Visit] {
        minutes.counts.reduce(into: []) { visits, minute in
            if let visit = visits.last, Int64(minute.bucket) - Int64(visit.last) <= longestPause {
                visits[visits.count - 1] = Visit(
                    first: visit.first, last: minute.bucket, activities: visit.activities + Int(minute.count))
            } else {
                visits.append(Visit(first: minute.bucket, last: minute.bucket, activities: Int(minute.count)))
            }
        }
    }

    private static func start(ofMinute minute: Int64) -> Timestamp { Timestamp(milliseconds: minute * 60_000) }
}

/// What was done in one visit.
package struct VisitView: Hashable, Sendable {
    package struct Search: Hashable, Sendable {
        /// As it was typed last.
        package let query: String
        package let times: Int
        package let lastAt: Timestamp
    }

    package struct Product: Hashable, Sendable {
        package let sku: String
        package let name: String?
        package let times: Int
    }

    package struct CartChange: Hashable, Sendable {
        package let sku: String
        package let name: String?
        package let quantity: Quantity
        package let at: Timestamp
    }

    package struct Checkout: Hashable, Sendable {
        package let startedAt: Timestamp
        /// Whether an order followed.
        package let isFinished: Bool
    }

    /// An answer lists so many entries of each list at most.
    package static let limit = 10

    package let visit: Visit
    package let isPresent: Bool
    /// The number of page views, of every kind, among the listed ones.
    package let pages: Int
    /// Nil where nobody said.
    package let arrival: ArrivalDigest?
    package let searchedInVain: [Search]
    /// Viewed most often first.
    package let viewed: [Product]
    package let compared: [Product]
    /// Latest first.
    package let added: [CartChange]
    package let removed: [CartChange]
    /// The one started last.
    package let checkout: Checkout?

    init(_ visit: Visit, _ traces: JourneyTraces, at now: Timestamp) {
        self.visit = visit
        isPresent = visit.isPresent(at: now)
        let views = traces.views.filter { visit.contains($0.at) }
        let cart = traces.cart.filter { visit.contains($0.at) }
        let milestones = traces.milestones.filter { visit.contains($0.at) }
        pages = traces.pages.count { visit.contains($0.at) } + views.count
        arrival = traces.arrivals.last { visit.contains($0.at) }
        let vain = traces.searches.filter { visit.contains($0.at) && $0.has(.searchFailed) }
        searchedInVain = Array(Search.all(of: vain).prefix(Self.limit))
        viewed = Product.all(of: views.map { ($0.sku, $0.name) })
        compared = Product.all(
            of: milestones.compactMap { mark in mark.has(.productCompared) ? mark.sku.map { ($0, mark.name) } : nil })
        added = CartChange.all(of: cart, .cart)
        removed = CartChange.all(of: cart, .uncart)
        let started = milestones.first { $0.has(.checkoutStarted) }
        checkout = started.map { Checkout(startedAt: $0.at, isFinished: traces.isOrdered(since: $0.at)) }
    }
}

extension VisitView.Search {
    /// Sorted by frequency, the most frequent first. Case and spaces make no difference.
    static func all(of searches: [ActivityDigest]) -> [Self] {
        guard !searches.isEmpty else { return [] }
        let named = searches.compactMap { search in search.query.map { (query: $0, at: search.at) } }
        return Dictionary(grouping: named) { folded($0.query) }
            .compactMap { words, searches in
                searches.max { $0.at < $1.at }.map { last in
                    (words, Self(query: last.query, times: searches.count, lastAt: last.at))
                }
            }
            .sorted { ($1.1.times, $1.1.lastAt, $0.0) < ($0.1.times, $0.1.lastAt, $1.0) }
            .map(\.1)
    }

    private static func folded(_ query: String) -> String {
        query.lowercased().split(separator: " ").joined(separator: " ")
    }
}

extension VisitView.Product {
    /// Of products newest first: those named most often first, then the latest.
    fileprivate static func all(of products: [(sku: String, name: String?)]) -> [Self] {
        guard !products.isEmpty else { return [] }
        let places = Dictionary(products.enumerated().map { ($1.sku, $0) }) { first, _ in first }
        let all = Dictionary(grouping: products, by: \.sku).map { sku, products in
            Self(sku: sku, name: products.lazy.compactMap(\.name).first, times: products.count)
        }
        let sorted = all.sorted { ($1.times, places[$0.sku] ?? 0) < ($0.times, places[$1.sku] ?? 0) }
        return Array(sorted.prefix(VisitView.limit))
    }
}

extension VisitView.CartChange {
    fileprivate static func all(of signals: [ProductSignal], _ kind: ProductSignal.Kind) -> [Self] {
        signals.filter { $0.kind == kind }.prefix(VisitView.limit).map { signal in
            Self(sku: signal.sku, name: signal.name, quantity: signal.quantity, at: signal.at)
        }
    }
}

/// What is left of a journey: the latest of each kind, newest first, none older than the days that a journey tells of.
struct JourneyTraces {
    let pages: [ActivityDigest]
    let searches: [ActivityDigest]
    let milestones: [ActivityDigest]
    let arrivals: [ArrivalDigest]
    /// Of products.
    let views: [ProductSignal]
    /// Put into the cart and taken out.
    let cart: [ProductSignal]
    let contacts: [InteractionDigest]
    private let orders: [OrderDigest]
    private let bought: SortedMap<String, ProductTally>

    init(_ summary: ProfileSummary, _ changes: [ProductSignal], since start: Timestamp) {
        func recent<Item: Recorded>(_ items: [Item]?) -> [Item] {
            // Most lists are recent as a whole.
            guard let items, let last = items.last, last.at < start else { return items ?? [] }
            return Array(items.prefix { $0.at >= start })
        }
        pages = recent(summary.journey?.pages.list.items)
        searches = recent(summary.journey?.searches.list.items)
        milestones = recent(summary.journey?.milestones.list.items)
        arrivals = recent(summary.journey?.arrivals.list.items)
        views = recent(summary.views.items).filter { $0.kind == .view }
        cart = recent(changes)
        contacts = recent(summary.contact.recent.list.items)
        orders = recent(summary.purchases.recent.list.items)
        bought = summary.purchases.products.tallies
    }

    /// Whether an order came at that moment or later. One whose source knows the day alone came on that day.
    func isOrdered(since moment: Timestamp) -> Bool {
        milestones.contains { $0.has(.orderCompleted) && $0.at >= moment }
            || orders.contains { order in
                order.at >= moment || (order.at == order.at.day.start && order.at.day == moment.day)
            }
    }

    /// Whether a product was bought and kept at that moment or later. One whose source knows the day alone was bought
    /// on that day.
    func isBought(_ sku: String, after view: Timestamp) -> Bool {
        guard let kept = bought[sku]?.keptAt else { return false }
        return view <= kept || (kept == kept.day.start && kept.day == view.day)
    }
}
