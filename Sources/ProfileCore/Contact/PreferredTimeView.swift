/// When a customer is best reached, in local time.
package struct PreferredTimeView: Hashable, Sendable {
    package let basis: PreferenceBasis
    package let timeZone: String
    package let timeZoneBasis: TimeZoneChoice.Basis
    package let days: [Weekday]
    /// Minutes after local midnight.
    package let fromMinute: Int
    package let toMinute: Int
    /// The part of all weight that falls into the window, 0 to 1 in hundredths; nil where it was not counted: without
    /// inbound interactions, and for a declared time that is not of whole hours.
    package let share: Double?
    /// How many inbound interactions were counted.
    package let sample: Int

    /// Two contacts say too little about habits.
    static let leastSample = 3

    /// As declared, else the window that `PreferredWindow` finds.
    static func derive(
        declared: PreferredTime?, from weights: ContactWeights, zone: TimeZoneChoice
    ) -> PreferredTimeView? {
        if let declared { return PreferredTimeView(declared, weights: weights, zone: zone) }
        guard weights.sample >= leastSample, let window = PreferredWindow.best(in: weights) else { return nil }
        return PreferredTimeView(window, weights: weights, zone: zone)
    }

    private init(_ declared: PreferredTime, weights: ContactWeights, zone: TimeZoneChoice) {
        basis = .declared
        timeZone = zone.clock.name
        timeZoneBasis = zone.basis
        days = declared.days
        fromMinute = declared.fromMinute
        toMinute = declared.toMinute
        let isWholeHours = fromMinute % 60 == 0 && toMinute % 60 == 0 && fromMinute <= toMinute
        let isCounted = isWholeHours && weights.sample > 0 && fromMinute >= 0 && toMinute <= 1440
        let hours = isCounted ? fromMinute / 60..<toMinute / 60 : 0..<0
        share = isCounted ? Rounding.share(weights.weight(on: days, hours: hours), of: weights.total) : nil
        sample = weights.sample
    }

    private init(_ window: PreferredWindow, weights: ContactWeights, zone: TimeZoneChoice) {
        basis = .observed
        timeZone = zone.clock.name
        timeZoneBasis = zone.basis
        days = window.days
        fromMinute = window.hours.lowerBound * 60
        toMinute = window.hours.upperBound * 60
        share = Rounding.hundredths(Double(window.billionths) / 1e9)
        sample = weights.sample
    }
}

extension PreferredTimeView {
    var derivation: ProfileExplanation.Derivation {
        .init(
            "/contact/preferred_time",
            "declared, else the shortest window of whole local hours on weekend, weekdays or all days that holds "
                + "at least half of the weight",
            sample: sample, basis: "\(basis.rawValue), time zone \(timeZone), \(timeZoneBasis.rawValue)")
    }
}

/// Whole local hours on the weekend, on weekdays or on all days.
struct PreferredWindow: Sendable {
    let days: [Weekday]
    let hours: Range<Int>
    /// Its part of all weight.
    let billionths: Int

    private static let half = 500_000_000

    /// Of the windows that hold at least half of the weight: the shortest, then the one on fewer days, then the one
    /// with the larger share, then the earlier one.
    static func best(in weights: ContactWeights) -> PreferredWindow? {
        let byHour = [Weekday.weekend, Weekday.workdays, Weekday.allCases].map { days in
            (days: days, weights: (0..<24).map { weights.weight(on: days, hours: $0..<$0 + 1) })
        }
        for length in 1...24 {
            for candidate in byHour {
                let windows = windows(of: length, on: candidate.days, by: candidate.weights, in: weights)
                if let best = windows.max(by: { $0.isWorse(than: $1) }) { return best }
            }
        }
        return nil
    }

    private static func windows(
        of length: Int, on days: [Weekday], by hours: [Double], in weights: ContactWeights
    ) -> [PreferredWindow] {
        (0...24 - length).compactMap { start in
            let range = start..<start + length
            let share = weights.billionths(range.reduce(0) { $0 + hours[$1] })
            return share >= half ? PreferredWindow(days: days, hours: range, billionths: share) : nil
        }
    }

    /// Of two of the same length and days.
    private func isWorse(than other: PreferredWindow) -> Bool {
        (billionths, other.hours.lowerBound) < (other.billionths, hours.lowerBound)
    }
}

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
