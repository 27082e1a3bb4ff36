import ProfileCore

/// The JSON form of one condition of a tier.
enum VIPConditionForm {
    private enum Metric: String, CaseIterable {
        case net365Days = "net_365_days"
        case netTotal = "net_total"
        case orders365Days = "orders_365_days"
        case ordersTotal = "orders_total"
        case loyaltyTier = "loyalty_tier"
        case tag
        case percentileNet365Days = "percentile_net_365_days"
    }

    private static let maximumOrders = 1_000_000_000

    static func read(_ members: inout MemberReader, _ standard: Currency) -> VIPCondition? {
        let metric = members.choice("metric", Metric.self)
        guard let metric = members.required("metric", metric) else {
            // Which other members belong to it is unknown, so none of them is called wrong.
            for name in ["at_least", "equals", "currency"] { _ = members.take(name) }
            return nil
        }
        switch metric {
        case .net365Days: return amount(&members, standard).map { .net365Days(atLeast: $0.0, $0.1) }
        case .netTotal: return amount(&members, standard).map { .netTotal(atLeast: $0.0, $0.1) }
        case .orders365Days: return count(&members).map(VIPCondition.orders365Days(atLeast:))
        case .ordersTotal: return count(&members).map(VIPCondition.ordersTotal(atLeast:))
        case .loyaltyTier: return word(&members).map(VIPCondition.loyaltyTier)
        case .tag: return word(&members).map(VIPCondition.tag)
        case .percentileNet365Days: return percentile(&members, standard)
        }
    }

    static func write(_ condition: VIPCondition, to json: inout JSONWriter) {
        json.object { json in
            switch condition {
            case .net365Days(let amount, let currency): write(.net365Days, amount, currency, to: &json)
            case .netTotal(let amount, let currency): write(.netTotal, amount, currency, to: &json)
            case .orders365Days(let count): write(.orders365Days, count, to: &json)
            case .ordersTotal(let count): write(.ordersTotal, count, to: &json)
            case .loyaltyTier(let tier): write(.loyaltyTier, equals: tier, to: &json)
            case .tag(let tag): write(.tag, equals: tag, to: &json)
            case .percentileNet365Days(let thousandths, let currency):
                json.member("metric", Metric.percentileNet365Days.rawValue)
                json.member("at_least") { $0.decimal(thousandths: Int64(thousandths)) }
                json.member("currency", currency.code)
            }
        }
    }

    // MARK: Reading

    private static func amount(_ members: inout MemberReader, _ standard: Currency) -> (MinorUnits, Currency)? {
        let currency = members.currency("currency", default: standard)
        let amount = members.money("at_least", currency)
        guard let currency else { return nil }
        return members.required("at_least", amount).map { ($0, currency) }
    }

    private static func count(_ members: inout MemberReader) -> Int? {
        let count = members.integer("at_least", in: 0...maximumOrders)
        return members.required("at_least", count)
    }

    private static func word(_ members: inout MemberReader) -> String? {
        let text = members.text("equals")
        return members.required("equals", text)
    }

    private static func percentile(_ members: inout MemberReader, _ standard: Currency) -> VIPCondition? {
        let currency = members.currency("currency", default: standard)
        var thousandths: Int?
        if let value = members.take("at_least"),
            let number = members.decimal("at_least", value, decimals: 3, limit: 100_000)
        {
            if number >= 0 { thousandths = Int(number) } else { rejectNegative(members) }
        }
        guard let currency, let thousandths = members.required("at_least", thousandths) else { return nil }
        return .percentileNet365Days(atLeastThousandths: thousandths, currency)
    }

    private static func rejectNegative(_ members: MemberReader) {
        members.reject("at_least", .outOfRange, "a number from 0 to 100")
    }

    // MARK: Writing

    private static func write(
        _ metric: Metric, _ amount: MinorUnits, _ currency: Currency, to json: inout JSONWriter
    ) {
        json.member("metric", metric.rawValue)
        json.member("at_least") { $0.money(amount, currency) }
        json.member("currency", currency.code)
    }

    private static func write(_ metric: Metric, _ count: Int, to json: inout JSONWriter) {
        json.member("metric", metric.rawValue)
        json.member("at_least", count)
    }

    private static func write(_ metric: Metric, equals text: String, to json: inout JSONWriter) {
        json.member("metric", metric.rawValue)
        json.member("equals", text)
    }
}
