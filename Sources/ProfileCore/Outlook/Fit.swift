/// Why a model could not be fitted; `sentence` says it to users.
package enum FitFailure: Error {
    case tooFew(customers: Int, needed: Int)
    /// A parameter grew or shrank without end: the customers do not differ in the way that the model supposes.
    case limit(parameter: String)
    /// The amounts differ so widely that no average exists.
    case noAverage
    /// Spend is expected purchases times their value.
    case noOrders
    case unsettled

    package var sentence: String {
        switch self {
        case .tooFew(let customers, let needed):
            "\(Wording.count(customers, "customer")) with repeated purchases or contacts: too few to learn from, "
                + "\(needed) are needed"
        case .limit(let parameter): "the fit is degenerate: \(parameter) runs to its limit"
        case .noAverage: "the fit is degenerate: amounts differ so widely that there is no average"
        case .noOrders: "there is no model of orders to multiply with"
        case .unsettled: "the fit found no best parameters"
        }
    }
}

/// How a model was fitted.
package struct FitReport: Sendable {
    package let logLikelihood: Double
    package let steps: Int
    package let customers: Int
    /// The number of different customers; equal ones are computed once.
    package let distinct: Int
}

/// Parameters above zero that are fitted by their logarithms.
enum PositiveParameters {
    static let fewestCustomers = 100
    /// A parameter outside `1/limit...limit` has diverged.
    static let limit = 10_000.0

    /// - Throws: when a model cannot be learned from so few.
    static func check(enough customers: Int) throws(FitFailure) {
        guard customers >= fewestCustomers else { throw .tooFew(customers: customers, needed: fewestCustomers) }
    }

    /// `function` returns the log-likelihood of all `customers` and its derivatives.
    static func fit(
        _ names: [String], from start: [Double], customers: Int, distinct: Int,
        of function: ([Double]) -> Minimization.Point
    ) throws(FitFailure) -> (parameters: [Double], report: FitReport) {
        let weight = Double(customers)
        do throws(Minimization.Failure) {
            let minimum = try Minimization.run(
                from: start.map(\.naturalLogarithm), limit: limit.naturalLogarithm
            ) { place in
                let parameters = place.map(\.exponential)
                let point = function(parameters)
                return Minimization.Point(
                    value: -point.value / weight, slope: zip(point.slope, parameters).map { -$0 * $1 / weight })
            }
            let report = FitReport(
                logLikelihood: -minimum.value * weight, steps: minimum.steps, customers: customers, distinct: distinct)
            return (minimum.place.map(\.exponential), report)
        } catch {
            switch error {
            case .beyondLimit(let variable): throw .limit(parameter: names[variable])
            case .unsettled: throw .unsettled
            }
        }
    }
}
