import Testing

@testable import ProfileCore

@Suite("Differences between arms, with their intervals")
struct UpliftEstimateTests {
    private func close(_ one: Double?, _ other: Double, within distance: Double) -> Bool {
        one.map { abs($0 - other) < distance } ?? false
    }

    /// Newcombe 1998, table II, method 10.
    @Test(
        "Shares get the published intervals of Newcombe",
        arguments: [
            (56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (5, 56, 0, 29, -0.0381, 0.1926),
            (10, 10, 0, 20, 0.6791, 1.0),
        ])
    func shares(_ one: Int, _ ones: Int, _ other: Int, _ others: Int, _ low: Double, _ high: Double) throws {
        let found = try #require(UpliftEstimate.ofShares((one, of: ones), (other, of: others)))
        #expect(close(found.value, Double(one) / Double(ones) - Double(other) / Double(others), within: 1e-12))
        #expect(close(found.low, low, within: 5e-5) && close(found.high, high, within: 5e-5), "\(found)")
        let turned = try #require(UpliftEstimate.ofShares((other, of: others), (one, of: ones)))
        #expect(close(turned.low, -found.high, within: 1e-12) && close(turned.high, -found.low, within: 1e-12))
    }

    @Test("Nobody in an arm is no estimate, and equal arms show no effect")
    func extremes() throws {
        #expect(UpliftEstimate.ofShares((0, of: 0), (3, of: 9)) == nil)
        #expect(UpliftEstimate.ofMeans(SpreadSample(), SpreadSample()) == nil)
        let none = try #require(UpliftEstimate.ofShares((0, of: 50), (0, of: 50)))
        #expect(none.value == 0 && none.low < 0 && none.high > 0 && !none.isSeen)
        let all = try #require(UpliftEstimate.ofShares((5_000, of: 5_000), (0, of: 5_000)))
        #expect(all.low > 0.99 && all.high <= 1 && all.isSeen)
    }

    private func sample(_ values: [Double]) -> SpreadSample {
        values.reduce(into: SpreadSample()) { $0.add($1) }
    }

    /// By `ttest_ind` of SciPy 1.17 with `equal_var=False`.
    @Test("Means get the interval of Welch")
    func means() throws {
        let one = sample([12, 0, 0, 35, 50, 0, 7, 0, 0, 90])
        let other = sample([0, 0, 10, 0, 22, 0, 0, 0])
        let found = try #require(UpliftEstimate.ofMeans(one, other))
        #expect(close(found.value, 15.4, within: 1e-9))
        #expect(close(found.low, -6.7061, within: 0.005) && close(found.high, 37.5061, within: 0.005), "\(found)")
        let same = try #require(UpliftEstimate.ofMeans(sample([5, 5, 5]), sample([5, 5])))
        #expect(same == UpliftEstimate(value: 0, low: 0, high: 0) && !same.isSeen)
        let huge = UpliftEstimate.ofMeans(sample([1e300, -1e300, 1e300]), sample([1, 2]))
        #expect(huge.map { $0.low.isFinite && $0.high.isFinite } ?? true)
    }

    @Test("Student's deviate", arguments: [(5.0, 2.570582), (10, 2.228139), (30, 2.042272), (200, 1.971896)])
    func student(_ freedom: Double, _ expected: Double) {
        #expect(close(UpliftEstimate.student(freedom), expected, within: 0.003))
    }
}
