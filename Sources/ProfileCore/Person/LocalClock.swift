import Foundation

/// What clocks on the wall show in one time zone.
package struct LocalClock: Sendable {
    package struct Reading: Hashable, Sendable {
        package let day: Day
        /// Whole minutes after local midnight.
        package let minute: Int
        fileprivate let millisecondsIntoDay: Int64
    }

    package let name: String
    private let zone: TimeZone

    /// Nil when the tz database of this machine has no such zone.
    package init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.zone = zone
    }

    private init() {
        name = "UTC"
        zone = .gmt
    }

    package static let utc = LocalClock()

    /// Milliseconds that the clock is ahead of UTC.
    package func offset(at moment: Timestamp) -> Int64 {
        let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
        return Int64(zone.secondsFromGMT(for: date)) * Timestamp.millisecondsPerSecond
    }

    package func reading(at moment: Timestamp) -> Reading {
        reading(at: moment, offset: offset(at: moment))
    }

    func reading(at moment: Timestamp, offset: Int64) -> Reading {
        let local = Timestamp(milliseconds: moment.milliseconds &+ offset)
        let intoDay = local.millisecondsIntoDay
        return Reading(day: local.day, minute: Int(intoDay / 60_000), millisecondsIntoDay: intoDay)
    }

    /// The moment at which the clock shows a local time, told as milliseconds since 1970 began there.
    ///
    /// Around a jump the offset before it counts (RFC 5545, section 3.3.5): a time that is skipped is moved on by as
    /// much as the clock is, and of a time that comes twice the first is meant.
    package func moment(ofLocal milliseconds: Int64) -> Timestamp {
        let before = offset(at: Timestamp(milliseconds: milliseconds - Timestamp.millisecondsPerDay))
        let earlier = Timestamp(milliseconds: milliseconds - before)
        guard offset(at: earlier) != before else { return earlier }
        let after = offset(at: Timestamp(milliseconds: milliseconds + Timestamp.millisecondsPerDay))
        let later = Timestamp(milliseconds: milliseconds - after)
        return offset(at: later) == after ? later : earlier
    }

    /// The first moment at which the clock shows that minute or, where it is skipped, a later one.
    package func moment(of day: Day, minute: Int) -> Timestamp {
        let wanted = day.start.milliseconds + Int64(minute) * 60_000
        let moment = moment(ofLocal: wanted)
        let offset = offset(at: moment)
        let skipped = moment.milliseconds + offset - wanted
        guard skipped > 0 else { return moment }
        return first(after: moment.advanced(by: -skipped - 1), upTo: moment) { self.offset(at: $0) == offset }
    }

    /// The moments around `now` between which the clock stays in one local day, runs without a jump and passes none of
    /// `minutes` after midnight.
    package func stretch(around now: Timestamp, between minutes: [Int]) -> Validity {
        let offset = offset(at: now)
        let intoDay = reading(at: now, offset: offset).millisecondsIntoDay
        let marks = minutes.map { Int64($0) * 60_000 } + [0, Timestamp.millisecondsPerDay]
        let passed = marks.filter { $0 <= intoDay }.max() ?? 0
        let coming = marks.filter { $0 > intoDay }.min() ?? Timestamp.millisecondsPerDay
        return Validity(
            from: lastJump(before: now, notBefore: now.advanced(by: passed - intoDay), offset: offset),
            until: firstJump(after: now, notAfter: now.advanced(by: coming - intoDay), offset: offset))
    }

    private func lastJump(before now: Timestamp, notBefore start: Timestamp, offset: Int64) -> Timestamp {
        guard self.offset(at: start) != offset else { return start }
        return first(after: start, upTo: now) { self.offset(at: $0) == offset }
    }

    private func firstJump(after now: Timestamp, notAfter end: Timestamp, offset: Int64) -> Timestamp {
        guard self.offset(at: end.advanced(by: -1)) != offset else { return end }
        return first(after: now, upTo: end) { self.offset(at: $0) != offset }
    }

    /// The first moment after `low`, at most `high`, that `holds`, which once true stays so.
    private func first(after low: Timestamp, upTo high: Timestamp, holds: (Timestamp) -> Bool) -> Timestamp {
        var (low, high) = (low.milliseconds, high.milliseconds)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if holds(Timestamp(milliseconds: middle)) { high = middle } else { low = middle }
        }
        return Timestamp(milliseconds: high)
    }
}

extension Timestamp {
    fileprivate func advanced(by milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: self.milliseconds &+ milliseconds)
    }
}
