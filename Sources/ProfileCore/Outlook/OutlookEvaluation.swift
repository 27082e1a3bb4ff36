/// A customer up to a day, and what they did in the days after it.
package struct OutlookCase: Sendable {
    package let pace: PurchasePace
    /// That of most purchases, and what was spent in it.
    package let currency: Currency
    package let spend: RepeatSpend
    /// The days with orders.
    package let laterPurchases: Int
    package let laterNet: MinorUnits

    /// Nil for somebody who had not bought anything up to that day, or had given all of it back.
    package init?(_ events: [PurchaseEvent], until day: Day, days: Int) {
        let history = PurchaseHistory(events.filter { $0.day <= day })
        guard let pace = history.pace(until: day), let currency = history.mainCurrency else { return nil }
        let end = day.advanced(by: days)
        let later = events.filter { $0.day > day && $0.day <= end }
        self.pace = pace
        self.currency = currency
        spend = history.repeatSpend(in: currency)
        laterPurchases = Set(later.filter(\.isOrder).map(\.day)).count
        laterNet = later.reduce(0) { $1.currency == currency ? $0 &+ $1.net : $0 }
    }
}

/// How often somebody got in touch up to a day, and in the days after it.
package struct ContactCase: Sendable {
    package let pace: ContactPace
    package let later: Int

    /// `first` is the day of the first order or inbound contact, which itself does not count. Nil unless it lies before
    /// `day`.
    package init?(_ contacts: some Sequence<ContactDay>, knownSince first: Day, until day: Day, days: Int) {
        guard let pace = ContactPace(contacts, knownSince: first, until: day) else { return nil }
        self.pace = pace
        later = contacts.total(after: day, until: day.advanced(by: Self.judged(of: days)))
    }

    /// Contacts are judged by at most 30 days.
    static func judged(of days: Int) -> Int { min(days, 30) }
}

/// The models of an outlook, each fitted or with the reason why not.
package struct OutlookModels: Sendable {
    package typealias Fit<Model> = Result<(model: Model, report: FitReport), FitFailure>

    package let orders: Fit<OrderModel>
    package let spend: [Currency: Fit<SpendModel>]
    package let contacts: Fit<ContactModel>

    /// Learns from what happened up to the day. Of currencies in which fewer than `fewest` customers bought, nothing is
    /// learned.
    package init(_ cases: [OutlookCase], contacts: [ContactCase], fewest: Int = 1) {
        orders = Result { () throws(FitFailure) in try OrderModel.fit(cases.map(\.pace)) }
        var spends: [Currency: [RepeatSpend]] = [:]
        for known in cases { spends[known.currency, default: []].append(known.spend) }
        spend = spends.filter { $0.value.count >= fewest }.mapValues { spends in
            Result { () throws(FitFailure) in try SpendModel.fit(spends) }
        }
        self.contacts = Result { () throws(FitFailure) in try ContactModel.fit(contacts.map(\.pace)) }
    }
}

/// What baselines predict with: numbers that were counted, not fitted.
package struct OutlookBaselines: Hashable, Sendable {
    /// The purchases to expect of anybody, by the rate of all.
    package let orders: Double
    /// The share of customers who bought in the days that judge.
    package let chance: Double
    /// The contacts to expect of anybody, by the rate of all.
    package let contacts: Double
    /// What customers did by how long ago they had bought, ascending.
    package let recency: [RecencyBand]

    package init(orders: Double, chance: Double, contacts: Double, recency: [RecencyBand]) {
        (self.orders, self.chance, self.contacts, self.recency) = (orders, chance, contacts, recency)
    }
}

/// A comparison among the customers who bought in one currency, in its minor units.
package struct SpendComparison: Sendable {
    package let currency: Currency
    /// The mean value of a purchase after the first.
    package let averagePurchase: Double
    package let comparison: OutlookComparison

    package var customers: Int { comparison.customers }

    package init(currency: Currency, averagePurchase: Double, comparison: OutlookComparison) {
        self.currency = currency
        self.averagePurchase = averagePurchase
        self.comparison = comparison
    }
}

/// Models and baselines, judged by the days after those they were fitted to.
package struct OutlookEvaluation: Sendable {
    package let days: Int
    package let customers: Int
    package let returning: Int
    package let orders: OutlookComparison
    /// Of the chance of an order.
    package let chance: OutlookComparison
    /// Of the chance that is served; empty when none is.
    package let calibration: [CalibrationBand]
    /// By the currency in which customers bought on most days.
    package let spend: [SpendComparison]
    package let contacts: OutlookComparison
    package let baselines: OutlookBaselines
}

extension OutlookEvaluation {
    package init(_ models: OutlookModels, _ cases: [OutlookCase], contacts: [ContactCase], days: Int) {
        self.days = days
        customers = cases.count
        returning = cases.count { $0.pace.repeats > 0 }
        let holdout = OrderHoldout(cases, days: days)
        let touches = ContactHoldout(contacts, days: ContactCase.judged(of: days))
        baselines = OutlookBaselines(
            orders: holdout.overallMean, chance: holdout.share, contacts: touches.overallMean,
            recency: holdout.recency.bands)
        let expected = models.orders.map { fit in
            var expectation = OrderExpectation(fit.model, days: days)
            return cases.map { expectation.purchases($0.pace) }
        }
        orders = holdout.compareOrders(models.orders, expected: expected)
        (chance, calibration) = holdout.compareChance(models.orders, cases, days: days)
        spend = Self.compareSpend(models, cases, holdout, expected: expected)
        self.contacts = touches.compare(models.contacts)
    }

    /// What one in a hundred exceeds counts as that much: no single customer makes what is expected of everybody.
    private static func mean(_ averages: [Double]) -> Double {
        let most = averages.sorted().dropLast(averages.count / 100 + (averages.count > 1 ? 1 : 0)).last ?? 0
        return averages.reduce(0) { $0 + min($1, most) } / Double(max(1, averages.count))
    }

    private static func compareSpend(
        _ models: OutlookModels, _ cases: [OutlookCase], _ holdout: OrderHoldout,
        expected: Result<[Double], FitFailure>
    ) -> [SpendComparison] {
        models.spend.sorted { $0.key < $1.key }.map { currency, fit in
            let members = cases.indices.filter { cases[$0].currency == currency }
            let actual = members.map { Double(cases[$0].laterNet) }
            let average = Self.mean(members.map { cases[$0].spend }.filter { $0.purchases > 0 }.map(\.average))
            let model = fit.flatMap { fit in
                expected.mapError { _ in FitFailure.noOrders }.map { expected in
                    let values = members.map { expected[$0] * fit.model.average(cases[$0].spend) }
                    return (parameters: FittedParameters(fit), accuracy: Accuracy(expected: values, actual: actual))
                }
            }
            let ownRate = members.map { holdout.repeatRate[$0] * cases[$0].spend.average }
            let comparison = OutlookComparison(
                model,
                baselines: [
                    .init(.repeatRate, expected: ownRate, actual: actual),
                    .init(.overallMean, expected: actual.map { _ in holdout.overallMean * average }, actual: actual),
                ], actual: actual, by: [.meanError, .correlation])
            return SpendComparison(currency: currency, averagePurchase: average, comparison: comparison)
        }
    }
}

/// How often customers got in touch later, and what the baselines predict.
private struct ContactHoldout {
    let overallMean: Double
    private let cases: [ContactCase]
    private let days: Int

    init(_ cases: [ContactCase], days: Int) {
        self.cases = cases
        self.days = days
        let known = cases.reduce((contacts: 0, days: 0)) { ($0.contacts + $1.pace.contacts, $0.days + $1.pace.days) }
        overallMean = Double(known.contacts) / Double(max(1, known.days)) * Double(days)
    }

    func compare(_ fit: OutlookModels.Fit<ContactModel>) -> OutlookComparison {
        let actual = cases.map { Double($0.later) }
        return OutlookComparison(
            fit.map { fit in
                let expected = cases.map { fit.model.contacts($0.pace, days: days) }
                return (parameters: FittedParameters(fit), accuracy: Accuracy(expected: expected, actual: actual))
            },
            baselines: [
                .init(.repeatRate, expected: cases.map { $0.pace.ownRate(days: days) }, actual: actual),
                .init(.overallMean, expected: actual.map { _ in overallMean }, actual: actual),
            ], actual: actual, by: [.squaredError])
    }
}

/// What customers ordered later, and what the baselines predict.
private struct OrderHoldout {
    /// The purchases to expect of each when their own rate goes on.
    let repeatRate: [Double]
    /// The purchases to expect of anybody, by the rate of all.
    let overallMean: Double
    /// The share of those who ordered.
    let share: Double
    let recency: RecencyBaseline
    private let actual: [Double]
    private let silence: [Double]

    init(_ cases: [OutlookCase], days: Int) {
        let actual = cases.map { Double($0.laterPurchases) }
        self.actual = actual
        repeatRate = cases.map { $0.pace.ownRate(days: days) }
        let known = cases.reduce((repeats: 0, days: 0)) { ($0.repeats + $1.pace.repeats, $0.days + $1.pace.age) }
        overallMean = Double(known.repeats) / Double(max(1, known.days)) * Double(days)
        share = Double(actual.count { $0 > 0 }) / Double(max(1, actual.count))
        silence = cases.map { -Double($0.pace.daysSinceLast) }
        recency = RecencyBaseline(daysSinceLast: cases.map(\.pace.daysSinceLast), actual: actual)
    }

    func compareOrders(
        _ fit: OutlookModels.Fit<OrderModel>, expected: Result<[Double], FitFailure>
    ) -> OutlookComparison {
        OutlookComparison(
            fit.flatMap { fit in
                expected.map { expected in
                    (parameters: FittedParameters(fit), accuracy: Accuracy(expected: expected, actual: actual))
                }
            },
            baselines: [
                .init(.repeatRate, expected: repeatRate, actual: actual),
                .init(.recency, expected: recency.purchases, ranking: silence, actual: actual),
                .init(.overallMean, expected: actual.map { _ in overallMean }, actual: actual),
            ], actual: actual, by: [.meanError, .correlation, .activityAUC])
    }

    func compareChance(
        _ fit: OutlookModels.Fit<OrderModel>, _ cases: [OutlookCase], days: Int
    ) -> (OutlookComparison, [CalibrationBand]) {
        let came = actual.map { $0 > 0 ? 1.0 : 0 }
        let shares = came.map { _ in share }
        let chances = fit.map { fit in cases.map { fit.model.chance($0.pace, days: days) } }
        let comparison = OutlookComparison(
            fit.flatMap { fit in
                chances.map { (parameters: FittedParameters(fit), accuracy: Accuracy(expected: $0, actual: came)) }
            },
            baselines: [
                .init(.recency, expected: recency.chance, ranking: silence, actual: came),
                .init(.overallMean, expected: shares, actual: came),
            ], actual: came, by: [.squaredError])
        let served: [Double]? =
            switch comparison.basis {
            case .model: try? chances.get()
            case .recency: recency.chance
            case .overallMean: shares
            case .repeatRate, nil: nil
            }
        return (comparison, served.map { CalibrationBand.bands(given: $0, isActive: came.map { $0 > 0 }) } ?? [])
    }
}
