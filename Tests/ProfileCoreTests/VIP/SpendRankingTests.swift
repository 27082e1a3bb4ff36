import ProfileCore
import Testing

@Suite struct SpendRankingTests {
    @Test(arguments: 0..<6) func agreesWithASortedArray(seed: Int) {
        var numbers = SplitMix64(seed: UInt64(seed))
        let range: ClosedRange<MinorUnits> = seed.isMultiple(of: 2) ? -20...20 : -1_000_000...1_000_000
        var sorted = (0..<Int.random(in: 0...3000, using: &numbers)).map { _ in
            MinorUnits.random(in: range, using: &numbers)
        }
        var ranking = SpendRanking(currency: .euro, day: .of(2026, 1, 1), values: sorted)
        sorted.sort()
        for _ in 0..<6000 {
            let value = MinorUnits.random(in: range, using: &numbers)
            switch Int.random(in: 0..<5, using: &numbers) {
            case 0, 1:
                ranking.insert(value)
                sorted.insert(value, at: Self.rank(of: value, in: sorted))
            case 2, 3:
                let present = sorted.randomElement(using: &numbers) ?? value
                ranking.remove(present)
                let place = Self.rank(of: present, in: sorted) - 1
                if place >= 0, sorted[place] == present { sorted.remove(at: place) }
            default:
                ranking.remove(value)
                let place = Self.rank(of: value, in: sorted) - 1
                if place >= 0, sorted[place] == value { sorted.remove(at: place) }
            }
            #expect(ranking.count == sorted.count)
            #expect(ranking.rank(of: value) == Self.rank(of: value, in: sorted))
        }
    }

    @Test func growsFromNothingInAnyOrder() {
        for values in [Array(0..<5000), (0..<5000).reversed(), [MinorUnits](repeating: 7, count: 5000)]
            as [[MinorUnits]]
        {
            var ranking = SpendRanking(currency: .euro, day: .of(2026, 1, 1))
            for value in values { ranking.insert(value) }
            #expect(ranking.rank(of: 7) == values.filter { $0 <= 7 }.count)
            for value in values { ranking.remove(value) }
            #expect(ranking.count == 0)
            #expect(ranking.percentileThousandths(of: 0) == nil)
        }
    }

    @Test func thePercentileIsTheShareThatSpentNoMore() {
        let ranking = SpendRanking(currency: .euro, day: .of(2026, 1, 1), values: [10, 20, 20, 30])
        #expect(ranking.percentileThousandths(of: 9) == 0)
        #expect(ranking.percentileThousandths(of: 10) == 25_000)
        #expect(ranking.percentileThousandths(of: 20) == 75_000)
        #expect(ranking.percentileThousandths(of: 99) == 100_000)
    }

    @Test(arguments: 0..<4) func theLeastThatReachesAPercentileIsTheFirstToReachIt(seed: Int) {
        var numbers = SplitMix64(seed: UInt64(seed))
        for _ in 0..<200 {
            let count = Int.random(in: 1...40, using: &numbers)
            let values = (0..<count).map { _ in MinorUnits.random(in: -9...9, using: &numbers) }
            let ranking = SpendRanking(currency: .euro, day: .of(2026, 1, 1), values: values)
            let least = Int.random(in: 0...100_000, using: &numbers)
            let cut = ranking.least(reaching: least) ?? .max
            for value in -10...10 as ClosedRange<MinorUnits> {
                let reaches = (ranking.percentileThousandths(of: value) ?? -1) >= least
                #expect(reaches == (value >= cut), "\(value) of \(values.sorted()) at \(least)")
            }
        }
        #expect(SpendRanking(currency: .euro, day: .of(2026, 1, 1)).least(reaching: 0) == nil)
    }

    private static func rank(of value: MinorUnits, in sorted: [MinorUnits]) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
