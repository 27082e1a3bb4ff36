/// The source of an estimated gain.
package enum UpliftBasis: String, CaseIterable, Sendable {
    case rule
    /// Two models: of those who were treated, and of those who were not.
    case model

    package var words: String {
        switch self {
        case .rule: "the rule"
        case .model: "two logistic regressions"
        }
    }
}

/// The chance of an outcome with and without treatment.
package struct UpliftModel: Hashable, Sendable {
    package let with: LogisticModel
    package let without: LogisticModel

    package init(with: LogisticModel, without: LogisticModel) {
        (self.with, self.without) = (with, without)
    }

    package func uplift(_ inputs: some Sequence<Double>) -> Double { with.chance(inputs) - without.chance(inputs) }

    package func uplift(_ features: VisitFeatures) -> Double { uplift(features.inputs) }

    /// - Throws: when one of the arms is too small to learn from.
    package static func fit(_ cases: UpliftCases, rows: [Int]) throws(LogisticFailure) -> UpliftModel {
        func arm(_ isTreated: Bool) throws(LogisticFailure) -> LogisticModel {
            try LogisticModel.fit(
                cases.inputs, cases.outcomes, rows: rows.filter { cases.treated[$0] == isTreated })
        }
        return UpliftModel(with: try arm(true), without: try arm(false))
    }
}

/// Treated and untreated people with their outcomes.
package struct UpliftCases: Sendable {
    package private(set) var inputs: InputTable
    package private(set) var treated: [Bool] = []
    package private(set) var outcomes: [Bool] = []
    /// The rule's score of each person; a higher score means a greater gain.
    package private(set) var rule: [Double] = []

    package init(width: Int) {
        inputs = InputTable(width: width)
    }

    package mutating func add(_ inputs: some Sequence<Double>, isTreated: Bool, outcome: Bool, rule: Double) {
        self.inputs.add(inputs)
        treated.append(isTreated)
        outcomes.append(outcome)
        self.rule.append(rule.isFinite ? rule : 0)
    }

    package var count: Int { treated.count }

    func curve(_ rows: [Int], _ score: (Int) -> Double) -> QiniCurve? {
        QiniCurve(scores: rows.map(score), treated: rows.map { treated[$0] }, outcomes: rows.map { outcomes[$0] })
    }
}

/// Two models beside the rule, judged by people whom the models did not see.
package struct UpliftEvaluation: Hashable, Sendable {
    /// The areas under Qini curves of the parts that judge.
    package struct Row: Hashable, Sendable {
        package let basis: UpliftBasis
        /// Their mean.
        package let area: Double
        package let standardError: Double
        package let areaPerTreated: Double

        init(_ basis: UpliftBasis, _ curves: [QiniCurve]) {
            var (areas, treated) = (SpreadSample(), SpreadSample())
            for curve in curves {
                areas.add(curve.area)
                treated.add(curve.areaPerTreated)
            }
            self.init(
                basis: basis, area: areas.mean, standardError: areas.standardError, areaPerTreated: treated.mean)
        }

        init(basis: UpliftBasis, area: Double, standardError: Double, areaPerTreated: Double) {
            self.basis = basis
            self.area = area
            self.standardError = standardError
            self.areaPerTreated = areaPerTreated
        }
    }

    package static let standardSplits = 10

    package let people: Int
    package let splits: Int
    /// The models first, where there are some, then the rule; none when nobody could judge.
    package let rows: [Row]
    package let served: UpliftBasis
    /// Why these are served, in words.
    package let reason: String
    /// Of everybody, each by the served score of what was not learned from them; nil with one arm only.
    package let curve: QiniCurve?

    init(people: Int, splits: Int, rows: [Row], served: UpliftBasis, reason: String, curve: QiniCurve?) {
        self.people = people
        self.splits = splits
        self.rows = rows
        self.served = served
        self.reason = reason
        self.curve = curve
    }

    /// Each part of the people, drawn by their place, is judged by models of all others.
    package init(_ cases: UpliftCases, splits: Int = standardSplits) {
        let judged = JudgedSplits(cases, Self.parts(of: cases.count, splits))
        let rule = judged.rules.isEmpty ? [] : [Row(.rule, judged.rules)]
        let everybody = Array(0..<cases.count)
        guard judged.failure == nil, !judged.models.isEmpty else {
            let failure = judged.failure ?? .tooFew(with: 0, without: 0)
            self.init(
                people: cases.count, splits: splits, rows: rule, served: .rule,
                reason: Self.sentence(failure), curve: cases.curve(everybody) { cases.rule[$0] })
            return
        }
        let objection = Self.objection(to: judged.models, judged.rules)
        self.init(
            people: cases.count, splits: splits, rows: [Row(.model, judged.models)] + rule,
            served: objection == nil ? .model : .rule,
            reason: objection ?? "the models' area is greater than the rule's by more than chance explains",
            curve: cases.curve(everybody) { objection == nil ? judged.scores[$0] : cases.rule[$0] })
    }

    private static func parts(of count: Int, _ splits: Int) -> [[Int]] {
        var parts = Array(repeating: [Int](), count: max(1, splits))
        for place in 0..<count { parts[Int(Lot(UInt64(place)).bits % UInt64(parts.count))].append(place) }
        return parts
    }

    /// A model has to win by more than twice the standard error of the differences, or a simple rule serves as well.
    private static func objection(to models: [QiniCurve], _ rules: [QiniCurve]) -> String? {
        var differences = SpreadSample()
        for (model, rule) in zip(models, rules) { differences.add(model.area - rule.area) }
        let mean = models.reduce(0) { $0 + $1.area } / Double(models.count)
        if mean <= 0 { return "the models tell no more than chance" }
        guard differences.mean > 2 * differences.standardError else {
            return "the rule does as well, within twice the standard error of the difference"
        }
        return nil
    }

    private static func sentence(_ failure: LogisticFailure) -> String {
        switch failure {
        case .tooFew(let with, let without):
            "an arm had \(Wording.count(with, "person", "people")) with the outcome and \(without) without it "
                + "to learn from; "
                + "\(LogisticModel.fewestOutcomes) of each are needed in both arms"
        case .unsettled: "the fit found no best parameters"
        }
    }
}

/// The curves of the parts that judge, by the rule and by models of all others.
private struct JudgedSplits {
    private(set) var rules: [QiniCurve] = []
    private(set) var models: [QiniCurve] = []
    /// The score of each person by models of all others.
    private(set) var scores: [Double]
    private(set) var failure: LogisticFailure?

    init(_ cases: UpliftCases, _ parts: [[Int]]) {
        scores = Array(repeating: 0, count: cases.count)
        for part in parts {
            guard let rule = cases.curve(part, { cases.rule[$0] }) else { continue }
            rules.append(rule)
            guard failure == nil else { continue }
            do throws(LogisticFailure) {
                let model = try UpliftModel.fit(cases, rows: Self.others(part, of: cases.count))
                for row in part { scores[row] = model.uplift(cases.inputs[row]) }
                if let curve = cases.curve(part, { scores[$0] }) { models.append(curve) }
            } catch {
                failure = error
            }
        }
    }

    private static func others(_ part: [Int], of count: Int) -> [Int] {
        let judging = Set(part)
        return (0..<count).filter { !judging.contains($0) }
    }
}

extension SpreadSample {
    /// Of the mean.
    var standardError: Double { count > 0 ? (variance / Double(count)).squareRoot() : 0 }
}
