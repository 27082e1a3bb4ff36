import Glibc
import Testing

@testable import ProfileCore

@Suite("Models of chances, and whom a treatment helps")
struct UpliftModelTests {
    /// People of whom a chance in the hundreds depends on two inputs, and the treatment helps where the second is 1.
    private static func people(_ count: Int, seed: UInt64, uplift: Double) -> UpliftCases {
        var numbers = SplitMix64(seed: seed)
        var cases = UpliftCases(width: 3)
        for _ in 0..<count {
            let (age, kind) = (Double.random(in: 0...10, using: &numbers), Bool.random(using: &numbers))
            let isTreated = Bool.random(using: &numbers)
            let chance = 0.05 + age / 50 + (isTreated && kind ? uplift : 0)
            let outcome = Double.random(in: 0..<1, using: &numbers) < chance
            cases.add([age, kind ? 1 : 0, 7], isTreated: isTreated, outcome: outcome, rule: 0)
        }
        return cases
    }

    /// Climbs the same likelihood in small steps, one input after the other: slow, and nothing like Newton's method.
    private static func climbed(_ cases: UpliftCases, _ rows: [Int], ridge: Double) -> (Double, [Double]) {
        let width = cases.inputs.width
        let columns = (0..<width).map { column in rows.map { cases.inputs.values[$0 * width + column] } }
        let means = columns.map { $0.reduce(0, +) / Double(rows.count) }
        let spreads = zip(columns, means).map { column, mean in
            sqrt(column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows.count))
        }
        var place = [Double](repeating: 0, count: width + 1)
        for _ in 0..<2_000 {
            var slope = place.enumerated().map { $0.offset == 0 ? 0 : -ridge * $0.element }
            for (number, row) in rows.enumerated() {
                let inputs = (0..<width).map { spreads[$0] > 0 ? (columns[$0][number] - means[$0]) / spreads[$0] : 0 }
                let odds = place[0] + zip(place.dropFirst(), inputs).reduce(0) { $0 + $1.0 * $1.1 }
                let rest = (cases.outcomes[row] ? 1 : 0) - 1 / (1 + exp(-odds))
                slope[0] += rest
                for input in 0..<width { slope[input + 1] += rest * inputs[input] }
            }
            for index in place.indices { place[index] += slope[index] * 4 / Double(rows.count) }
        }
        let weights = (0..<width).map { spreads[$0] > 0 ? place[$0 + 1] / spreads[$0] : 0 }
        return (place[0] - zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }, weights)
    }

    @Test("A fit is the one that slow climbing comes to, and an input that never changes has no weight")
    func likeliest() throws {
        let cases = Self.people(600, seed: 3, uplift: 0.3)
        let rows = Array(0..<600)
        let fit = try LogisticModel.fit(cases.inputs, cases.outcomes, rows: rows)
        let (intercept, weights) = Self.climbed(cases, rows, ridge: 1)
        #expect(abs(fit.intercept - intercept) < 1e-6)
        for (one, other) in zip(fit.weights, weights) { #expect(abs(one - other) < 1e-6) }
        #expect(fit.weights[2] == 0 && fit.weights[0] > 0)
    }

    @Test("An input that tells outcomes apart without exception gets a weight, and no fit runs away")
    func separated() throws {
        var table = InputTable(width: 2)
        for number in 0..<400 { table.add([number < 200 ? 0 : 1, Double(number % 7) * 1e12]) }
        let outcomes = (0..<400).map { $0 >= 200 }
        let fit = try LogisticModel.fit(table, outcomes, rows: Array(0..<400))
        #expect(fit.weights[0] > 2 && fit.weights.allSatisfy(\.isFinite) && fit.intercept.isFinite)
        #expect(fit.chance([1, 0]) > 0.9 && fit.chance([0, 0]) < 0.1)
        #expect((0...1).contains(fit.chance([1e300, -1e300])))
    }

    @Test("Too few outcomes of either kind are none to learn from")
    func few() {
        var table = InputTable(width: 1)
        for number in 0..<300 { table.add([Double(number)]) }
        let rare = (0..<300).map { $0 < 99 }
        #expect(throws: LogisticFailure.tooFew(with: 99, without: 201)) {
            try LogisticModel.fit(table, rare, rows: Array(0..<300))
        }
        #expect(throws: LogisticFailure.tooFew(with: 300, without: 0)) {
            try LogisticModel.fit(table, rare.map { _ in true }, rows: Array(0..<300))
        }
    }

    @Test("Models win where the treatment helps some, and tell no more than chance where it helps nobody")
    func judged() throws {
        let some = UpliftEvaluation(Self.people(4_000, seed: 5, uplift: 0.3))
        #expect(some.served == .model && some.rows.map(\.basis) == [.model, .rule])
        // Half of the people gain 0.3, a quarter of all are treated and gain: a triangle under the line of chance.
        #expect(abs(some.rows[0].area - 0.3 / 16) < 0.008, "\(some.rows[0].area)")
        #expect(abs(some.rows[0].areaPerTreated - 2 * some.rows[0].area) < 0.002)
        #expect(abs(try #require(some.rows.last).area) < 0.004, "a rule that tells nobody apart")
        #expect(some.curve.map { $0.area > 0.01 } ?? false)
        for seed in UInt64(10)..<15 {
            let none = UpliftEvaluation(Self.people(3_000, seed: seed, uplift: 0))
            #expect(abs(none.rows[0].area) < 0.01)
        }
        let few = UpliftEvaluation(Self.people(300, seed: 1, uplift: 0.3))
        #expect(few.served == .rule && few.reason.contains("100 of each are needed"))
    }

    @Test("One arm alone, or nobody, is nothing to judge")
    func oneArm() {
        var cases = UpliftCases(width: 1)
        #expect(UpliftEvaluation(cases).rows.isEmpty && UpliftEvaluation(cases).served == .rule)
        for number in 0..<1_000 {
            cases.add([Double(number)], isTreated: true, outcome: number % 2 == 0, rule: .nan)
        }
        let evaluation = UpliftEvaluation(cases)
        #expect(evaluation.rows.isEmpty && evaluation.served == .rule && evaluation.curve == nil)
    }

    @Test("What was learned is stored and read")
    func stored() throws {
        var cases = InvitationCases()
        var numbers = SplitMix64(seed: 8)
        for number in 0..<200 {
            let assignment = Assignment(
                Bool.random(using: &numbers) ? .invited : .heldOut, at: .utc(2026, 1, 1, 0, number % 60))
            cases.add(Identifier(type: "visitor", value: "\(number)"), assignment, nil)
        }
        let learned = LearnedInvitations(number: 3, on: .of(2026, 2, 1), cases)
        #expect(learned.model == nil && learned.evaluation.people == 200)
        #expect(try Stored.value(LearnedInvitations.self, from: Stored.bytes(of: learned)) == learned)
        let model = LogisticModel(intercept: -1, weights: VisitFeature.allCases.map { Double($0.rawValue) })
        let served = LearnedInvitations(
            number: 4, on: .of(2026, 2, 2), evaluation: UpliftEvaluation(Self.people(2_000, seed: 5, uplift: 0.3)),
            model: UpliftModel(with: model, without: model))
        #expect(try Stored.value(LearnedInvitations.self, from: Stored.bytes(of: served)) == served)
        let narrow = LogisticModel(intercept: 0, weights: [1])
        let unknown = LearnedInvitations(
            number: 5, on: .of(2026, 2, 3), evaluation: served.evaluation,
            model: UpliftModel(with: narrow, without: narrow))
        #expect(try Stored.value(LearnedInvitations.self, from: Stored.bytes(of: unknown)).model == nil)
    }
}

@Suite("The Qini curve")
struct QiniCurveTests {
    /// Counts anew for each number of people, as the definition says.
    private static func plain(_ scores: [Double], _ treated: [Bool], _ outcomes: [Bool]) -> Double {
        let size = Double(scores.count)
        var points = [(0.0, 0.0)]
        for least in Set(scores).sorted(by: >) {
            let chosen = scores.indices.filter { scores[$0] >= least }
            let (with, without) = (chosen.filter { treated[$0] }, chosen.filter { !treated[$0] })
            let gained = Double(with.count { outcomes[$0] })
            let expected =
                without.isEmpty
                ? 0 : Double(without.count { outcomes[$0] }) * Double(with.count) / Double(without.count)
            points.append((Double(chosen.count) / size, (gained - expected) / size))
        }
        var area = 0.0
        for (left, right) in zip(points, points.dropFirst()) {
            let line = { (share: Double) in share * (points.last?.1 ?? 0) }
            area += (right.0 - left.0) * (left.1 - line(left.0) + right.1 - line(right.0)) / 2
        }
        return area
    }

    @Test("It has the area of its definition, whatever the scores, ties and arms", arguments: 1...30)
    func area(_ seed: UInt64) throws {
        var numbers = SplitMix64(seed: seed)
        let count = Int.random(in: 2...300, using: &numbers)
        let scores = (0..<count).map { _ in Double(Int.random(in: -5...Int(seed), using: &numbers)) }
        var treated = (0..<count).map { _ in Int.random(in: 0..<20, using: &numbers) > Int(seed % 20) }
        (treated[0], treated[1]) = (true, false)
        let outcomes = (0..<count).map { _ in Bool.random(using: &numbers) }
        let curve = try #require(QiniCurve(scores: scores, treated: treated, outcomes: outcomes))
        #expect(abs(curve.area - Self.plain(scores, treated, outcomes)) < 1e-12)
        #expect(curve.points.count == 21 && curve.points[0].gained == 0 && curve.points[20].share == 1)
    }

    /// Ten treated of whom four gain, ten others of whom one does: the best half holds three of the four.
    @Test("A curve that can be drawn by hand")
    func byHand() throws {
        let treated = (0..<20).map { $0 % 2 == 0 }
        let scores = (0..<20).map { $0 < 10 ? 1.0 : 0 }
        let outcomes = (0..<20).map { [0, 2, 4, 12, 13].contains($0) }
        let curve = try #require(QiniCurve(scores: scores, treated: treated, outcomes: outcomes))
        // At half of the people 3/20, at all 3/20: the line reaches 1.5/20 at half, and the triangle has half of that.
        #expect(abs(curve.area - 0.5 * 1.5 / 20) < 1e-12)
        #expect(abs(curve.points[10].gained - 3.0 / 20) < 1e-12)
        #expect(QiniCurve(scores: [1, 2], treated: [true, true], outcomes: [true, false]) == nil)
        #expect(QiniCurve(scores: [], treated: [], outcomes: []) == nil)
    }
}
