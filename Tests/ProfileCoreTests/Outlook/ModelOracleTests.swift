import Testing

@testable import ProfileCore

/// The numbers were reckoned by independent programs: mpmath 1.3 with 60 digits for functions and expectations, scipy
/// 1.17 and lifetimes 0.11.3 for fits and accuracies.
@Suite("Models of the outlook agree with independent programs")
struct ModelOracleTests {
    @Test(
        "Logarithm of gamma, and its derivative (mpmath)",
        arguments: [
            (0.01, 4.599479878042022, -100.5608854578687), (0.5, 0.5723649429247001, -1.963510026021423),
            (1, 0, -0.5772156649015329), (2, 0, 0.4227843350984671), (3.7, 1.428072326665388, 1.167153539361511),
            (9.99, 12.77931521435019, 2.250700372831201), (42, 114.0342117814617, 3.725717617937282),
            (12345.6, 103959.1850661685, 9.421014502465397),
        ])
    func gamma(value: Double, logarithm: Double, derivative: Double) {
        #expect(abs(value.logGamma - logarithm) <= 1e-13 * max(1, abs(logarithm)))
        #expect(abs(value.digamma - derivative) <= 1e-13 * max(1, abs(derivative)))
    }

    struct Expected: Sendable {
        let model: OrderModel
        let pace: PurchasePace
        let days: Int
        let purchases: Double
        let chance: Double

        init(
            _ r: Double, _ alpha: Double, _ a: Double, _ b: Double, _ x: Int, _ recency: Int, _ age: Int, _ days: Int,
            _ purchases: Double, _ chance: Double
        ) {
            model = OrderModel(r: r, alpha: alpha, a: a, b: b)
            pace = PurchasePace(repeats: x, recency: recency, age: age)
            (self.days, self.purchases, self.chance) = (days, purchases, chance)
        }
    }

    /// Equation 10 of Fader, Hardie and Lee (2005) with the hypergeometric function itself (mpmath).
    @Test(
        "Expected purchases and the chance of one",
        arguments: [
            Expected(0.2426, 4.4136, 0.7929, 2.4259, 0, 0, 272, 273, 0.194798364155, 0.144338067758),
            Expected(0.2426, 4.4136, 0.7929, 2.4259, 2, 213, 272, 273, 1.22601027894, 0.554632290549),
            Expected(0.2426, 4.4136, 0.7929, 2.4259, 7, 250, 260, 90, 1.82633505686, 0.765276713538),
            Expected(0.2426, 4.4136, 0.7929, 2.4259, 26, 188, 272, 273, 0.124963909021, 0.0068278939739),
            Expected(0.5, 2, 0.02, 5, 4, 100, 200, 90, 1.81103550614, 0.761577336601),
            Expected(0.5, 2, 0.3, 0.2, 0, 0, 30, 90, 0.621300555236, 0.426974512822),
            Expected(20, 20, 1.0001, 3, 30, 300, 310, 365, 24.1767205579, 0.912295689933),
            Expected(0.8, 0.5, 40, 60, 3, 20, 400, 90, 2.19596446345e-5, 1.68382515903e-5),
            Expected(1, 10, 0.5, 8, 900, 1490, 1500, 90, 43.3689846467, 0.851457888201),
            Expected(0.1, 0.05, 0.7, 2, 0, 0, 0, 3650, 15.5661805457, 0.603563755159),
        ])
    func expectation(expected: Expected) {
        var expectation = OrderExpectation(expected.model, days: expected.days)
        #expect(abs(expectation.purchases(expected.pace) / expected.purchases - 1) < 1e-6)
        #expect(abs(expected.model.chance(expected.pace, days: expected.days) / expected.chance - 1) < 1e-9)
    }

    @Test("The fit of BG/NBD (lifetimes, scipy)")
    func orders() throws {
        let shapes = [
            (0, 0, 280, 420), (0, 0, 180, 260), (1, 40, 280, 60), (1, 150, 190, 45), (2, 120, 260, 40),
            (2, 30, 270, 22), (3, 200, 280, 25), (4, 150, 200, 18), (5, 240, 270, 12), (8, 60, 250, 6),
            (9, 255, 280, 7), (15, 230, 240, 4), (24, 120, 280, 1),
        ]
        let paces = shapes.flatMap { repeats, recency, age, count in
            Array(repeating: PurchasePace(repeats: repeats, recency: recency, age: age), count: count)
        }
        let (model, report) = try OrderModel.fit(paces)
        #expect(abs(model.r - 0.13353848) < 1e-6)
        #expect(abs(model.alpha - 3.86972927) < 1e-4)
        #expect(abs(model.a - 1.13779918) < 1e-4)
        #expect(abs(model.b - 3.64405308) < 1e-4)
        #expect(abs(report.logLikelihood + 2596.11987296) < 1e-6)
        #expect(report.customers == 920 && report.distinct == 13)
    }

    @Test("The fit of Gamma-Gamma (scipy)")
    func spend() throws {
        let spends = (0..<150).map { number in
            RepeatSpend(purchases: 1 + number % 5, average: Double(1500 + number * 7919 % 101 * 37 + number % 7 * 400))
        }
        let (model, report) = try SpendModel.fit(spends)
        #expect(abs(model.p / 6.935038609 - 1) < 1e-4)
        #expect(abs(model.q / 21.66043842 - 1) < 1e-4)
        #expect(abs(model.v / 13546.481412 - 1) < 1e-4)
        #expect(abs(report.logLikelihood + 1301.18155510) < 1e-5)
        #expect(abs(model.average(RepeatSpend(purchases: 3, average: 4200)) / 4372.951511 - 1) < 1e-5)
        #expect(abs(model.average(RepeatSpend(purchases: 0, average: 0)) / 4547.114137 - 1) < 1e-5)
    }

    @Test("The fit of Gamma-Poisson (scipy)")
    func contacts() throws {
        let shapes = [
            (0, 365, 300), (0, 100, 200), (1, 365, 80), (1, 200, 50), (2, 365, 40), (3, 90, 12), (5, 365, 14),
            (9, 300, 5), (20, 365, 3),
        ]
        let paces = shapes.flatMap { contacts, days, count in
            Array(repeating: ContactPace(contacts: contacts, days: days), count: count)
        }
        let (model, report) = try ContactModel.fit(paces)
        #expect(abs(model.r - 0.337080878) < 1e-6)
        #expect(abs(model.alpha - 21.46517259) < 1e-4)
        #expect(abs(report.logLikelihood + 687.39283557) < 1e-6)
        #expect(abs(model.contacts(ContactPace(contacts: 2, days: 365), days: 30) - 0.136072939) < 1e-6)
    }

    @Test("Accuracy (numpy, scikit-learn)")
    func accuracy() throws {
        let accuracy = Accuracy(expected: [0.1, 0.4, 0.4, 2, 3.5, 0.9, 0.4, 0], actual: [0, 1, 0, 3, 2, 0, 0, 0])
        #expect(abs(try #require(accuracy.correlation) - 0.7769370605792086) < 1e-12)
        #expect(abs(accuracy.meanError - 0.6125) < 1e-12)
        #expect(abs(accuracy.squaredError - 0.59375) < 1e-12)
        #expect(abs(try #require(accuracy.activityAUC) - 0.8666666666666666) < 1e-12)
    }

    @Test("AUC is the share of pairs that are in order, of equal ones half", arguments: 0..<20)
    func pairs(seed: Int) {
        var numbers = SplitMix64(seed: UInt64(seed))
        let scores = (0..<40).map { _ in Double(Int.random(in: 0..<8, using: &numbers)) }
        let actual = (0..<40).map { _ in Double(Int.random(in: 0..<3, using: &numbers)) }
        var (ordered, all) = (0.0, 0.0)
        for active in scores.indices where actual[active] > 0 {
            for resting in scores.indices where actual[resting] == 0 {
                all += 1
                ordered += scores[active] > scores[resting] ? 1 : scores[active] == scores[resting] ? 0.5 : 0
            }
        }
        let auc = Accuracy(expected: scores, actual: actual).activityAUC
        #expect(abs((auc ?? -1) - ordered / all) < 1e-12)
    }
}
