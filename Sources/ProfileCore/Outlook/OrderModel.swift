/// The beta-geometric / negative binomial model of repeated purchases, BG/NBD.
///
/// Everybody buys at a rate of their own, which is gamma distributed (shape `r`, rate `alpha`), and after each purchase
/// stays away for good with a chance of their own, which is beta distributed (`a`, `b`). Source: Fader, Hardie and Lee
/// (2005), "Counting your customers" the easy way, Marketing Science 24(2). Time is in weeks.
package struct OrderModel: Sendable {
    static let names = ["r", "alpha", "a", "b"]

    package let r: Double
    package let alpha: Double
    package let a: Double
    package let b: Double

    package init(r: Double, alpha: Double, a: Double, b: Double) {
        (self.r, self.alpha, self.a, self.b) = (r, alpha, a, b)
    }

    /// Fits to customers who bought at least once.
    ///
    /// - Throws: when too few bought again, or when the parameters run to their limits.
    package static func fit(_ paces: [PurchasePace]) throws(FitFailure) -> (model: OrderModel, report: FitReport) {
        let counted = Counted(paces)
        try PositiveParameters.check(enough: counted.values.reduce(0) { $1.value.repeats > 0 ? $0 + $1.count : $0 })
        let likelihood = OrderLikelihood(counted)
        let (parameters, report) = try PositiveParameters.fit(
            names, from: [1, likelihood.averageAge, 1, 1], customers: counted.total, distinct: counted.values.count,
            of: likelihood.point)
        let model = OrderModel(r: parameters[0], alpha: parameters[1], a: parameters[2], b: parameters[3])
        return (model, report)
    }

    /// The chance that a customer is still active. It is no measure of churn: it is 1 for every one-time buyer.
    func chanceOfStaying(_ pace: PurchasePace) -> Double {
        guard pace.repeats > 0 else { return 1 }
        let x = Double(pace.repeats)
        let silence = ((alpha + pace.weeksOfAge) / (alpha + pace.weeksOfRecency)).naturalLogarithm
        let odds = (a / (b + x - 1)).naturalLogarithm + (r + x) * silence
        return odds > 0 ? (-odds).exponential / (1 + (-odds).exponential) : 1 / (1 + odds.exponential)
    }

    /// The chance of at least one purchase within the next days.
    ///
    /// An active customer leaves only after a purchase, so the wait for the next one depends on the purchase rate
    /// alone. The rate is gamma distributed with `r + x` and `alpha + T`, which makes the wait a Pareto distribution
    /// (Fader, Hardie and Lee 2005, section 3).
    package func chance(_ pace: PurchasePace, days: Int) -> Double {
        let weeks = Double(max(days, 0)) / PurchasePace.daysPerWeek
        let quiet = -(r + Double(pace.repeats)) * (weeks / (alpha + pace.weeksOfAge)).logarithmOfOnePlus
        return chanceOfStaying(pace) * -quiet.exponentialMinusOne
    }
}

/// Expected purchases within a number of days. It keeps the nodes, which depend on the number of repeats alone.
package struct OrderExpectation: Sendable {
    private static let mostKept = 1_024
    /// Beyond so many repeats nearly nobody is left.
    private static let usualRepeats = 0..<64

    private let model: OrderModel
    private let days: Int
    private var dropouts: [Int: BetaNodes] = [:]

    package init(_ model: OrderModel, days: Int) {
        self.model = model
        self.days = max(days, 0)
    }

    /// Keeps the nodes of the usual repeats from the start, for those who ask without changing it.
    mutating func prepare() {
        for repeats in Self.usualRepeats { dropouts[repeats] = nodes(repeats) }
    }

    /// The purchases to expect: never below zero, nor above what the purchase rate gives without anybody leaving.
    ///
    /// Fader, Hardie and Lee (2005, equation 10) write it with the hypergeometric function of Gauss, whose series
    /// cancels for people who buy often. This is the integral that it stands for: the purchases of somebody who leaves
    /// after each with chance p, `(1 - (1 + p t / (alpha + T))^-(r + x)) / p`, over the beta distribution of p with `a`
    /// and `b + x`.
    func expected(_ pace: PurchasePace) -> Double {
        let shape = model.r + Double(pace.repeats)
        let reach = Double(days) / PurchasePace.daysPerWeek / (model.alpha + pace.weeksOfAge)
        let expected = (dropouts[pace.repeats] ?? nodes(pace.repeats)).average { leaving in
            guard leaving * reach > 1e-12 else { return shape * reach }
            return -(-shape * (leaving * reach).logarithmOfOnePlus).exponentialMinusOne / leaving
        }
        return model.chanceOfStaying(pace) * expected
    }

    /// The same, for many customers in turn.
    package mutating func purchases(_ pace: PurchasePace) -> Double {
        let repeats = pace.repeats
        if dropouts[repeats] == nil, dropouts.count < Self.mostKept { dropouts[repeats] = nodes(repeats) }
        return expected(pace)
    }

    private func nodes(_ repeats: Int) -> BetaNodes { BetaNodes(model.a, model.b + Double(repeats)) }
}

/// A beta distribution as weighted points, for averages over it.
///
/// The points are those of the trapezoidal rule over `v`, where the logit of the value is `mode + width * sinh(v)`.
/// Both tails then fall doubly exponentially, and the rule converges quickly (Takahasi and Mori 1974). The weights add
/// up to one, so an average is never outside of what it is taken of. A wide distribution takes more points: the
/// averaged function changes within a few logits at any width.
private struct BetaNodes: Sendable {
    private static let reach = 4.6
    private static let fewestSteps = 120.0
    /// `narrow` is the greatest width that `fewestSteps` suffices for; `mostTimes` caps the factor for wider ones.
    private static let (narrow, mostTimes) = (6.0, 8.0)

    private let points: [(value: Double, weight: Double)]

    init(_ a: Double, _ b: Double) {
        let mode = (a / b).naturalLogarithm
        let width = ((1 + 1 / a) / a + (1 + 1 / b) / b).squareRoot()
        let steps = (Self.fewestSteps * min(max(width / Self.narrow, 1), Self.mostTimes)).rounded()
        let logs = (0...Int(steps)).map { index in
            let place = Self.reach * (2 * Double(index) / steps - 1)
            let (up, down) = (place.exponential, (-place).exponential)
            let logit = mode + width * (up - down) / 2
            let (logOfValue, logOfRest) = (-Self.softplus(-logit), -Self.softplus(logit))
            return (logOfValue, a * logOfValue + b * logOfRest + (up + down).naturalLogarithm)
        }
        let highest = logs.reduce(-Double.infinity) { max($0, $1.1) }
        let weights = logs.map { ($0.1 - highest).exponential }
        let sum = weights.reduce(0, +)
        points = zip(logs, weights).filter { $1 > 0 }.map { ($0.0.exponential, $1 / sum) }
    }

    func average(_ function: (Double) -> Double) -> Double {
        points.reduce(0) { $0 + $1.weight * function($1.value) }
    }

    /// The logarithm of one and the exponential.
    private static func softplus(_ value: Double) -> Double {
        value > 0 ? value + (-value).exponential.logarithmOfOnePlus : value.exponential.logarithmOfOnePlus
    }
}

extension PurchasePace {
    var weeksOfAge: Double { Double(age) / Self.daysPerWeek }
    var weeksOfRecency: Double { Double(recency) / Self.daysPerWeek }
}

/// The log-likelihood of BG/NBD with its derivatives (Fader, Hardie and Lee 2005, equation 6).
struct OrderLikelihood {
    private let customers: [(value: PurchasePace, count: Int)]
    /// Customers by how often they bought again.
    private let byRepeats: [Double]
    private let oldest: Int
    private let total: Double
    let averageAge: Double

    init(_ counted: Counted<PurchasePace>) {
        customers = counted.values
        total = Double(counted.total)
        var byRepeats = [Double](repeating: 0, count: (customers.last?.value.repeats ?? 0) + 1)
        for (pace, count) in customers { byRepeats[pace.repeats] += Double(count) }
        self.byRepeats = byRepeats
        oldest = customers.reduce(0) { max($0, $1.value.age) }
        averageAge = max(0.1, customers.reduce(0) { $0 + $1.value.weeksOfAge * Double($1.count) } / total)
    }

    func point(_ parameters: [Double]) -> Minimization.Point {
        let (r, alpha, a, b) = (parameters[0], parameters[1], parameters[2], parameters[3])
        let known = ofRepeats(r, alpha, a, b)
        var value = known.value
        var (slopeOfR, slopeOfAlpha, slopeOfA, slopeOfB) = (0.0, 0.0, 0.0, 0.0)
        let days = (0...oldest).map { alpha + Double($0) / PurchasePace.daysPerWeek }
        let logs = days.map(\.naturalLogarithm)
        let leaving = byRepeats.indices.map { $0 > 0 ? (a / (b + Double($0) - 1)).naturalLogarithm : 0 }
        for (pace, count) in customers {
            let (count, shape) = (Double(count), r + Double(pace.repeats))
            let stayed = -shape * logs[pace.age]
            guard pace.repeats > 0 else {
                value += count * stayed
                slopeOfR -= count * logs[pace.age]
                slopeOfAlpha -= count * shape / days[pace.age]
                continue
            }
            let left = leaving[pace.repeats] - shape * logs[pace.recency]
            let less = (-abs(left - stayed)).exponential
            value += count * (max(left, stayed) + less.logarithmOfOnePlus)
            let weightOfLeft = count * (left > stayed ? 1 : less) / (1 + less)
            let weightOfStayed = count - weightOfLeft
            slopeOfR -= weightOfStayed * logs[pace.age] + weightOfLeft * logs[pace.recency]
            slopeOfAlpha -= shape * (weightOfStayed / days[pace.age] + weightOfLeft / days[pace.recency])
            slopeOfA += weightOfLeft / a
            slopeOfB -= weightOfLeft / (b + Double(pace.repeats) - 1)
        }
        let slope = zip(known.slope, [slopeOfR, slopeOfAlpha, slopeOfA, slopeOfB]).map(+)
        return Minimization.Point(value: value, slope: slope)
    }

    /// What depends on the number of purchases alone.
    private func ofRepeats(
        _ r: Double, _ alpha: Double, _ a: Double, _ b: Double
    ) -> (value: Double, slope: [Double]) {
        let logAlpha = alpha.naturalLogarithm
        var (value, slope) = (total * r * logAlpha, [total * logAlpha, total * r / alpha, 0, 0])
        for (repeats, count) in byRepeats.enumerated() where count > 0 && repeats > 0 {
            let x = Double(repeats)
            value += count * ((r + x).logGamma - r.logGamma)
            value += count * ((a + b).logGamma + (b + x).logGamma - b.logGamma - (a + b + x).logGamma)
            slope[0] += count * ((r + x).digamma - r.digamma)
            let both = (a + b).digamma - (a + b + x).digamma
            slope[2] += count * both
            slope[3] += count * (both + (b + x).digamma - b.digamma)
        }
        return (value, slope)
    }
}
