/// The Gamma–Gamma model of what somebody spends on a purchase.
///
/// Amounts vary about an average of each customer by a gamma distribution of shape `p`; the averages differ between
/// customers by `q` and `v`. Source: Fader and Hardie (2013), The Gamma-Gamma model of monetary value. Amounts and `v`
/// are in minor units of one currency.
package struct SpendModel: Hashable, Sendable {
    package static let fewestCustomers = 100
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
        guard spends.count >= fewestCustomers else { throw .tooFew(customers: spends.count, needed: fewestCustomers) }
        // Parameters have limits, whatever an amount of the currency is worth.
        let scale = spends.reduce(0) { $0 + $1.average } / Double(spends.count)
        let likelihood = SpendLikelihood(spends, scale: scale)
        let found = try PositiveParameters.fit(names, from: [1, 2, 1], weight: spends.count, of: likelihood.point)
        let model = SpendModel(p: found.parameters[0], q: found.parameters[1], v: found.parameters[2] * scale)
        guard model.q > 1 else { throw .noAverage(parameter: "q") }
        let report = FitReport(
            logLikelihood: found.logLikelihood - Double(spends.count) * scale.naturalLogarithm, steps: found.steps,
            customers: spends.count, distinct: spends.count)
        return (model, report)
    }

    /// What to expect of a purchase, in minor units: the customer's own average, drawn to that of all the more the
    /// fewer purchases there are (equation 5).
    package func average(_ spend: RepeatSpend) -> Double {
        let x = Double(spend.purchases)
        return p * (v + x * spend.average) / (p * x + q - 1)
    }
}

/// The log-likelihood of Gamma–Gamma with its derivatives (Fader and Hardie 2013, equation 1a).
private struct SpendLikelihood {
    private let spends: [(purchases: Int, sum: Double)]
    private let byPurchases: [Double]
    /// Over the customers: of the logarithm of the average, and of the number times the logarithm of the sum.
    private var sumOfLogs = 0.0
    private var sumOfWeightedLogs = 0.0

    init(_ all: [RepeatSpend], scale: Double) {
        spends = all.map { ($0.purchases, Double($0.purchases) * $0.average / scale) }
        var byPurchases = [Double](repeating: 0, count: (spends.map(\.purchases).max() ?? 0) + 1)
        for (purchases, sum) in spends {
            byPurchases[purchases] += 1
            sumOfLogs += (sum / Double(purchases)).naturalLogarithm
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
