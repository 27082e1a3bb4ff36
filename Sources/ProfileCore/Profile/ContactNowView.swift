/// Whether this is a moment to contact the customer.
///
/// While no preferred time is known the verdict within the allowed hours is `poor`, because nothing speaks for the
/// moment, and there is no better one to wait for.
package struct ContactNowView: Hashable, Sendable {
    package enum Verdict: String, Hashable, Sendable {
        case good, poor, forbidden
    }

    package let verdict: Verdict
    package let reason: String
    /// The next good start, when the verdict is not good and such a moment comes within a week; outside the allowed
    /// hours and without a preferred time, when those hours begin again.
    package let next: Timestamp?
    package let timeZone: String
    package let timeZoneBasis: TimeZoneChoice.Basis

    static func derive(
        at now: Timestamp, preferred: PreferredTimeView?, refusal: String?, zone: TimeZoneChoice, rules: ProfileRules,
        validity: inout Validity
    ) -> ContactNowView {
        if let refusal { return ContactNowView(.forbidden, refusal, next: nil, zone: zone) }
        let schedule = ContactSchedule(allowed: rules.contactHours, preferred: preferred, clock: zone.clock)
        validity.narrow(to: schedule.stretch(around: now))
        let verdict = schedule.verdict(at: now)
        let next = verdict == .good ? nil : schedule.nextStart(after: now)
        return ContactNowView(verdict, schedule.reason(for: verdict, at: now), next: next, zone: zone)
    }

    private init(_ verdict: Verdict, _ reason: String, next: Timestamp?, zone: TimeZoneChoice) {
        self.verdict = verdict
        self.reason = reason
        self.next = next
        timeZone = zone.clock.name
        timeZoneBasis = zone.basis
    }
}

extension ContactNowView {
    var derivation: ProfileExplanation.Derivation {
        .init(
            "/contact/now",
            "forbidden when contact is refused in general or on every channel, or outside the allowed hours; good "
                + "inside the preferred time, else poor",
            basis: "time zone \(timeZone), \(timeZoneBasis.rawValue)")
    }
}
