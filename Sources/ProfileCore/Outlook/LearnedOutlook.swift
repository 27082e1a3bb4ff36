/// What was learned from a shop's own past, and by what each number of an outlook is made until it is learned again.
///
/// The models that are served are those that were judged: fitted to what happened up to a day, and compared with the
/// baselines by the days after it.
package final class LearnedOutlook: Sendable {
    /// Orders and spend are expected within so many days.
    package static let days = 90
    package static let contactDays = 30

    /// Counts how often it was learned, in this store.
    package let number: Int
    /// How many profiles there were.
    package let profiles: Int
    /// Models know what happened up to the end of this day.
    package let until: Day
    package let evaluation: OutlookEvaluation
    private let orderModel: OrderModel?
    private let expectation: OrderExpectation?
    private let contactModel: ContactModel?
    private let spendModels: [Currency: SpendModel]

    package init(number: Int, profiles: Int, until: Day, evaluation: OutlookEvaluation) {
        self.number = number
        self.profiles = profiles
        self.until = until
        self.evaluation = evaluation
        orderModel = evaluation.orders.fitted.flatMap(OrderModel.init)
        expectation = orderModel.map { model in
            var expectation = OrderExpectation(model, days: Self.days)
            expectation.prepare()
            return expectation
        }
        contactModel = evaluation.contacts.fitted.flatMap(ContactModel.init)
        spendModels = Dictionary(
            evaluation.spend.compactMap { part in
                part.comparison.fitted.flatMap(SpendModel.init).map { (part.currency, $0) }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The same under the next number, so that it differs where it is stored.
    package var renewed: LearnedOutlook {
        LearnedOutlook(number: number + 1, profiles: profiles, until: until, evaluation: evaluation)
    }

    // MARK: Numbers

    /// Never fewer than the chance of one: whoever orders at all orders once at least.
    func orders(_ pace: PurchasePace) -> ExpectedNumber {
        ExpectedNumber(evaluation.orders) { basis in
            switch basis {
            case .model: expectation?.expected(pace)
            case .repeatRate: pace.ownRate(days: Self.days)
            case .recency: band(of: pace)?.purchases
            case .overallMean: evaluation.baselines.orders
            }
        }.raised(to: chanceOfOrder(pace), times: 1)
    }

    func chanceOfOrder(_ pace: PurchasePace) -> ExpectedNumber {
        ExpectedNumber(evaluation.chance) { basis in
            switch basis {
            case .model: orderModel?.chance(pace, days: Self.days)
            case .recency: band(of: pace)?.chance
            case .overallMean: evaluation.baselines.chance
            case .repeatRate: nil
            }
        }
    }

    /// In minor units of the currency. Never less than the chance of an order times the worth of one.
    func spend(_ pace: PurchasePace, _ spend: RepeatSpend, in currency: Currency) -> ExpectedNumber {
        guard let part = evaluation.spend.first(where: { $0.currency == currency }) else {
            let reason = "fewer than \(RecencyBand.fewest) customers had bought in \(currency.code) by then"
            return ExpectedNumber(nil, nil, reason, sample: 0)
        }
        let worth = worth(of: spend, by: part)
        return ExpectedNumber(part.comparison) { basis in
            let orders: Double? =
                switch basis {
                case .model: expectation?.expected(pace)
                case .repeatRate: pace.ownRate(days: Self.days)
                case .overallMean: evaluation.baselines.orders
                case .recency: nil
                }
            return orders.flatMap { orders in worth.map { orders * $0 } }
        }.raised(to: chanceOfOrder(pace), times: worth ?? 0)
    }

    /// What an order of the customer comes to, by what tells spend; of somebody who bought once, what it comes to for
    /// others.
    private func worth(of spend: RepeatSpend, by part: SpendComparison) -> Double? {
        switch part.comparison.basis {
        case .model: spendModels[part.currency]?.average(spend)
        case .repeatRate where spend.purchases > 0: spend.average
        case .repeatRate, .recency, .overallMean, nil: part.averagePurchase
        }
    }

    func contacts(_ pace: ContactPace) -> ExpectedNumber {
        ExpectedNumber(evaluation.contacts) { basis in
            switch basis {
            case .model: contactModel?.contacts(pace, days: Self.contactDays)
            case .repeatRate: pace.ownRate(days: Self.contactDays)
            case .overallMean: evaluation.baselines.contacts
            case .recency: nil
            }
        }
    }

    /// Those who have been silent for longer than everybody was are like those who were silent longest.
    private func band(of pace: PurchasePace) -> RecencyBand? {
        let bands = evaluation.baselines.recency
        return bands.first { $0.days >= pace.daysSinceLast } ?? bands.last
    }
}

/// A number to expect, by what it was made and why not by the model.
package struct ExpectedNumber: Hashable, Sendable {
    private static let mostMoney = 1e15

    /// Nil when there is nothing to tell it by.
    package let value: Double?
    package let basis: OutlookBasis?
    /// Why it is not the model's own; nil when it is.
    package let reason: String?
    /// How many customers it was learned from.
    package let sample: Int

    init(_ value: Double?, _ basis: OutlookBasis?, _ reason: String?, sample: Int) {
        (self.value, self.basis, self.reason, self.sample) = (value, basis, reason, sample)
    }

    /// The number as an amount, at most ten trillion of a currency with cents.
    package var money: MinorUnits? { value.map { MinorUnits(min($0, Self.mostMoney).rounded()) } }

    /// At least the chance of an order, times what one counts. Chances are judged as chances, and tell of those too who
    /// bought once, so it is the other number that gives way.
    fileprivate func raised(to chance: ExpectedNumber, times worth: Double) -> ExpectedNumber {
        guard let value, let basis, let least = chance.value.map({ $0 * worth }), least.isFinite, least > value else {
            return self
        }
        let sentence = "\(basis.words) expects less than the chance of an order"
        return ExpectedNumber(
            least, chance.basis, reason.map { "\($0); \(sentence)" } ?? sentence, sample: sample)
    }

    fileprivate init(_ comparison: OutlookComparison, by value: (OutlookBasis) -> Double?) {
        let number = comparison.basis.flatMap(value).flatMap { $0.isFinite ? max(0, $0) : nil }
        let reason =
            comparison.reason ?? (comparison.basis == nil ? "nothing happened in the days that would judge" : nil)
        self.init(number, number == nil ? nil : comparison.basis, reason, sample: comparison.customers)
    }
}

extension LearnedOutlook: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.field(1) {
            $0.integer(number)
            $0.integer(profiles)
            until.write(to: &$0)
        }
        writer.field(2) { evaluation.write(to: &$0) }
    }

    /// Skips fields of later versions.
    package convenience init(from reader: inout ByteReader) throws(DecodingFailure) {
        var head: (number: Int, profiles: Int, until: Day)?
        var evaluation: OutlookEvaluation?
        while let field = try reader.nextField() {
            switch field.number {
            case 1: head = (try reader.int(), try reader.int(), try Day(from: &reader))
            case 2: evaluation = try OutlookEvaluation(from: &reader)
            default:
                _ = try reader.pass(field)
                continue
            }
            try reader.end(field)
        }
        guard let head, let evaluation else { throw .truncated }
        self.init(number: head.number, profiles: head.profiles, until: head.until, evaluation: evaluation)
    }
}

extension OrderModel {
    fileprivate init?(_ fitted: FittedParameters) {
        guard fitted.names == Self.names else { return nil }
        let values = fitted.values
        self.init(r: values[0], alpha: values[1], a: values[2], b: values[3])
    }
}

extension SpendModel {
    fileprivate init?(_ fitted: FittedParameters) {
        guard fitted.names == Self.names else { return nil }
        self.init(p: fitted.values[0], q: fitted.values[1], v: fitted.values[2])
    }
}

extension ContactModel {
    fileprivate init?(_ fitted: FittedParameters) {
        guard fitted.names == Self.names else { return nil }
        self.init(r: fitted.values[0], alpha: fitted.values[1])
    }
}
