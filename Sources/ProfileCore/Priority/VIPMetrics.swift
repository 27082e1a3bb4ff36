/// What the conditions of a policy look at, on any UTC day.
///
/// Orders and spend have a history by the days the orders were placed on. Loyalty tier, tags, the rank among other
/// customers and the outlook have none: they are taken to have always been what they are.
package struct VIPMetrics: Sendable {
    package let history: SpendHistory
    package private(set) var loyaltyTier: String?
    package private(set) var tags: [String]
    /// The share of customers with an order in the ranking's currency that spent no more in 365 days, with its
    /// currency; nil when the customer has none or nobody was ranked.
    package private(set) var percentile: (currency: Currency, thousandths: Int)?
    private var outlook: OutlookView?
    private var visit: ValuedVisit?

    /// The rank is that of the ranking's day, which is yesterday for a while after midnight.
    package init(
        _ summary: ProfileSummary, survivorship: Survivorship, ranking: SpendRanking?, outlook: OutlookView? = nil,
        visit: ValuedVisit? = nil
    ) {
        self.outlook = outlook
        self.visit = visit
        history = SpendHistory(summary.purchases)
        loyaltyTier = survivorship.value(\.presentLoyalty)?.tier
        tags = survivorship.tags
        percentile = ranking.flatMap { ranking in
            guard let net = summary.net365Days(in: ranking.currency, on: ranking.day) else { return nil }
            return ranking.percentileThousandths(of: net).map { (ranking.currency, $0) }
        }
    }

    /// Only what has a history: enough to tell since when a tier was held, where it suffices for the tier.
    var dated: VIPMetrics {
        var metrics = self
        (metrics.loyaltyTier, metrics.tags, metrics.percentile) = (nil, [], nil)
        (metrics.outlook, metrics.visit) = (nil, nil)
        return metrics
    }

    package func holds(_ condition: VIPCondition, on day: Day) -> Bool {
        switch condition {
        case .net365Days(let least, let currency): history.net365Days(currency, on: day) >= least
        case .netTotal(let least, let currency): history.netTotal(currency, on: day) >= least
        case .orders365Days(let least): history.orders365Days(on: day) >= least
        case .ordersTotal(let least): history.ordersTotal(on: day) >= least
        case .loyaltyTier(let name): loyaltyTier.map { $0.lowercased() == name.lowercased() } ?? false
        case .tag(let name): tags.contains { $0.lowercased() == name.lowercased() }
        case .percentileNet365Days(let least, let currency):
            percentile.map { $0.currency == currency && $0.thousandths >= least } ?? false
        case .expectedSpend90Days(let least, let currency): expectedSpend(currency).map { $0 >= least } ?? false
        case .orderChance90Days(let least): orderChance.map { $0 >= least } ?? false
        case .overdue: outlook?.nextOrder?.isOverdue ?? false
        case .visitValue(let least, let currency): visitValue(currency).map { $0 >= least } ?? false
        }
    }

    package func holds(_ tier: VIPTier, on day: Day) -> Bool {
        switch tier.match {
        case .all: tier.conditions.allSatisfy { holds($0, on: day) }
        case .any: tier.conditions.contains { holds($0, on: day) }
        }
    }

    /// A condition that holds, as a plain sentence.
    package func sentence(for condition: VIPCondition, on day: Day) -> String {
        switch condition {
        case .net365Days(let least, let currency):
            "net spend in 12 months \(Wording.money(history.net365Days(currency, on: day), currency)) "
                + "is at least \(Wording.amountAlone(least, currency))"
        case .netTotal(let least, let currency):
            "net spend in all \(Wording.money(history.netTotal(currency, on: day), currency)) "
                + "is at least \(Wording.amountAlone(least, currency))"
        case .orders365Days(let least):
            "\(Wording.count(history.orders365Days(on: day), "order")) in 12 months, at least \(least)"
        case .ordersTotal(let least):
            "\(Wording.count(history.ordersTotal(on: day), "order")) in all, at least \(least)"
        case .loyaltyTier(let name): "loyalty tier is \(name)"
        case .tag(let name): "has the tag \(name)"
        case .percentileNet365Days(let least, let currency):
            "net spend in 12 months is at least that of \(Self.percent(least)) % of customers with orders in "
                + currency.code
        case .expectedSpend90Days(let least, let currency):
            "expected to spend \(Wording.money(expectedSpend(currency) ?? 0, currency)) in 90 days, at least "
                + Wording.amountAlone(least, currency)
        case .orderChance90Days(let least):
            "\(Self.percent(orderChance ?? 0)) % chance of an order in 90 days, at least \(Self.percent(least)) %"
        case .overdue:
            "usual next order overdue" + (outlook?.nextOrder.map { " since \(Wording.date($0.overdueFrom))" } ?? "")
        case .visitValue(let least, let currency):
            "a visit now is worth \(Wording.money(visitValue(currency) ?? 0, currency)), at least "
                + Wording.amountAlone(least, currency)
        }
    }

    /// What is missing to a condition that does not hold, as part of a sentence.
    package func missing(to condition: VIPCondition, on day: Day) -> String {
        switch condition {
        case .net365Days(let least, let currency):
            "\(Wording.money(least &- history.net365Days(currency, on: day), currency)) more in 12 months"
        case .netTotal(let least, let currency):
            "\(Wording.money(least &- history.netTotal(currency, on: day), currency)) more in all"
        case .orders365Days(let least):
            "\(Wording.count(least - history.orders365Days(on: day), "more order", "more orders")) in 12 months"
        case .ordersTotal(let least):
            Wording.count(least - history.ordersTotal(on: day), "more order", "more orders")
        case .loyaltyTier(let name): "loyalty tier \(name)"
        case .tag(let name): "the tag \(name)"
        case .percentileNet365Days(let least, let currency):
            // How much that is depends on what others do, of which an answer in memory hears nothing.
            "as much spend in 12 months as \(Self.percent(least)) % of customers with orders in \(currency.code)"
        case .expectedSpend90Days(let least, let currency):
            "an expected spend of \(Wording.money(least, currency)) in 90 days"
        case .orderChance90Days(let least): "a \(Self.percent(least)) % chance of an order in 90 days"
        case .overdue: "an overdue next order"
        case .visitValue(let least, let currency): "a visit worth \(Wording.money(least, currency))"
        }
    }

    private func expectedSpend(_ currency: Currency) -> MinorUnits? {
        guard outlook?.currency == currency else { return nil }
        return outlook?.spend?.money
    }

    private func visitValue(_ currency: Currency) -> MinorUnits? {
        visit?.currency == currency ? visit?.value : nil
    }

    /// In thousandths of a percent.
    private var orderChance: Int? { outlook?.orderChance?.value.map { Int(($0 * 100_000).rounded()) } }

    /// `97.5` for 97,500 thousandths.
    private static func percent(_ thousandths: Int) -> String {
        let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1000)
        guard rest > 0 else { return "\(whole)" }
        var digits = String(rest + 1000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}
