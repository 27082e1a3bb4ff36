/// What models learn from: for each person as many numbers, in one array.
package struct InputTable: Sendable {
    package let width: Int
    package private(set) var values: [Double] = []
    package private(set) var count = 0

    package init(width: Int) {
        self.width = width
    }

    /// What is no number counts as 0; what is missing too, and what is too much is passed over.
    package mutating func add(_ inputs: some Sequence<Double>) {
        let row = inputs.prefix(width).map { $0.isFinite ? $0 : 0 }
        values += row + Array(repeating: 0, count: width - row.count)
        count += 1
    }

    subscript(row: Int) -> ArraySlice<Double> { values[row * width..<(row + 1) * width] }
}

/// Why no model can be fitted.
package enum LogisticFailure: Error, Hashable, Sendable {
    case tooFew(with: Int, without: Int)
    case unsettled
}

/// The chance that something happens, by numbers that are known before: logistic regression.
package struct LogisticModel: Hashable, Sendable {
    /// Ten outcomes of either kind for each of ten inputs (Peduzzi and others 1996).
    package static let fewestOutcomes = 100
    private static let mostSteps = 50

    package let intercept: Double
    package let weights: [Double]

    package init(intercept: Double, weights: [Double]) {
        self.intercept = intercept
        self.weights = weights
    }

    package func chance(_ inputs: some Sequence<Double>) -> Double {
        Self.chance(zip(weights, inputs).reduce(intercept) { $0 + $1.0 * $1.1 })
    }

    fileprivate static func chance(_ odds: Double) -> Double { 1 / (1 + (-odds).exponential) }

    /// The likeliest model of some rows, with a ridge that draws weights of standardised inputs towards 0 as one
    /// observation would: so that an input which tells outcomes apart without exception has a weight too. Found by
    /// Newton's method (iteratively reweighted least squares) with halved steps.
    package static func fit(
        _ table: InputTable, _ outcomes: [Bool], rows: [Int]
    ) throws(LogisticFailure) -> LogisticModel {
        let with = rows.count { outcomes[$0] }
        guard with >= fewestOutcomes, rows.count - with >= fewestOutcomes else {
            throw .tooFew(with: with, without: rows.count - with)
        }
        let scale = InputScale(table, rows: rows)
        var fit = NewtonFit(scale.standardised(table, rows: rows), rows.map { outcomes[$0] ? 1 : 0 })
        for _ in 0..<mostSteps {
            guard let isSettled = fit.step() else { throw .unsettled }
            if isSettled { return scale.model(fit.place) }
        }
        throw .unsettled
    }
}

/// Means and spreads of inputs. One that is always the same tells nothing and gets no weight.
private struct InputScale {
    private let means: [Double]
    private let spreads: [Double]

    init(_ table: InputTable, rows: [Int]) {
        var (sums, squares) = (Array(repeating: 0.0, count: table.width), Array(repeating: 0.0, count: table.width))
        let size = Double(max(1, rows.count))
        for row in rows {
            for (place, value) in table[row].enumerated() { sums[place] += value }
        }
        let means = sums.map { $0 / size }
        for row in rows {
            for (place, value) in table[row].enumerated() {
                squares[place] += (value - means[place]) * (value - means[place])
            }
        }
        self.means = means
        spreads = zip(squares, means).map { square, mean in
            let spread = (square / size).squareRoot()
            return spread.isFinite && spread > 1e-9 * max(1, abs(mean)) ? spread : 0
        }
    }

    func standardised(_ table: InputTable, rows: [Int]) -> [[Double]] {
        rows.map { row in
            [1] + zip(table[row], zip(means, spreads)).map { $1.1 > 0 ? ($0 - $1.0) / $1.1 : 0 }
        }
    }

    func model(_ place: [Double]) -> LogisticModel {
        let weights = zip(place.dropFirst(), spreads).map { $1 > 0 ? $0 / $1 : 0 }
        let shift = zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }
        return LogisticModel(intercept: place[0] - shift, weights: weights)
    }
}

/// Newton's method on the likelihood of outcomes.
private struct NewtonFit {
    private static let settled = 1e-8
    private static let mostHalvings = 30
    private static let ridge = 1.0

    private(set) var place: [Double]
    private let inputs: [[Double]]
    private let outcomes: [Double]
    private var value: Double

    init(_ inputs: [[Double]], _ outcomes: [Double]) {
        self.inputs = inputs
        self.outcomes = outcomes
        place = Array(repeating: 0, count: inputs.first?.count ?? 1)
        value = -Double.infinity
        value = likelihood(place)
    }

    /// Whether the fit has converged; nil when the equations have no solution.
    mutating func step() -> Bool? {
        let (slope, bend) = derivatives()
        guard let move = Cholesky.solve(bend, slope), move.allSatisfy(\.isFinite) else { return nil }
        if move.allSatisfy({ abs($0) < Self.settled }) { return true }
        var length = 1.0
        for _ in 0..<Self.mostHalvings {
            let next = zip(place, move).map { $0 + length * $1 }
            let reached = likelihood(next)
            if reached >= value {
                let isLevel = reached - value <= 1e-12 * abs(value)
                (place, value) = (next, reached)
                return isLevel
            }
            length /= 2
        }
        return true
    }

    private func likelihood(_ place: [Double]) -> Double {
        var sum = 0.0
        for (row, outcome) in zip(inputs, outcomes) {
            let odds = zip(place, row).reduce(0) { $0 + $1.0 * $1.1 }
            sum += outcome * odds - Self.softplus(odds)
        }
        return sum - Self.ridge / 2 * place.dropFirst().reduce(0) { $0 + $1 * $1 }
    }

    /// The logarithm of 1 + e^odds.
    private static func softplus(_ odds: Double) -> Double {
        max(0, odds) + (1 + (-abs(odds)).exponential).naturalLogarithm
    }

    private func derivatives() -> (slope: [Double], bend: [[Double]]) {
        let width = place.count
        var slope = place.enumerated().map { $0 == 0 ? 0 : -Self.ridge * $1 }
        var bend = (0..<width).map { line in (0..<width).map { $0 == line && line > 0 ? Self.ridge : 0 } }
        for (row, outcome) in zip(inputs, outcomes) {
            let chance = LogisticModel.chance(zip(place, row).reduce(0) { $0 + $1.0 * $1.1 })
            let weight = chance * (1 - chance)
            for line in 0..<width {
                slope[line] += (outcome - chance) * row[line]
                let part = weight * row[line]
                for column in 0...line { bend[line][column] += part * row[column] }
            }
        }
        return (slope, bend)
    }
}

/// Solves linear equations whose matrix is symmetric and positive definite.
enum Cholesky {
    /// Only the lower half of `matrix` is read; nil when it is not positive definite.
    static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
        let size = right.count
        var lower = matrix
        for column in 0..<size {
            for row in column..<size {
                let known = (0..<column).reduce(0) { $0 + lower[row][$1] * lower[column][$1] }
                let rest = lower[row][column] - known
                if row == column {
                    guard rest > 0, rest.isFinite else { return nil }
                    lower[row][column] = rest.squareRoot()
                } else {
                    lower[row][column] = rest / lower[column][column]
                }
            }
        }
        var solution = right
        for row in 0..<size {
            let known = (0..<row).reduce(0) { $0 + lower[row][$1] * solution[$1] }
            solution[row] = (solution[row] - known) / lower[row][row]
        }
        for row in (0..<size).reversed() {
            let known = (row + 1..<size).reduce(0) { $0 + lower[$1][row] * solution[$1] }
            solution[row] = (solution[row] - known) / lower[row][row]
        }
        return solution
    }
}
