/// Finds the least value of a smooth function of a few variables: the method of Broyden, Fletcher, Goldfarb and Shanno
/// with halved steps (Nocedal and Wright 2006, algorithm 6.1 with 3.1), in a bounded number of steps.
enum Minimization {
    struct Point {
        let value: Double
        let slope: [Double]
    }

    struct Minimum {
        let place: [Double]
        let value: Double
        let steps: Int
    }

    enum Failure: Error {
        /// A variable left the limits, beyond which the function is flat.
        case beyondLimit(variable: Int)
        /// No minimum within the steps that are allowed.
        case unsettled
    }

    private static let mostSteps = 300
    private static let mostHalvings = 40
    /// A slope below `levelSlope` is a minimum. Below `nearlyLevelSlope` it is one if no step lowers the value.
    private static let (levelSlope, nearlyLevelSlope) = (1e-9, 1e-5)
    /// How far a variable moves in one step at most.
    private static let longestStep = 2.0

    /// The variables stay from `-limit` to `limit`.
    static func run(
        from start: [Double], limit: Double, of function: ([Double]) -> Point
    ) throws(Failure) -> Minimum {
        var (place, point) = (start, function(start))
        var curvature = Curvature(variables: start.count)
        for step in 0..<mostSteps {
            let minimum = Minimum(place: place, value: point.value, steps: step)
            if point.slope.largest < levelSlope { return minimum }
            let direction = curvature.direction(downFrom: point.slope, longest: longestStep)
            if let next = descend(from: place, point, along: direction, function) {
                if let variable = next.place.firstIndex(where: { abs($0) > limit }) {
                    throw .beyondLimit(variable: variable)
                }
                curvature.learn(move: next.place.less(place), turn: next.point.slope.less(point.slope))
                (place, point) = next
            } else if point.slope.largest < nearlyLevelSlope {
                return minimum
            } else if curvature.isLearned {
                curvature = Curvature(variables: start.count)
            } else {
                throw .unsettled
            }
        }
        throw .unsettled
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

/// An estimate of the inverse Hessian, improved by each step.
private struct Curvature {
    private var inverse: [[Double]]
    private(set) var isLearned = false

    init(variables count: Int) {
        inverse = (0..<count).map { row in (0..<count).map { $0 == row ? 1 : 0 } }
    }

    func direction(downFrom slope: [Double], longest: Double) -> [Double] {
        let direction = inverse.map { -$0.times(slope) }
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

    fileprivate func less(_ other: [Double]) -> [Double] { zip(self, other).map { $0 - $1 } }

    fileprivate var largest: Double { reduce(0) { Swift.max($0, abs($1)) } }
}
