import ProfileCore
import Testing

@Suite("A source that is silent for longer than it ever was")
struct SourceRhythmTests {
    private static let start = Timestamp.utc(2026, 11, 2)

    private func moment(day: Int, hour: Int, minute: Int = 0) -> Timestamp {
        Timestamp(milliseconds: Self.start.milliseconds + Int64(((day * 24 + hour) * 60 + minute) * 60_000))
    }

    /// To note a moment, and to merge what was heard then elsewhere, come to the same.
    private func heard(_ moments: [Timestamp]) -> SourceRhythm? {
        var noted = moments.first.map { SourceRhythm(last: $0) }
        for moment in moments.dropFirst() { noted?.note(moment) }
        #expect(noted == merged(moments))
        return noted
    }

    private func merged(_ moments: [Timestamp]) -> SourceRhythm? {
        moments.dropFirst().reduce(moments.first.map { SourceRhythm(last: $0) }) { known, moment in
            var known = known
            known?.merge(SourceRhythm(last: moment))
            return known
        }
    }

    @Test("An export every night is late in the middle of the next day")
    func nightly() throws {
        let nights = (0..<10).map { moment(day: $0, hour: 2, minute: $0) }
        let rhythm = try #require(heard(nights))
        #expect(rhythm.usualGap == 24 * 3600)
        #expect(!rhythm.isSilent(at: moment(day: 10, hour: 13)))
        #expect(rhythm.isSilent(at: moment(day: 10, hour: 15)))
    }

    @Test("Offices rest at night and on weekends, and nobody is warned of that")
    func office() throws {
        let days = (0..<12).filter { $0 % 7 < 5 }
        let rhythm = try #require(heard(days.flatMap { day in (9..<18).map { moment(day: day, hour: $0) } }))
        #expect(rhythm.usualGap == (6 + 48 + 9 + 1) * 3600)
        #expect(!rhythm.isSilent(at: moment(day: 14, hour: 9)))
        // The first night, and the first weekend.
        let first = try #require(heard((9..<18).map { moment(day: 0, hour: $0) }))
        #expect(first.usualGap == nil && !first.isSilent(at: moment(day: 0, hour: 23)))
        let week = try #require(heard((0..<5).flatMap { day in (9..<18).map { moment(day: day, hour: $0) } }))
        #expect(!week.isSilent(at: moment(day: 6, hour: 12)))
    }

    @Test("Of a source that hardly spoke nobody can tell what is usual")
    func newcomer() throws {
        let rhythm = try #require(heard([moment(day: 0, hour: 1), moment(day: 0, hour: 2)]))
        #expect(rhythm.usualGap == nil)
        #expect(!rhythm.isSilent(at: moment(day: 300, hour: 1)))
    }

    @Test("Two weeks are remembered")
    func memory() throws {
        let rhythm = try #require(heard((0..<60).map { moment(day: $0, hour: 0) }))
        #expect(rhythm.hours.count == 14)
    }

    @Test("Whatever the order in which nodes hear of it, and however often, they come to know the same")
    func order() throws {
        let moments = (0..<40).map { moment(day: $0 * 7 % 20, hour: $0 * 5 % 24, minute: $0) }
        let known = try #require(heard(moments))
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<50 {
            let other = try #require(heard((moments + moments.prefix(9)).shuffled(using: &generator)))
            #expect(other == known)
        }
        let halves = [heard(Array(moments.prefix(17))), heard(Array(moments.dropFirst(17)))].compactMap { $0 }
        var joined = halves[0]
        joined.merge(halves[1])
        #expect(joined == known)
    }
}
