/// A customer up to a day, and what they did in the days after it.
package struct OutlookCase: Sendable {
    package let pace: PurchasePace
    /// That of most purchases, and what was spent in it.
    package let currency: Currency
    package let spend: RepeatSpend
    /// The days with orders.
    package let laterPurchases: Int
    package let laterNet: MinorUnits

    /// Nil for somebody who had not bought anything by that day, or gave all of it back.
    package init?(_ events: [PurchaseEvent], until day: Day, days: Int) {
        let history = PurchaseHistory(events.filter { $0.day <= day })
        guard let pace = history.pace(until: day), let currency = history.mainCurrency else { return nil }
        let end = day.advanced(by: days)
        let later = PurchaseHistory(events.filter { $0.day > day && $0.day <= end })
        self.pace = pace
        self.currency = currency
        spend = history.repeatSpend(in: currency)
        laterPurchases = later.days.count
        laterNet = later.net(in: currency)
    }
}

/// How often somebody got in touch up to a day, and in the days after it.
package struct ContactCase: Hashable, Sendable {
    package let pace: ContactPace
    package let later: Int

    /// `first` is the day on which anything was heard of the customer; what happened on it is what made them known.
    /// Nil for somebody who was not known before that day.
    package init?(_ contacts: [Day], knownSince first: Day, until day: Day, days: Int) {
        guard first < day else { return nil }
        let start = max(first, day.advanced(by: -ContactPace.mostDays))
        let end = day.advanced(by: days)
        pace = ContactPace(contacts: contacts.count { $0 > start && $0 <= day }, days: day.days(since: start))
        later = contacts.count { $0 > day && $0 <= end }
    }
}

/// The models of an outlook, each fitted or with the reason why not.
package struct OutlookModels: Sendable {
    package typealias Fit<Model> = Result<(model: Model, report: FitReport), FitFailure>

    package let orders: Fit<OrderModel>
    package let spend: [Currency: Fit<SpendModel>]
    package let contacts: Fit<ContactModel>

    /// Learns from what happened up to the day.
    package init(_ cases: [OutlookCase], contacts: [ContactCase]) {
        orders = Result { () throws(FitFailure) in try OrderModel.fit(cases.map(\.pace)) }
        var spends: [Currency: [RepeatSpend]] = [:]
        for known in cases { spends[known.currency, default: []].append(known.spend) }
        spend = spends.mapValues { spends in Result { () throws(FitFailure) in try SpendModel.fit(spends) } }
        self.contacts = Result { () throws(FitFailure) in try ContactModel.fit(contacts.map(\.pace)) }
    }
}

/// Models and baselines, judged by the days after the one up to which they know everything.
package struct OutlookEvaluation: Sendable {
    /// Contacts are judged by no more days than a profile tells of.
    package static let contactDays = 30

    package let days: Int
    package let customers: Int
    package let returning: Int
    package let orders: OutlookComparison
    /// Of the chance of an order.
    package let chance: OutlookComparison
    package let calibration: [CalibrationBand]
    /// By the currency in which customers bought most often, in its minor units.
    package let spend: [(currency: Currency, customers: Int, comparison: OutlookComparison)]
    package let contacts: OutlookComparison

    package init(_ models: OutlookModels, _ cases: [OutlookCase], contacts: [ContactCase], days: Int) {
        self.days = days
        customers = cases.count
        returning = cases.count { $0.pace.repeats > 0 }
        let holdout = OrderHoldout(cases, days: days)
        let expected = models.orders.map { fit in
            var expectation = OrderExpectation(fit.model, days: days)
            return cases.map { expectation.purchases($0.pace) }
        }
        orders = holdout.compareOrders(models.orders, expected: expected)
        (chance, calibration) = holdout.compareChance(models.orders, cases, days: days)
        spend = Self.compareSpend(models, cases, holdout, expected: try? expected.get())
        self.contacts = Self.compareContacts(models.contacts, contacts, days: min(days, Self.contactDays))
    }

    private static func compareSpend(
        _ models: OutlookModels, _ cases: [OutlookCase], _ holdout: OrderHoldout, expected: [Double]?
    ) -> [(currency: Currency, customers: Int, comparison: OutlookComparison)] {
        let members = Dictionary(grouping: cases.indices) { cases[$0].currency }
        return models.spend.sorted { $0.key < $1.key }.map { currency, fit in
            let members = members[currency] ?? []
            let actual = members.map { Double(cases[$0].laterNet) }
            let mean = Double(cases.count { $0.currency == currency && $0.spend.purchases > 0 })
            let overall = members.reduce(0) { $0 + cases[$1].spend.average } / max(1, mean)
            let model = fit.flatMap { fit -> OutlookModels.Fit<[Double]> in
                // Without a model of purchases there is none of what they are worth.
                guard let expected else { return models.orders.map { (model: [], report: $0.report) } }
                let values = members.map { expected[$0] * fit.model.average(cases[$0].spend) }
                return .success((model: values, report: fit.report))
            }
            let ownRate = members.map { holdout.repeatRate[$0] * cases[$0].spend.average }
            let byMean = members.map { _ in holdout.overallMean * overall }
            let comparison = OutlookComparison(
                model.map { values in
                    let parameters = (try? fit.get().model).map { [$0.p, $0.q, $0.v] } ?? []
                    return (
                        FittedParameters(names: SpendModel.names, values: parameters, report: values.report),
                        Accuracy(expected: values.model, actual: actual)
                    )
                },
                baselines: [
                    .init(basis: .repeatRate, accuracy: Accuracy(expected: ownRate, actual: actual)),
                    .init(basis: .overallMean, accuracy: Accuracy(expected: byMean, actual: actual)),
                ], active: actual.count { $0 > 0 }, by: [.meanError, .correlation])
            return (currency, members.count, comparison)
        }
    }

    private static func compareContacts(
        _ fit: OutlookModels.Fit<ContactModel>, _ all: [ContactCase], days: Int
    ) -> OutlookComparison {
        let cases = all.filter { $0.pace.days > 0 }
        let actual = cases.map { Double($0.later) }
        let known = cases.reduce((contacts: 0, days: 0)) { ($0.contacts + $1.pace.contacts, $0.days + $1.pace.days) }
        let mean = Double(known.contacts) / Double(max(1, known.days)) * Double(days)
        let ownRate = cases.map { Double($0.pace.contacts) / Double($0.pace.days) * Double(days) }
        return OutlookComparison(
            fit.map { fit in
                let expected = cases.map { fit.model.contacts($0.pace, days: days) }
                return (
                    FittedParameters(
                        names: ContactModel.names, values: [fit.model.r, fit.model.alpha], report: fit.report),
                    Accuracy(expected: expected, actual: actual)
                )
            },
            baselines: [
                .init(basis: .repeatRate, accuracy: Accuracy(expected: ownRate, actual: actual)),
                .init(
                    basis: .overallMean,
                    accuracy: Accuracy(expected: cases.map { _ in mean }, actual: actual)),
            ], active: actual.count { $0 > 0 }, by: [.squaredError])
    }
}

/// What came of the orders of all customers, and what plain baselines say of them.
private struct OrderHoldout {
    let actual: [Double]
    /// The purchases to expect of each when their own rate goes on.
    let repeatRate: [Double]
    /// The purchases to expect of anybody, by the rate of all.
    let overallMean: Double
    private let silence: [Double]
    private let recency: RecencyBands

    init(_ cases: [OutlookCase], days: Int) {
        actual = cases.map { Double($0.laterPurchases) }
        repeatRate = cases.map { known in
            known.pace.age > 0 ? Double(known.pace.repeats) / Double(known.pace.age) * Double(days) : 0
        }
        let known = cases.reduce((repeats: 0, days: 0)) { ($0.repeats + $1.pace.repeats, $0.days + $1.pace.age) }
        overallMean = Double(known.repeats) / Double(max(1, known.days)) * Double(days)
        silence = cases.map { -Double($0.pace.daysSinceLast) }
        recency = RecencyBands(daysSinceLast: cases.map(\.pace.daysSinceLast), actual: actual)
    }

    private var active: Int { actual.count { $0 > 0 } }

    func compareOrders(
        _ fit: OutlookModels.Fit<OrderModel>, expected: Result<[Double], FitFailure>
    ) -> OutlookComparison {
        let model = fit.flatMap { fit in
            expected.map { (Self.parameters(fit), Accuracy(expected: $0, actual: actual)) }
        }
        return OutlookComparison(
            model.map { (parameters: $0.0, accuracy: $0.1) },
            baselines: [
                row(.repeatRate, repeatRate),
                .init(
                    basis: .recency,
                    accuracy: Accuracy(expected: recency.purchases, ranking: silence, actual: actual)),
                row(.overallMean, actual.map { _ in overallMean }),
            ], active: active, by: [.meanError, .correlation, .activityAUC])
    }

    func compareChance(
        _ fit: OutlookModels.Fit<OrderModel>, _ cases: [OutlookCase], days: Int
    ) -> (OutlookComparison, [CalibrationBand]) {
        let came = actual.map { $0 > 0 ? 1.0 : 0 }
        let given = fit.map { fit in cases.map { fit.model.chance($0.pace, days: days) } }
        let share = came.reduce(0, +) / Double(max(1, came.count))
        let comparison = OutlookComparison(
            fit.flatMap { fit in
                given.map { (Self.parameters(fit), Accuracy(expected: $0, actual: came)) }
            }.map { (parameters: $0.0, accuracy: $0.1) },
            baselines: [
                .init(
                    basis: .recency, accuracy: Accuracy(expected: recency.chance, ranking: silence, actual: came)),
                .init(basis: .overallMean, accuracy: Accuracy(expected: came.map { _ in share }, actual: came)),
            ], active: active, by: [.squaredError])
        let bands = CalibrationBand.bands(given: (try? given.get()) ?? recency.chance, isActive: actual.map { $0 > 0 })
        return (comparison, bands)
    }

    private func row(_ basis: OutlookBasis, _ expected: [Double]) -> OutlookComparison.Row {
        .init(basis: basis, accuracy: Accuracy(expected: expected, actual: actual))
    }

    private static func parameters(_ fit: (model: OrderModel, report: FitReport)) -> FittedParameters {
        let model = fit.model
        return FittedParameters(
            names: OrderModel.names, values: [model.r, model.alpha, model.a, model.b], report: fit.report)
    }
}
