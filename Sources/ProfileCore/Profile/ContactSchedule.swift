/// The hours in which a customer may be contacted and those in which they like it.
struct ContactSchedule: Sendable {
    /// Minutes after local midnight, on every day.
    let allowed: Range<Int>
    let preferred: PreferredTimeView?
    let clock: LocalClock

    /// The moments around `now` with the same verdict and reason.
    func stretch(around now: Timestamp) -> Validity {
        var minutes = [allowed.lowerBound, allowed.upperBound]
        if let preferred { minutes += [preferred.fromMinute, preferred.toMinute] }
        return clock.stretch(around: now, between: minutes)
    }

    func verdict(at now: Timestamp) -> ContactNowView.Verdict {
        let reading = clock.reading(at: now)
        guard allowed.contains(reading.minute) else { return .forbidden }
        return goodMinutes(on: reading.day).contains(reading.minute) && preferred != nil ? .good : .poor
    }

    func reason(for verdict: ContactNowView.Verdict, at now: Timestamp) -> String {
        let weekday = Wording.weekday(clock.reading(at: now).day.weekday)
        guard verdict != .forbidden else {
            return "\(weekday), outside the allowed hours \(Self.hours(allowed)) local"
        }
        guard let preferred else { return "\(weekday), no preferred time known" }
        let hours = Wording.hours(from: preferred.fromMinute, to: preferred.toMinute)
        let days = preferred.days.map { Wording.weekday($0).prefix(3) }.joined(separator: " ")
        return verdict == .good
            ? "\(weekday) \(hours) local, inside the preferred time"
            : "\(weekday), outside the preferred time \(days) \(hours) local"
    }

    /// Nil when none comes within a week, as with a preferred time outside the allowed hours.
    func nextStart(after now: Timestamp) -> Timestamp? {
        if preferred == nil, verdict(at: now) == .poor { return nil }
        let today = clock.reading(at: now).day
        for ahead in 0...7 {
            let day = today.advanced(by: ahead)
            let minutes = goodMinutes(on: day)
            guard !minutes.isEmpty else { continue }
            let start = clock.moment(of: day, minute: minutes.lowerBound)
            if start > now { return start }
        }
        return nil
    }

    /// The allowed minutes of a day that are preferred too; all allowed ones when nothing is preferred.
    private func goodMinutes(on day: Day) -> Range<Int> {
        guard let preferred else { return allowed }
        guard preferred.days.contains(day.weekday), preferred.fromMinute < preferred.toMinute else { return 0..<0 }
        return allowed.clamped(to: preferred.fromMinute..<preferred.toMinute)
    }

    private static func hours(_ minutes: Range<Int>) -> String {
        Wording.hours(from: minutes.lowerBound, to: minutes.upperBound)
    }
}
