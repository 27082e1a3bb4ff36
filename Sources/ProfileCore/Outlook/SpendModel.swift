/// The Gamma–Gamma model of what somebody spends on a purchase.
///
/// Amounts vary about an average of each customer by a gamma distribution of shape `p`; the averages differ between
/// customers by `q` and `v`. Source: Fader and Hardie (2013), The Gamma-Gamma model of monetary value. Amounts and `v`
/// are in minor units of one currency.
package struct SpendModel: Sendable {
    static let names = ["p", "q", "v"]

    package let p: Double
    package let q: Double
    package let v: Double

    package init(p: Double, q: Double, v: Double) {
        (self.p, self.q, self.v) = (p, q, v)
    }

    /// Fits to customers who bought again in the currency.
    package static func fit(_ spends: [RepeatSpend]) throws(FitFailure) -> (model: SpendModel, report: FitReport) {
        let spends = spends.filter { $0.purchases > 0 && $0.average > 0 }
        try PositiveParameters.check(enough: spends.count)
        // Amounts are scaled, so that the limits of parameters do not depend on the currency.
        let scale = spends.reduce(0) { $0 + $1.average } / Double(spends.count)
        let likelihood = SpendLikelihood(spends, scale: scale)
        let (parameters, report) = try PositiveParameters.fit(
            names, from: [1, 2, 1], customers: spends.count, distinct: spends.count, of: likelihood.point)
        let model = SpendModel(p: parameters[0], q: parameters[1], v: parameters[2] * scale)
        guard model.q > 1 else { throw .noAverage }
        return (model, report)
    }

    /// The expected value of a purchase in minor units: the customer's average, drawn towards everybody's when
    /// purchases are few (equation 5).
    package func average(_ spend: RepeatSpend) -> Double {
        let x = Double(spend.purchases)
        return p * (v + x * spend.average) / (p * x + q - 1)
    }
}

/// The log-likelihood of Gamma–Gamma with its derivatives (Fader and Hardie 2013, equation 1a). It takes `v` for scaled
/// amounts, and returns the density of the amounts themselves.
private struct SpendLikelihood {
    private let spends: [(purchases: Int, sum: Double)]
    private let byPurchases: [Double]
    /// Over the customers: of the logarithm of the average, and of the number times the logarithm of the scaled sum.
    private let sumOfLogs: Double
    private var sumOfWeightedLogs = 0.0

    init(_ all: [RepeatSpend], scale: Double) {
        spends = all.map { ($0.purchases, Double($0.purchases) * $0.average / scale) }
        sumOfLogs = all.reduce(0) { $0 + $1.average.naturalLogarithm }
        var byPurchases = [Double](repeating: 0, count: (spends.map(\.purchases).max() ?? 0) + 1)
        for (purchases, sum) in spends {
            byPurchases[purchases] += 1
            sumOfWeightedLogs += Double(purchases) * sum.naturalLogarithm
        }
        self.byPurchases = byPurchases
    }

    func point(_ parameters: [Double]) -> Minimization.Point {
        let (p, q, v) = (parameters[0], parameters[1], parameters[2])
        let (total, logV) = (Double(spends.count), v.naturalLogarithm)
        var value = p * sumOfWeightedLogs - sumOfLogs + total * (q * logV - q.logGamma)
        var slope = [sumOfWeightedLogs, total * (logV - q.digamma), total * q / v]
        for (purchases, count) in byPurchases.enumerated() where count > 0 {
            let px = p * Double(purchases)
            value += count * ((px + q).logGamma - px.logGamma)
            let gain = (px + q).digamma
            slope[0] += count * Double(purchases) * (gain - px.digamma)
            slope[1] += count * gain
        }
        for (purchases, sum) in spends {
            let (shape, log) = (p * Double(purchases) + q, (sum + v).naturalLogarithm)
            value -= shape * log
            slope[0] -= Double(purchases) * log
            slope[1] -= log
            slope[2] -= shape / (sum + v)
        }
        return Minimization.Point(value: value, slope: slope)
    }
}
