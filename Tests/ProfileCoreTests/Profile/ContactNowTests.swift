import ProfileCore
import Testing

@Suite struct ContactNowTests {
    private func now(
        at moment: Timestamp, zone: String = "Europe/London", _ fill: (inout CustomerRecord) -> Void = { _ in }
    ) -> ContactNowView {
        var sample = ProfileSample()
        sample.customer {
            $0.timeZone = zone
            $0.preferredTime = PreferredTime(days: Weekday.workdays, fromMinute: 18 * 60, toMinute: 22 * 60)
            fill(&$0)
        }
        return sample.profile(at: moment).contact.now
    }

    @Test func isGoodInsideThePreferredTime() {
        // Tuesday.
        let view = now(at: .utc(2026, 11, 24, 18, 40))
        #expect(view.verdict == .good)
        #expect(view.reason == "Tuesday 18:00-22:00 local, inside the preferred time")
        #expect(view.next == nil)
    }

    @Test func isPoorOutsideItAndTellsTheNextGoodStart() {
        let view = now(at: .utc(2026, 11, 24, 12))
        #expect(view.verdict == .poor)
        #expect(view.next == .utc(2026, 11, 24, 18))
        // Saturday: the next good start is on Monday.
        #expect(now(at: .utc(2026, 11, 28, 18, 30)).next == .utc(2026, 11, 30, 18))
    }

    @Test func isForbiddenOutsideTheAllowedHoursEvenWherePreferred() {
        let view = now(at: .utc(2026, 11, 24, 21, 30))
        #expect(view.verdict == .forbidden)
        #expect(view.reason == "Tuesday, outside the allowed hours 08:00-21:00 local")
        #expect(view.next == .utc(2026, 11, 25, 18))
    }

    @Test func tellsTheNextStartAcrossAJumpOfTheClock() {
        // Clocks in London go forward on 29 March 2026.
        #expect(now(at: .utc(2026, 3, 27, 23)).next == .utc(2026, 3, 30, 17))
    }

    @Test func isPoorWithoutAPreferredTime() {
        let poor = now(at: .utc(2026, 11, 24, 12)) { $0.preferredTime = nil }
        #expect(poor.verdict == .poor)
        #expect(poor.next == nil)
        let closed = now(at: .utc(2026, 11, 24, 7)) { $0.preferredTime = nil }
        #expect(closed.verdict == .forbidden)
        #expect(closed.next == .utc(2026, 11, 24, 8))
    }

    @Test func aPreferenceOutsideTheAllowedHoursNeverBecomesGood() {
        let view = now(at: .utc(2026, 11, 24, 12)) {
            $0.preferredTime = PreferredTime(days: Weekday.allCases, fromMinute: 22 * 60, toMinute: 23 * 60)
        }
        #expect(view.verdict == .poor)
        #expect(view.next == nil)
    }

    @Test(
        arguments: [
            ([("contact", nil, Consent.Status.denied, 1)], true),
            ([("all", nil, .revoked, 1)], true),
            ([("service", nil, .granted, 1)], false),
            // Marketing does not forbid service, nor one channel all of them.
            ([("marketing", nil, .denied, 1)], false),
            ([("contact", "phone", .denied, 1)], false),
            // A channel granted afterwards may be used; one granted before was taken back.
            ([("contact", nil, .denied, 1), ("contact", "email", .granted, 2)], false),
            ([("contact", nil, .denied, 2), ("contact", "email", .granted, 1)], true),
            // The latest statement counts, and a refusal wins a tie.
            ([("contact", nil, .denied, 1), ("contact", nil, .granted, 2)], false),
            ([("contact", nil, .granted, 2), ("contact", nil, .denied, 2)], true),
            // Systems name what we leave out.
            ([("contact", "all", .denied, 1)], true), ([("Contact", "ANY", .denied, 1)], true),
            ([("*", nil, .denied, 1)], true),
            ([("contact", "all", .denied, 1), ("contact", nil, .granted, 2)], false),
            // Channels have one spelling.
            ([("contact", "e_mail", .denied, 1), ("contact", "telephone", .denied, 1)], true),
        ] as [([(String, String?, Consent.Status, Int)], Bool)])
    func followsConsent(consents: [(String, String?, Consent.Status, Int)], isForbidden: Bool) {
        let view = now(at: .utc(2026, 11, 24, 18, 40)) {
            $0.consents = consents.map { Consent(purpose: $0, channel: $1, status: $2, at: .utc(2026, 1, $3)) }
        }
        #expect((view.verdict == .forbidden) == isForbidden)
        if isForbidden { #expect(view.next == nil) }
    }
}
