import Testing

@testable import ProfileCore

@Suite("The numbers of one outlook agree, whatever each of them is told by")
struct OutlookConsistencyTests {
    private static let day = Day.of(2026, 3, 31)
    private static let share = 0.25

    /// Those who have been silent for longest still come back, as they do in shops with a season.
    private static let bands = [
        RecencyBand(days: 30, purchases: 2, chance: 0.75), RecencyBand(days: 400, purchases: 0.5, chance: 0.4),
    ]

    private static let paces: [PurchasePace] = [0, 1, 2, 9].flatMap { repeats in
        [0, 1, 29, 30, 31, 200, 2000].flatMap { age in
            (repeats == 0 ? [0] : [age / 3, age]).map { PurchasePace(repeats: repeats, recency: $0, age: age) }
        }
    }

    /// A part that is told by `basis`.
    private static func part(_ basis: OutlookBasis, _ model: FittedParameters) -> OutlookComparison {
        let actual = [Double](repeating: 1, count: 40)
        let (right, wrong) = (actual, actual.map { _ in 9.0 })
        let rows = OutlookBasis.allCases.filter { $0 != .model }.map {
            OutlookComparison.Row($0, expected: $0 == basis ? right : wrong, actual: actual)
        }
        let accuracy = Accuracy(expected: basis == .model ? right : wrong, actual: actual)
        return OutlookComparison(
            .success((parameters: model, accuracy: accuracy)), baselines: rows, actual: actual, by: [.squaredError])
    }

    private static func fitted(_ names: [String], _ values: [Double]) -> FittedParameters {
        FittedParameters(
            names: names, values: values, report: FitReport(logLikelihood: 0, steps: 1, customers: 40, distinct: 40))
    }

    private static func learned(orders: OutlookBasis, chance: OutlookBasis, spend: OutlookBasis) -> LearnedOutlook {
        // Buyers who leave soon: the model tells few orders of those who have been silent.
        let model = fitted(OrderModel.names, [0.25, 30, 3, 2])
        let none = OutlookComparison(.failure(.unsettled), baselines: [], actual: [], by: [])
        let money = part(spend, fitted(SpendModel.names, [6, 4, 1_500]))
        let evaluation = OutlookEvaluation(
            days: 90, customers: 40, returning: 20, orders: part(orders, model), chance: part(chance, model),
            calibration: [],
            spend: [SpendComparison(currency: .euro, averagePurchase: 2_000, comparison: money)], contacts: none,
            baselines: OutlookBaselines(orders: 0.1, chance: share, contacts: 0, recency: bands))
        return LearnedOutlook(number: 1, profiles: 40, until: day, evaluation: evaluation)
    }

    private static let all = OutlookBasis.allCases

    @Test("Orders are never expected to be fewer than the chance of one", arguments: all, all)
    func orders(_ basis: OutlookBasis, _ other: OutlookBasis) throws {
        let learned = Self.learned(orders: basis, chance: other, spend: .overallMean)
        #expect(learned.evaluation.orders.basis == basis && learned.evaluation.chance.basis == other)
        for pace in Self.paces {
            let (orders, chance) = (learned.orders(pace), learned.chanceOfOrder(pace))
            let (expected, least) = (try #require(orders.value), chance.value ?? 0)
            #expect(expected >= least, "\(pace)")
            // What is raised says by what it is told, and why.
            guard orders.basis != basis else { continue }
            #expect(expected == least && orders.basis == other && orders.reason?.contains(basis.words) == true)
        }
    }

    @Test("Spend is expected of whoever may order", arguments: [OutlookBasis.model, .repeatRate, .overallMean], all)
    func spend(_ basis: OutlookBasis, _ other: OutlookBasis) throws {
        let learned = Self.learned(orders: .repeatRate, chance: other, spend: basis)
        for pace in Self.paces {
            let least = learned.chanceOfOrder(pace).value ?? 0
            let known = RepeatSpend(purchases: pace.repeats, average: pace.repeats > 0 ? 700 : 0)
            let spend = try #require(learned.spend(pace, known, in: .euro).value)
            let worth =
                switch basis {
                case .model: SpendModel(p: 6, q: 4, v: 1_500).average(known)
                case .repeatRate: pace.repeats > 0 ? 700.0 : 2_000
                case .recency, .overallMean: 2_000.0
                }
            #expect(spend >= least * worth * 0.999_999, "\(pace)")
        }
    }

    @Test("What is consistent by itself is told as it was judged")
    func untouched() {
        let learned = Self.learned(orders: .recency, chance: .recency, spend: .overallMean)
        for (age, band) in [(30, Self.bands[0]), (90, Self.bands[1])] {
            let orders = learned.orders(PurchasePace(repeats: 0, recency: 0, age: age))
            #expect(orders.value == band.purchases && orders.basis == .recency)
        }
        let model = Self.learned(orders: .model, chance: .model, spend: .model)
        for pace in Self.paces { #expect(model.orders(pace).basis == .model && model.orders(pace).reason == nil) }
    }

    @Test("A few days are no rate: no more is expected of a newcomer than came so far")
    func newcomers() throws {
        let learned = Self.learned(orders: .repeatRate, chance: .overallMean, spend: .repeatRate)
        #expect(learned.orders(PurchasePace(repeats: 1, recency: 2, age: 9)).value == 1)
        #expect(learned.orders(PurchasePace(repeats: 4, recency: 20, age: 180)).value == 2)
        for (repeats, age) in (0...9).flatMap({ repeats in (0...90).map { (repeats, $0) } }) {
            let pace = PurchasePace(repeats: repeats, recency: min(repeats, age), age: age)
            let most = max(Double(repeats), Self.share)
            #expect(try #require(learned.orders(pace).value) <= most, "\(pace)")
            let known = RepeatSpend(purchases: repeats, average: repeats > 0 ? 700 : 0)
            let worth = repeats > 0 ? 700.0 : 2_000
            #expect(try #require(learned.spend(pace, known, in: .euro).value) <= most * worth, "\(pace)")
        }
        for days in 0...30 { #expect(ContactPace(contacts: 2, days: days).ownRate(days: 30) <= 2) }
        #expect(ContactPace(contacts: 3, days: 90).ownRate(days: 30) == 1)
    }
}
