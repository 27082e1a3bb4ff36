/// The tiers of a deployment, best first.
package struct VIPPolicy: Hashable, Sendable {
    /// Ascending or equal from the last tier to the first is not required; the first tier whose conditions hold wins.
    package let tiers: [VIPTier]
    /// The name of the last tier whose members count as VIP; nil when no tier does.
    package let vipFrom: String?

    package init(tiers: [VIPTier], vipFrom: String?) {
        self.tiers = tiers
        self.vipFrom = vipFrom
    }

    package func isVIP(_ tier: String) -> Bool {
        guard let vipFrom, let threshold = position(of: vipFrom), let place = position(of: tier) else { return false }
        return place <= threshold
    }

    /// 0 without a tier.
    package func priority(of tier: String?) -> Int {
        tier.flatMap(self.tier(named:))?.priority ?? 0
    }

    package func position(of tier: String) -> Int? {
        tiers.firstIndex { $0.name == tier }
    }
}

/// One condition of a tier.
package enum VIPCondition: Hashable, Sendable {
    case net365Days(atLeast: MinorUnits, Currency)
    case netTotal(atLeast: MinorUnits, Currency)
    case orders365Days(atLeast: Int)
    case ordersTotal(atLeast: Int)
    case loyaltyTier(String)
    case tag(String)
    /// At least this many thousandths of a percent of all customers with an order in the currency spent no more in 365
    /// days.
    case percentileNet365Days(atLeastThousandths: Int, Currency)
    /// Of the outlook, as are all that follow. They do not hold for customers without one.
    case expectedSpend90Days(atLeast: MinorUnits, Currency)
    /// In thousandths of a percent.
    case orderChance90Days(atLeastThousandths: Int)
    case overdue
    /// What a visit of the customer is worth now: the chance of an order in it times its worth.
    case visitValue(atLeast: MinorUnits, Currency)

    package var asksOutlook: Bool {
        switch self {
        case .expectedSpend90Days, .orderChance90Days, .overdue, .visitValue: true
        default: false
        }
    }
}

package struct VIPTier: Hashable, Sendable {
    package enum Match: String, CaseIterable, Hashable, Sendable {
        case all, any
    }

    package let name: String
    /// The priority, 0 to 100, that membership alone gives.
    package let priority: Int
    package let match: Match
    /// Never empty.
    package let conditions: [VIPCondition]

    package init(name: String, priority: Int, match: Match, conditions: [VIPCondition]) {
        self.name = name
        self.priority = priority
        self.match = match
        self.conditions = conditions
    }
}

extension VIPPolicy {
    /// Whether tiers depend on what was learned.
    package var asksOutlook: Bool { tiers.contains { $0.conditions.contains(where: \.asksOutlook) } }

    /// Whether tiers depend on what a visit is worth.
    var asksVisits: Bool {
        tiers.contains { tier in
            tier.conditions.contains { if case .visitValue = $0 { true } else { false } }
        }
    }

    /// The currency in which the policy compares customers with each other; nil when it does not.
    package var percentileCurrency: Currency? {
        for case .percentileNet365Days(_, let currency) in tiers.lazy.flatMap(\.conditions) { return currency }
        return nil
    }

    /// The percentiles that the policy asks for, in thousandths, ascending.
    package var percentiles: [Int] {
        let all = tiers.lazy.flatMap(\.conditions).compactMap { condition -> Int? in
            if case .percentileNet365Days(let least, _) = condition { least } else { nil }
        }
        return Set(all).sorted()
    }
}

extension VIPPolicy {
    /// The policy of a new installation: platinum, gold and silver by spend, number of orders or loyalty tier, VIP from
    /// gold up. Amounts are 5,000, 2,000 and 500 of a currency worth about a euro.
    package static func standard(_ currency: Currency) -> VIPPolicy {
        VIPPolicy(
            tiers: [
                tier("platinum", priority: 90, spend: 5000, orders: 50, currency),
                tier("gold", priority: 70, spend: 2000, orders: 20, currency),
                tier("silver", priority: 40, spend: 500, orders: 6, currency),
            ],
            vipFrom: "gold")
    }

    private static func tier(
        _ name: String, priority: Int, spend: Int64, orders: Int, _ currency: Currency
    ) -> VIPTier {
        let least = (0..<currency.exponent).reduce(spend * scale(of: currency)) { amount, _ in amount * 10 }
        return VIPTier(
            name: name, priority: priority, match: .any,
            conditions: [
                .net365Days(atLeast: least, currency), .orders365Days(atLeast: orders), .loyaltyTier(name),
            ])
    }

    /// How many units make about a euro, to the nearest power of ten: nobody is a VIP for spending 2,000 yen.
    private static func scale(of currency: Currency) -> Int64 {
        scales.first { $0.codes.contains(currency.code) }?.units ?? 1
    }

    private static let scales: [(units: Int64, codes: Set<String>)] = [
        (
            10,
            [
                "CNY", "CZK", "DKK", "EGP", "HKD", "MDL", "MXN", "NOK", "SEK", "THB", "TRY", "TWD", "UAH", "UYU", "ZAR",
            ]
        ),
        (100, ["DZD", "INR", "ISK", "JPY", "KES", "PHP", "PKR", "RSD", "RUB"]),
        (1000, ["ARS", "CLP", "COP", "CRC", "HUF", "KRW", "KZT", "NGN", "XAF", "XOF"]),
        (10_000, ["IDR", "PYG", "UGX", "UZS"]),
        (100_000, ["VND"]),
    ]
}

extension VIPPolicy {
    /// The first tier whose conditions hold on a day.
    package func tier(_ metrics: VIPMetrics, on day: Day) -> VIPTier? {
        tiers.first { metrics.holds($0, on: day) }
    }

    package func tier(named name: String) -> VIPTier? {
        tiers.first { $0.name == name }
    }

    /// The override that beats the tiers: of those that have not expired and name a tier there is, the one set last.
    package func override(among overrides: [VIPOverride], at now: Timestamp) -> VIPOverride? {
        overrides.filter { override in
            position(of: override.tier) != nil && override.until.map { now < $0 } ?? true
        }
        .max { ($0.setAt, $0.home) < ($1.setAt, $1.home) }
    }
}

/// Points that a customer's situation adds to the priority of the tier.
package struct PriorityAddition: Hashable, Sendable {
    package static let failedPromise = 15
    package static let repeatedProblem = 15
    package static let lowRating = 10
    package static let lateOrder = 10
    package static let valuableCart = 5

    package let points: Int
    package let reason: String

    static func all(for attention: Attention) -> [PriorityAddition] {
        [
            attention.promise.map { PriorityAddition(failedPromise, $0.reason) },
            attention.problem.map {
                PriorityAddition(repeatedProblem, "open problem about \($0.subject), contacted \($0.contacts) times")
            },
            attention.rating.map { PriorityAddition(lowRating, "last rating \($0.value) of \($0.scale)") },
            attention.lateOrder.map {
                PriorityAddition(lateOrder, "order \($0.id) is \(Wording.count($0.daysLate, "day")) late")
            },
            attention.valuableCart.flatMap(cart),
        ]
        .compactMap(\.self)
    }

    private static func cart(_ cart: CartView) -> PriorityAddition? {
        guard let value = cart.value, let currency = cart.currency else { return nil }
        return PriorityAddition(valuableCart, "cart of \(Wording.money(value, currency))")
    }

    private init(_ points: Int, _ reason: String) {
        self.points = points
        self.reason = "\(reason): +\(points)"
    }
}

extension VIPPolicy: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(vipFrom != nil)
        writer.values(tiers)
        if let vipFrom { writer.string(vipFrom) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(tiers: try reader.values(), vipFrom: presence.next() ? try reader.string() : nil)
        try reader.pass(presence)
    }
}

extension VIPTier: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.string(name)
        writer.integer(priority)
        writer.code(match, among: VIPTier.Match.allCases)
        writer.values(conditions)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(
            name: try reader.string(), priority: try reader.int(),
            match: try reader.code(among: VIPTier.Match.allCases, "match"), conditions: try reader.values())
    }
}

extension VIPCondition: Storable {
    package func write(to writer: inout ByteWriter) {
        switch self {
        case .net365Days(let amount, let currency): Self.write(1, amount, currency, to: &writer)
        case .netTotal(let amount, let currency): Self.write(2, amount, currency, to: &writer)
        case .orders365Days(let count): Self.write(3, Int64(count), nil, to: &writer)
        case .ordersTotal(let count): Self.write(4, Int64(count), nil, to: &writer)
        case .loyaltyTier(let name):
            writer.byte(5)
            writer.string(name)
        case .tag(let name):
            writer.byte(6)
            writer.string(name)
        case .percentileNet365Days(let thousandths, let currency):
            Self.write(7, Int64(thousandths), currency, to: &writer)
        case .expectedSpend90Days(let amount, let currency): Self.write(8, amount, currency, to: &writer)
        case .orderChance90Days(let thousandths): Self.write(9, Int64(thousandths), nil, to: &writer)
        case .overdue: writer.byte(10)
        case .visitValue(let amount, let currency): Self.write(11, amount, currency, to: &writer)
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        switch try reader.byte() {
        case 1: self = .net365Days(atLeast: try reader.integer(), try Currency(from: &reader))
        case 2: self = .netTotal(atLeast: try reader.integer(), try Currency(from: &reader))
        case 3: self = .orders365Days(atLeast: try reader.int())
        case 4: self = .ordersTotal(atLeast: try reader.int())
        case 5: self = .loyaltyTier(try reader.string())
        case 6: self = .tag(try reader.string())
        case 7: self = .percentileNet365Days(atLeastThousandths: try reader.int(), try Currency(from: &reader))
        case 8: self = .expectedSpend90Days(atLeast: try reader.integer(), try Currency(from: &reader))
        case 9: self = .orderChance90Days(atLeastThousandths: try reader.int())
        case 10: self = .overdue
        case 11: self = .visitValue(atLeast: try reader.integer(), try Currency(from: &reader))
        default: throw .invalid("condition")
        }
    }

    private static func write(_ tag: UInt8, _ number: Int64, _ currency: Currency?, to writer: inout ByteWriter) {
        writer.byte(tag)
        writer.integer(number)
        currency?.write(to: &writer)
    }
}
