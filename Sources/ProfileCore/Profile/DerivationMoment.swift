/// The moment a profile is derived for, and for how long what was derived so far holds.
struct DerivationMoment: Sendable {
    let now: Timestamp
    /// The UTC day that day-grained values are told on.
    let today: Day
    private(set) var validity: Validity

    init(_ now: Timestamp, changedAt: Timestamp) {
        self.now = now
        today = now.day
        validity = Validity(from: today.start, until: today.advanced(by: 1).start)
        validity.narrow(at: changedAt, seenFrom: now)
    }

    /// Something reads differently before and after `moment`.
    mutating func changes(at moment: Timestamp) {
        validity.narrow(at: moment, seenFrom: now)
    }

    mutating func birthday(_ birthday: Birthday?, clock: LocalClock) -> BirthdayView? {
        guard let birthday else { return nil }
        validity.narrow(to: clock.stretch(around: now, between: []))
        return BirthdayView(birthday, on: clock.reading(at: now).day)
    }

    mutating func contact(
        _ summary: ContactSummary, survivorship: Survivorship, refusal: ConsentView?, zone: TimeZoneChoice,
        rules: ProfileRules
    ) -> ContactView {
        let weights = ContactWeights(summary, clock: zone.clock, today: today)
        let channel = PreferredChannelView.derive(
            declared: survivorship.value(\.presentPreferredChannel), from: weights)
        let time = PreferredTimeView.derive(
            declared: survivorship.value(\.preferredTime), from: weights, zone: zone)
        let now = ContactNowView.derive(
            at: now, preferred: time, refusal: refusal, zone: zone, rules: rules, validity: &validity)
        return ContactView(
            summary, today: today, preferredChannel: channel, preferredTime: time, now: now)
    }
}
