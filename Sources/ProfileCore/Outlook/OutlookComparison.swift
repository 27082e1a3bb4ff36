/// Where a number may come from.
package enum OutlookBasis: String, CaseIterable, Sendable {
    case model
    /// The customer's own rate so far goes on.
    case repeatRate = "repeat_rate"
    /// What became of others who bought last about as long ago.
    case recency
    /// Every customer gets the mean of all.
    case overallMean = "overall_mean"

    package var words: String {
        switch self {
        case .model: "the model"
        case .repeatRate: "the repeat rate"
        case .recency: "recency"
        case .overallMean: "the overall mean"
        }
    }
}

/// A fitted model as a list of named numbers.
package struct FittedParameters: Sendable {
    package let names: [String]
    package let values: [Double]
    package let report: FitReport
}

extension FittedParameters {
    init(_ fit: (model: OrderModel, report: FitReport)) {
        let model = fit.model
        self.init(names: OrderModel.names, values: [model.r, model.alpha, model.a, model.b], report: fit.report)
    }

    init(_ fit: (model: SpendModel, report: FitReport)) {
        self.init(names: SpendModel.names, values: [fit.model.p, fit.model.q, fit.model.v], report: fit.report)
    }

    init(_ fit: (model: ContactModel, report: FitReport)) {
        self.init(names: ContactModel.names, values: [fit.model.r, fit.model.alpha], report: fit.report)
    }
}

/// A model beside its baselines, all judged by what came, and which of them is served.
package struct OutlookComparison: Sendable {
    package struct Row: Sendable {
        package let basis: OutlookBasis
        package let accuracy: Accuracy
    }

    /// A measure by which a model is compared with a baseline.
    enum Measure: String {
        case meanError = "mean error"
        case squaredError = "squared error"
        case correlation
        case activityAUC = "AUC of activity"

        /// Whether the model beats the baseline. A missing figure loses.
        func prefers(_ model: Accuracy, to baseline: Accuracy) -> Bool {
            switch self {
            case .meanError: model.meanError < baseline.meanError
            case .squaredError: model.squaredError < baseline.squaredError
            case .correlation: Self.exceeds(model.correlation, baseline.correlation)
            case .activityAUC: Self.exceeds(model.activityAUC, baseline.activityAUC)
            }
        }

        func figure(_ accuracy: Accuracy) -> Double? {
            switch self {
            case .meanError: accuracy.meanError
            case .squaredError: accuracy.squaredError
            case .correlation: accuracy.correlation
            case .activityAUC: accuracy.activityAUC
            }
        }

        private static func exceeds(_ one: Double?, _ other: Double?) -> Bool {
            guard let one else { return false }
            return other.map { one > $0 } ?? true
        }
    }

    /// With fewer active customers chance decides which looks better.
    private static let fewestActive = 30

    /// How many customers it is judged by.
    package let customers: Int
    package let fitted: FittedParameters?
    /// The model first, where there is one, then its baselines.
    package let rows: [Row]
    /// What is served; nil when there is nothing to judge by.
    package let basis: OutlookBasis?
    /// Why that is not the model, in words.
    package let reason: String?

    /// `actual` is what each customer did in the days that judge.
    init(
        _ fit: Result<(parameters: FittedParameters, accuracy: Accuracy), FitFailure>, baselines: [Row],
        actual: [Double], by measures: [Measure]
    ) {
        customers = actual.count
        let active = actual.count { $0 > 0 }
        let best = active > 0 ? baselines.min { $0.accuracy.squaredError < $1.accuracy.squaredError }?.basis : nil
        switch fit {
        case .failure(let failure):
            (fitted, rows, basis, reason) = (nil, baselines, best, failure.sentence)
        case .success(let model):
            fitted = model.parameters
            rows = [Row(basis: .model, accuracy: model.accuracy)] + baselines
            reason = Self.objection(to: model.accuracy, baselines, active, measures)
            basis = reason == nil ? .model : best
        }
    }

    private static func objection(
        to model: Accuracy, _ baselines: [Row], _ active: Int, _ measures: [Measure]
    ) -> String? {
        guard active >= fewestActive else {
            let customers = Wording.count(active, "customer")
            return "\(customers) active in the time to judge by: too few, \(fewestActive) are needed"
        }
        for measure in measures {
            for row in baselines where !measure.prefers(model, to: row.accuracy) {
                let figures = [row.accuracy, model].map { measure.figure($0).map(thousandths) ?? "none" }
                return "\(row.basis.words) does as well by \(measure.rawValue): \(figures[0]) against \(figures[1])"
            }
        }
        return nil
    }

    private static func thousandths(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
        let units = Int((abs(value) * 1000).rounded())
        let digits = String(units % 1000)
        let sign = value < 0 ? "-" : ""
        return sign + "\(units / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }
}

extension OutlookComparison.Row {
    init(_ basis: OutlookBasis, expected: [Double], ranking: [Double]? = nil, actual: [Double]) {
        self.init(basis: basis, accuracy: Accuracy(expected: expected, ranking: ranking, actual: actual))
    }
}
