/// The moment a profile is derived for, and for how long what was derived so far holds.
struct DerivationMoment: Sendable {
    let now: Timestamp
    /// The UTC day of day-grained values.
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

    /// What was derived holds within `stretch` at most.
    mutating func holds(within stretch: Validity) {
        validity.narrow(to: stretch)
    }

    /// A summary in which everything counts that has come by now; nil where nothing was still to come, so that the
    /// summary need not be copied.
    mutating func settled(_ summary: ProfileSummary) -> ProfileSummary? {
        guard !summary.upcoming.items.isEmpty else { return nil }
        for item in summary.upcoming.items { changes(at: item.at) }
        var settled = summary
        settled.settle(by: now)
        return settled
    }

    /// What holds now; a grant counts from its own time on.
    mutating func consents(_ survivorship: Survivorship, rules: ProfileRules) -> [ConsentView] {
        let stated = ConsentView.all(from: survivorship.entries, rules: rules)
        for grant in stated where grant.status == .granted { changes(at: grant.at) }
        return ConsentView.derive(from: stated, at: now)
    }

    mutating func birthday(_ birthday: Birthday?, clock: LocalClock) -> BirthdayView? {
        guard let birthday else { return nil }
        validity.narrow(to: clock.stretch(around: now, between: []))
        return BirthdayView(birthday, on: clock.reading(at: now).day)
    }

    mutating func contact(
        _ summary: ProfileSummary, survivorship: Survivorship, refusals: ContactRefusals, zone: TimeZoneChoice,
        rules: ProfileRules
    ) -> ContactView {
        let weights = ContactWeights(summary.contact, clock: zone.clock, today: today)
        let declared = survivorship.value { record in
            record.presentPreferredChannel.flatMap { refusals.refuse($0) ? nil : $0 }
        }
        let channel = PreferredChannelView.derive(declared: declared, from: weights, without: refusals)
        let time = PreferredTimeView.derive(
            declared: survivorship.value(\.preferredTime), from: weights, zone: zone)
        let now = ContactNowView.derive(
            at: now, preferred: time,
            refusal: refusals.reason(usedChannels: Array(summary.contact.channels.seen.keys)),
            zone: zone, rules: rules, validity: &validity)
        return ContactView(
            summary.contact, shelved: summary.shelved, today: today, preferredChannel: channel, preferredTime: time,
            now: now)
    }
}
