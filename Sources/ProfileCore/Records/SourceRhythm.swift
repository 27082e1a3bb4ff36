/// When a source spoke about one kind of record: its last word, and in which hours of the two weeks before it.
///
/// Two weeks hold every weekday and weekend twice, so that a source that rests at night and on Sundays is known to.
package struct SourceRhythm: Hashable, Sendable {
    /// How many hours are remembered.
    package static let memory: Int64 = 14 * 24
    /// With fewer hours than these nobody can tell what is usual.
    private static let enough = 5
    private static let week: Int64 = 7 * 24
    private static let hour: Int64 = 3_600_000

    package private(set) var last: Timestamp
    /// The numbers of the hours in which it spoke, ascending.
    package private(set) var hours: [Int64]

    package init(last: Timestamp, hours: [Int64] = []) {
        self.last = last
        self.hours = hours
        add([Self.number(of: last)])
    }

    /// Takes in what was heard elsewhere. The order does not matter, and neither does hearing something twice.
    package mutating func merge(_ other: SourceRhythm) {
        last = max(last, other.last)
        add(other.hours)
    }

    /// Takes in that it spoke at a moment.
    package mutating func note(_ moment: Timestamp) {
        last = max(last, moment)
        let hour = Self.number(of: moment)
        if hours.last != hour, !hours.contains(hour) { add([hour]) }
    }

    private mutating func add(_ heard: [Int64]) {
        if heard.elementsEqual(hours.suffix(1)) { return }
        let oldest = Self.number(of: last) - Self.memory
        hours = Set(hours).union(heard).filter { $0 > oldest }.sorted()
    }

    /// The longest pause between two hours in which it spoke, in seconds. Nil while less than a week is known: a first
    /// night or weekend is no alarm.
    package var usualGap: Int? {
        guard hours.count >= Self.enough, let first = hours.first, let latest = hours.last,
            latest - first >= Self.week
        else { return nil }
        return zip(hours, hours.dropFirst()).map { Int($1 - $0) * 3600 }.max()
    }

    /// Whether it is quiet for one and a half times its longest pause.
    package func isSilent(at now: Timestamp) -> Bool {
        guard let usualGap else { return false }
        return (now.milliseconds - last.milliseconds) / 1000 > Int64(usualGap) * 3 / 2
    }

    private static func number(of moment: Timestamp) -> Int64 {
        Int64(moment.day.number) * 24 + moment.millisecondsIntoDay / hour
    }
}
