/// Finds the least value of a smooth function of a few variables: the method of Broyden, Fletcher, Goldfarb and Shanno
/// with halved steps (Nocedal and Wright 2006, algorithm 6.1 with 3.1), in a bounded number of steps.
struct Minimization {
    struct Point {
        let value: Double
        let slope: [Double]
    }

    enum Outcome {
        case minimum(at: [Double], value: Double, steps: Int)
        /// A variable left the limits, beyond which the function is flat.
        case beyondLimit(variable: Int)
        /// No minimum within the steps that are allowed.
        case unsettled
    }

    static let mostSteps = 300
    private static let mostHalvings = 40
    /// A slope below the first is a minimum; below the second it is one when no step leads on.
    private static let (levelSlope, nearlyLevelSlope) = (1e-9, 1e-5)
    /// How far a variable moves in one step at most.
    private static let longestStep = 2.0

    /// The variables stay from `-limit` to `limit`.
    static func run(from start: [Double], limit: Double, of function: ([Double]) -> Point) -> Outcome {
        var (place, point) = (start, function(start))
        var curvature = Curvature(variables: start.count)
        for step in 0..<mostSteps {
            if point.slope.largest < levelSlope { return .minimum(at: place, value: point.value, steps: step) }
            let direction = curvature.direction(downFrom: point.slope, longest: longestStep)
            guard let next = descend(from: place, point, along: direction, function) else {
                guard point.slope.largest < nearlyLevelSlope else {
                    guard curvature.isLearned else { return .unsettled }
                    curvature = Curvature(variables: start.count)
                    continue
                }
                return .minimum(at: place, value: point.value, steps: step)
            }
            if let variable = next.place.firstIndex(where: { abs($0) > limit }) {
                return .beyondLimit(variable: variable)
            }
            curvature.learn(
                move: zip(next.place, place).map { $0 - $1 }, turn: zip(next.point.slope, point.slope).map { $0 - $1 })
            (place, point) = (next.place, next.point)
        }
        return .unsettled
    }

    /// The first of ever shorter steps that lowers the value enough.
    private static func descend(
        from place: [Double], _ point: Point, along direction: [Double], _ function: ([Double]) -> Point
    ) -> (place: [Double], point: Point)? {
        let promise = 1e-4 * direction.times(point.slope)
        var length = 1.0
        for _ in 0..<mostHalvings {
            let next = zip(place, direction).map { $0 + length * $1 }
            let found = function(next)
            if found.value.isFinite, found.value < point.value, found.value <= point.value + length * promise {
                return (next, found)
            }
            length /= 2
        }
        return nil
    }
}

/// What was learned of a function's curvature: the inverse of its second derivatives, about.
private struct Curvature {
    private var inverse: [[Double]]
    private(set) var isLearned = false

    init(variables count: Int) {
        inverse = (0..<count).map { row in (0..<count).map { $0 == row ? 1 : 0 } }
    }

    func direction(downFrom slope: [Double], longest: Double) -> [Double] {
        var direction = inverse.map { -$0.times(slope) }
        if direction.times(slope) >= 0 { direction = slope.map { -$0 } }
        let scale = min(1, longest / max(direction.largest, .leastNormalMagnitude))
        return direction.map { $0 * scale }
    }

    mutating func learn(move: [Double], turn: [Double]) {
        let bend = move.times(turn)
        guard bend > 1e-14 * (move.times(move) * turn.times(turn)).squareRoot() else { return }
        if !isLearned {
            let scale = bend / turn.times(turn)
            for row in inverse.indices { inverse[row][row] = scale }
            isLearned = true
        }
        let turned = inverse.map { $0.times(turn) }
        let factor = (1 + turn.times(turned) / bend) / bend
        for row in inverse.indices {
            for column in inverse.indices {
                inverse[row][column] +=
                    factor * move[row] * move[column]
                    - (turned[row] * move[column] + move[row] * turned[column]) / bend
            }
        }
    }
}

extension [Double] {
    fileprivate func times(_ other: [Double]) -> Double { zip(self, other).reduce(0) { $0 + $1.0 * $1.1 } }

    fileprivate var largest: Double { reduce(0) { Swift.max($0, abs($1)) } }
}

/// Why there is no model, for the people who would see its numbers.
package enum FitFailure: Error, Hashable, Sendable {
    case tooFew(customers: Int, needed: Int)
    /// A parameter grew or shrank without end: the customers do not differ in the way that the model supposes.
    case limit(parameter: String)
    /// A parameter lies where no average exists.
    case noAverage(parameter: String)
    case unsettled

    package var sentence: String {
        switch self {
        case .tooFew(let customers, let needed):
            "\(customers) customers with repeated purchases or contacts are too few to learn from; \(needed) are needed"
        case .limit(let parameter): "the fit is degenerate: \(parameter) runs to its limit"
        case .noAverage(let parameter): "the fit is degenerate: with such a \(parameter) there is no average"
        case .unsettled: "the fit found no best parameters"
        }
    }
}

/// How a model was fitted.
package struct FitReport: Hashable, Sendable {
    package let logLikelihood: Double
    package let steps: Int
    package let customers: Int
    /// Of customers who are alike to the model one was reckoned with.
    package let distinct: Int
}

/// Parameters above zero that are fitted by their logarithms.
enum PositiveParameters {
    /// What lies below the inverse or above this has run away.
    static let limit = 10_000.0

    /// `function` takes the parameters and answers the log-likelihood with its derivatives by the parameters; `weight`
    /// is the number of customers it stands for.
    static func fit(
        _ names: [String], from start: [Double], weight: Int, of function: ([Double]) -> Minimization.Point
    ) throws(FitFailure) -> (parameters: [Double], logLikelihood: Double, steps: Int) {
        let weight = Double(weight)
        let outcome = Minimization.run(from: start.map(\.naturalLogarithm), limit: limit.naturalLogarithm) { place in
            let parameters = place.map(\.exponential)
            let point = function(parameters)
            return Minimization.Point(
                value: -point.value / weight, slope: zip(point.slope, parameters).map { -$0 * $1 / weight })
        }
        switch outcome {
        case .minimum(let place, let value, let steps): return (place.map(\.exponential), -value * weight, steps)
        case .beyondLimit(let variable): throw .limit(parameter: names[variable])
        case .unsettled: throw .unsettled
        }
    }
}
