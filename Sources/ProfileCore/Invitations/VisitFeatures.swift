/// One thing that is known of a visit, as a number. Numbers of cases are stored, and never given again: a further sign
/// of a visit is one case here, and its value in `ValuedVisit`.
package enum VisitFeature: UInt8, CaseIterable, Sendable {
    /// 1 with a cart that changed today or yesterday.
    case cart = 1
    /// The worth of an order, in mean purchases of the shop.
    case worth = 2
    /// 1 when a product was looked at, searched or wished for today or yesterday.
    case interest = 3
    /// Of an order within 90 days, 0 to 1; 0 where nothing tells it.
    case orderChance = 4
    /// So far.
    case orders = 5
    case vip = 6
    /// Within 30 days.
    case contacts = 7
    /// Signs of friction in the present visit that no order settled.
    case friction = 8
    /// 1 with a checkout in the present visit that was not finished.
    case checkout = 9

    package var word: String {
        switch self {
        case .cart: "cart"
        case .worth: "worth"
        case .interest: "interest"
        case .orderChance: "order_chance"
        case .orders: "orders"
        case .vip: "vip"
        case .contacts: "contacts"
        case .friction: "friction"
        case .checkout: "checkout"
        }
    }

    /// As models take it: where ten more mean less to those who have many, the logarithm.
    fileprivate func input(_ value: Double) -> Double {
        switch self {
        case .cart, .interest, .orderChance, .vip, .checkout: value
        case .worth, .orders, .contacts, .friction: (1 + max(0, value)).naturalLogarithm
        }
    }
}

/// What is known of a visit.
package struct VisitFeatures: Hashable, Sendable {
    private static let parts = 1e6
    private static let most = 1e12

    /// In millionths, by number: those of a later version are carried on.
    private var values: [UInt8: Int64] = [:]

    package init() {}

    /// Unknown features and values that are not finite are 0.
    package subscript(feature: VisitFeature) -> Double {
        get { Double(self[millionthsOf: feature]) / Self.parts }
        set {
            let bounded = newValue.isFinite ? min(max(newValue, -Self.most), Self.most) : 0
            self[millionthsOf: feature] = Int64((bounded * Self.parts).rounded())
        }
    }

    package subscript(millionthsOf feature: VisitFeature) -> Int64 {
        get { values[feature.rawValue] ?? 0 }
        set { values[feature.rawValue] = newValue == 0 ? nil : newValue }
    }

    /// What models learn from, in the order of the features.
    package var inputs: [Double] { VisitFeature.allCases.map { $0.input(self[$0]) } }
}

extension VisitFeatures: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.count(values.count)
        for (number, value) in values.sorted(by: { $0.key < $1.key }) {
            writer.byte(number)
            writer.integer(value)
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        for _ in 0..<(try reader.count()) {
            let number = try reader.byte()
            values[number] = try reader.integer()
        }
    }
}

/// A visit that somebody makes now, if they do: what is known of it, and what an order in it would be worth.
package struct ValuedVisit: Hashable, Sendable {
    /// The most that an order counts for, in usual ones: a slip in a price must not outweigh everybody else.
    static let mostWorth = 1000.0
    private static let mostMoney = 1e15

    package private(set) var features = VisitFeatures()
    /// In minor units of the currency; nil where nothing tells it.
    package private(set) var worth: Double?
    package private(set) var currency: Currency?

    /// Of somebody of whom nothing is known.
    package init(unknownTo learned: LearnedOutlook?) {
        setWorth(learned?.usualOrder, learned)
    }

    /// Nil for somebody who objects to being profiled.
    init?(_ summary: ProfileSummary, cart: CartView?, outlook: OutlookView, _ learned: LearnedOutlook?, today: Day) {
        guard outlook.withheld == nil else { return nil }
        let recent = today.advanced(by: -1)
        let fresh = cart.flatMap { $0.updatedAt.day >= recent ? $0 : nil }
        features[.cart] = fresh == nil ? 0 : 1
        features[.interest] = summary.signals.contains { $0.kind != .uncart && $0.at.day >= recent } ? 1 : 0
        features[.orderChance] = min(1, max(0, outlook.orderChance?.value ?? 0))
        features[.orders] = Double(summary.purchases.orders)
        setWorth(fresh?.worth ?? summary.purchases.averageOrder ?? learned?.usualOrder, learned)
    }

    /// Of the customer of a profile; nil for somebody who objects to being profiled.
    package init?(_ profile: Profile, _ summary: ProfileSummary, _ learned: LearnedOutlook?, today: Day) {
        self.init(summary, cart: profile.cart, outlook: profile.outlook, learned, today: today)
        features[.vip] = profile.vip.vip ? 1 : 0
        features[.contacts] = Double(profile.contact.last30Days)
        guard let journey = profile.journey, let last = journey.last, last.isPresent else { return }
        features[.friction] = Double(journey.signs.count { $0.visit == last.visit && !$0.isSettled })
        features[.checkout] = last.checkout?.isFinished == false ? 1 : 0
    }

    private mutating func setWorth(_ order: UsualOrderWorth?, _ learned: LearnedOutlook?) {
        let usual = order.flatMap { learned?.usualOrder(in: $0.currency) }
        let relative = order.flatMap { order in usual.map { order.amount / $0 } }
        features[.worth] = min(Self.mostWorth, relative ?? 1)
        (worth, currency) = (order?.amount, order?.currency)
    }

    /// So much of an order's worth as an amount, at most ten trillion of a currency with cents.
    package func money(_ share: Double) -> MinorUnits? {
        worth.map { MinorUnits(min(max(0, $0 * share), Self.mostMoney).rounded()) }
    }
}

/// What an order is worth, in minor units of its currency.
package struct UsualOrderWorth: Hashable, Sendable {
    let amount: Double
    let currency: Currency

    init?(_ amount: Double?, _ currency: Currency) {
        guard let amount, amount.isFinite, amount > 0 else { return nil }
        self.amount = amount
        self.currency = currency
    }
}

extension CartView {
    fileprivate var worth: UsualOrderWorth? { currency.flatMap { UsualOrderWorth(value.map(Double.init), $0) } }
}

extension PurchaseSummary {
    /// In the currency of most orders; the alphabetically first wins a tie.
    fileprivate var averageOrder: UsualOrderWorth? {
        let most = currencies.tallies.max { ($0.value.pricedOrders, $1.key) < ($1.value.pricedOrders, $0.key) }
        return most.flatMap { UsualOrderWorth($0.value.averageOrder.map(Double.init), $0.key) }
    }
}

extension LearnedOutlook {
    /// The mean value of a purchase in the currency of most customers; nil where nobody knows.
    fileprivate var usualOrder: UsualOrderWorth? {
        let most = evaluation.spend.max { ($0.customers, $1.currency) < ($1.customers, $0.currency) }
        return most.flatMap { UsualOrderWorth($0.averagePurchase, $0.currency) }
    }

    fileprivate func usualOrder(in currency: Currency) -> Double? {
        let part = evaluation.spend.first { $0.currency == currency }
        return part.flatMap { UsualOrderWorth($0.averagePurchase, currency)?.amount }
    }
}
