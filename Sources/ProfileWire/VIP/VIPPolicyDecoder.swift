package import ProfileCore

/// Reads a VIP policy. Unknown members are problems, because ignoring a condition would change who is VIP.
package enum VIPPolicyDecoder {
    package static let maximumTiers = 50
    package static let maximumConditions = 20

    /// Amounts without a currency are in `defaultCurrency`.
    package static func decode(_ bytes: [UInt8], defaultCurrency: Currency) throws(WireRejection) -> VIPPolicy {
        try RequestBody.readObject(bytes) { policy(&$0, defaultCurrency) }
    }

    /// Amounts without a currency are in `defaultCurrency`.
    static func decode(_ value: JSONValue, defaultCurrency: Currency) throws(WireRejection) -> VIPPolicy {
        try RequestBody.readObject(value) { policy(&$0, defaultCurrency) }
    }

    private static func policy(_ members: inout MemberReader, _ currency: Currency) -> VIPPolicy? {
        let vipFrom = members.text("vip_from")
        let isPresent = members.isPresent("tiers")
        let tiers = members.objects("tiers", atMost: maximumTiers) { tier(&$0, currency) }
        if members.required("tiers", isPresent ? tiers : nil) == nil { return nil }
        rejectRepeatedNames(tiers, members)
        rejectMixedPercentiles(tiers, members)
        if let vipFrom, members.findings.problems.isEmpty, !tiers.contains(where: { $0.name == vipFrom }) {
            members.reject("vip_from", .unknownTier, "the name of one of the tiers, or null")
        }
        return VIPPolicy(tiers: tiers, vipFrom: vipFrom)
    }

    private static func rejectRepeatedNames(_ tiers: [VIPTier], _ members: MemberReader) {
        // A tier that was left out has a problem already, and the places of the others are no longer certain.
        guard members.findings.problems.isEmpty else { return }
        var seen: Set<String> = []
        for (index, tier) in tiers.enumerated() where !seen.insert(tier.name).inserted {
            members.findings.reject("/tiers/\(index)/name", .notUnique, "each tier has a name of its own")
        }
    }

    /// Customers are ranked in one currency.
    private static func rejectMixedPercentiles(_ tiers: [VIPTier], _ members: MemberReader) {
        guard members.findings.problems.isEmpty else { return }
        var ranked: Currency?
        for (place, tier) in tiers.enumerated() {
            for (index, condition) in tier.conditions.enumerated() {
                guard case .percentileNet365Days(_, let currency) = condition else { continue }
                if let ranked, ranked != currency {
                    members.findings.reject(
                        "/tiers/\(place)/conditions/\(index)/currency", .notAllowed,
                        "all percentile conditions of a policy share one currency")
                }
                ranked = ranked ?? currency
            }
        }
    }

    private static func tier(_ members: inout MemberReader, _ currency: Currency) -> VIPTier? {
        let name = name(&members)
        let priority = members.integer("priority", in: 0...100)
        let match = members.choice("match", VIPTier.Match.self)
        let isPresent = members.isPresent("conditions")
        let conditions = members.objects("conditions", atMost: maximumConditions) { reader in
            let condition = VIPConditionForm.read(&reader, currency)
            reader.rejectUnknownMembers()
            return condition
        }
        if isPresent, conditions.isEmpty, members.findings.problems.isEmpty {
            members.reject("conditions", .empty, "a tier has at least one condition")
        }
        let (requiredName, requiredPriority) = (members.required("name", name), members.required("priority", priority))
        let requiredConditions = members.required("conditions", isPresent ? conditions : nil)
        members.rejectUnknownMembers()
        guard let requiredName, let requiredPriority, let requiredConditions else { return nil }
        return VIPTier(
            name: requiredName, priority: requiredPriority, match: match ?? .all, conditions: requiredConditions)
    }

    private static func name(_ members: inout MemberReader) -> String? {
        guard let name = members.text("name") else { return nil }
        let bytes = name.utf8
        let isLetter = { (byte: UInt8) in byte &- UInt8(ascii: "a") < 26 }
        let isInside = { (byte: UInt8) in
            isLetter(byte) || byte &- UInt8(ascii: "0") < 10 || " _-".utf8.contains(byte)
        }
        guard bytes.count <= 64, let first = bytes.first, isLetter(first), bytes.allSatisfy(isInside) else {
            members.reject("name", .badWord, "1 to 64 of a-z, 0-9, space, _ and -, beginning with a letter")
            return nil
        }
        return name
    }
}

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
        case expectedSpend90Days = "expected_spend_90_days"
        case orderChance90Days = "order_chance_90_days"
        case overdue
        case visitValue = "visit_value"
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
        case .expectedSpend90Days: return amount(&members, standard).map { .expectedSpend90Days(atLeast: $0.0, $0.1) }
        case .orderChance90Days: return percent(&members).map(VIPCondition.orderChance90Days(atLeastThousandths:))
        case .overdue: return .overdue
        case .visitValue: return amount(&members, standard).map { .visitValue(atLeast: $0.0, $0.1) }
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
                write(.percentileNet365Days, thousandths: thousandths, to: &json)
                json.member("currency", currency.code)
            case .expectedSpend90Days(let amount, let currency):
                write(.expectedSpend90Days, amount, currency, to: &json)
            case .orderChance90Days(let thousandths): write(.orderChance90Days, thousandths: thousandths, to: &json)
            case .overdue: json.member("metric", Metric.overdue.rawValue)
            case .visitValue(let amount, let currency): write(.visitValue, amount, currency, to: &json)
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
        let thousandths = percent(&members)
        guard let currency, let thousandths else { return nil }
        return .percentileNet365Days(atLeastThousandths: thousandths, currency)
    }

    private static let percents = "a number from 0 to 100"

    private static func percent(_ members: inout MemberReader) -> Int? {
        var thousandths: Int?
        if let value = members.take("at_least"),
            let number = members.decimal("at_least", value, decimals: 3, limit: 100_000, beyond: percents)
        {
            if number >= 0 { thousandths = Int(number) } else { members.reject("at_least", .outOfRange, percents) }
        }
        return members.required("at_least", thousandths)
    }

    // MARK: Writing

    private static func write(
        _ metric: Metric, _ amount: MinorUnits, _ currency: Currency, to json: inout JSONWriter
    ) {
        json.member("metric", metric.rawValue)
        json.member("at_least") { $0.money(amount, currency) }
        json.member("currency", currency.code)
    }

    private static func write(_ metric: Metric, thousandths: Int, to json: inout JSONWriter) {
        json.member("metric", metric.rawValue)
        json.member("at_least") { $0.decimal(thousandths: Int64(thousandths)) }
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

/// Writes a VIP policy in the form in which it is read, every currency named.
package enum VIPPolicyEncoder {
    package static func write(_ policy: VIPPolicy, to json: inout JSONWriter) {
        json.object { json in
            json.member("vip_from", policy.vipFrom)
            json.member("tiers") { $0.array(of: policy.tiers) { write($1, to: &$0) } }
        }
    }

    package static func json(_ policy: VIPPolicy) -> [UInt8] {
        var json = JSONWriter()
        write(policy, to: &json)
        return json.bytes
    }

    private static func write(_ tier: VIPTier, to json: inout JSONWriter) {
        json.object { json in
            json.member("name", tier.name)
            json.member("priority", tier.priority)
            json.member("match", tier.match.rawValue)
            json.member("conditions") { $0.array(of: tier.conditions) { VIPConditionForm.write($1, to: &$0) } }
        }
    }
}
