@testable import ProfileHTTP
import Testing

@Suite("Batches of a stream beside single writes")
struct BatchPaceTests {
    /// How long a batch takes once the pace has learned from many, each line taking so many microseconds.
    private func time(ofLinesTaking microseconds: Int) -> Duration {
        var pace = BatchPace(most: 4000)
        for _ in 0..<50 { pace.committed(pace.few, in: .microseconds(microseconds * pace.few)) }
        return .microseconds(microseconds * pace.few)
    }

    @Test("take a moment, whatever the store can do", arguments: [10, 50, 200, 900])
    func moment(microseconds: Int) {
        #expect(time(ofLinesTaking: microseconds) <= .milliseconds(21))
        #expect(time(ofLinesTaking: microseconds) >= .milliseconds(15))
    }

    @Test("are as large as can be while nobody else writes")
    func alone() {
        var pace = BatchPace(most: 4000)
        pace.committed(4000, in: .seconds(9))
        #expect(pace.lines(besideOthers: false) == 4000)
        #expect(pace.lines(besideOthers: true) == 20)
    }

    @Test("shrink at once and grow little by little")
    func learning() {
        var pace = BatchPace(most: 4000)
        pace.committed(100, in: .milliseconds(100))
        #expect(pace.few == 20)
        pace.committed(20, in: .microseconds(200))
        #expect((21..<600).contains(pace.few))
        let never = BatchPace(most: 3)
        #expect(never.lines(besideOthers: true) == 3)
    }
}
