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
