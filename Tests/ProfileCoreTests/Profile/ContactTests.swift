import ProfileCore
import Testing

@Suite struct ContactTests {
    /// A Sunday.
    private let now = Timestamp.utc(2026, 11, 22, 10)

    @Test func countsWholeUTCDaysBeforeTodayAndToday() {
        var sample = ProfileSample()
        sample.contacts(
            "chat", [now, .utc(2026, 11, 15), .utc(2026, 11, 14, 23, 59), .utc(2026, 10, 23), .utc(2025, 11, 22)])
        let contact = sample.profile(at: now).contact
        #expect(contact.last7Days == 2)
        #expect(contact.last30Days == 4)
        #expect(contact.last365Days == 5)
        #expect(contact.total == 5)
    }

    @Test func averagesTheDaysBetweenContacts() {
        var sample = ProfileSample()
        sample.contacts("chat", [.utc(2026, 1, 1), .utc(2026, 1, 2), .utc(2026, 1, 4, 12)])
        #expect(sample.profile(at: now).contact.averageDaysBetween == 1.8)
        var single = ProfileSample()
        single.contacts("chat", [now])
        #expect(single.profile(at: now).contact.averageDaysBetween == nil)
    }

    @Test func prefersTheChannelWithTheGreatestWeight() throws {
        var sample = ProfileSample()
        // Four contacts half a year ago weigh one together, two today weigh two.
        sample.contacts("phone", (0..<4).map { _ in now.advanced(bySeconds: -180 * 86_400) })
        sample.contacts("chat", [now, now])
        let preferred = try #require(sample.profile(at: now).contact.preferredChannel)
        #expect(preferred.channel == "chat")
        #expect(preferred.basis == .observed)
        #expect(preferred.share == 0.67)
        #expect(preferred.sample == 6)
    }

    @Test func tiesBetweenChannelsGoToTheMostRecent() {
        var sample = ProfileSample()
        sample.contacts("chat", [.utc(2026, 11, 22, 8)])
        sample.contacts("phone", [.utc(2026, 11, 22, 9)])
        #expect(sample.profile(at: now).contact.preferredChannel?.channel == "phone")
    }

    @Test func guessesNoChannelFromOneContact() {
        var sample = ProfileSample()
        sample.contacts("chat", [now])
        #expect(sample.profile(at: now).contact.preferredChannel == nil)
    }

    @Test func aDeclaredChannelBeatsHabit() {
        var sample = ProfileSample()
        sample.customer { $0.preferredChannel = "email" }
        sample.contacts("chat", [now, now])
        let preferred = sample.profile(at: now).contact.preferredChannel
        #expect(preferred?.channel == "email")
        #expect(preferred?.basis == .declared)
        #expect(preferred?.share == 0)
    }

    @Test func averagesRatingsInTenths() {
        var sample = ProfileSample()
        let entries = [4, 5, 4].enumerated().map {
            RatingEntry(source: "crm", id: "\($0)", at: .utc(2026, 11, 20 - $0), value: $1)
        }
        sample.summary.contact.csat = RatingTally(sum: 13, recent: Recent(items: entries, total: 3))
        let satisfaction = sample.profile(at: now).contact.satisfaction
        #expect(satisfaction.csat?.last == 4)
        #expect(satisfaction.csat?.average == 4.3)
        #expect(satisfaction.csat?.count == 3)
        #expect(satisfaction.nps == nil)
    }
}

/// The window search: every rule of the definition, in its order.
@Suite struct PreferredTimeTests {
    /// A Monday; every contact below is on the day before or on it, or so close that weights are known.
    private let now = Timestamp.utc(2026, 11, 23, 12)

    private func preferred(_ moments: [Timestamp], zone: String? = nil, country: String? = nil) -> PreferredTimeView? {
        var sample = ProfileSample()
        sample.customer {
            $0.timeZone = zone
            $0.address = Address()
            $0.address?.country = country
        }
        sample.contacts("chat", moments)
        return sample.profile(at: now).contact.preferredTime
    }

    @Test func guessesNothingBelowThree() {
        #expect(preferred([now, now]) == nil)
        #expect(preferred([now, now, now]) != nil)
    }

    @Test func takesTheShortestWindowWithHalfOfTheWeight() {
        // Monday: two at nine, one at fourteen, one at twenty.
        let view = preferred([
            .utc(2026, 11, 23, 9, 5), .utc(2026, 11, 23, 9, 50), .utc(2026, 11, 23, 14), .utc(2026, 11, 23, 20),
        ])
        #expect(view?.fromMinute == 9 * 60)
        #expect(view?.toMinute == 10 * 60)
        #expect(view?.share == 0.5)
        #expect(view?.sample == 4)
    }

    @Test func ofEqualLengthTakesTheOneOnFewerDays() {
        // Weekend and weekdays both hold their half at nine; all days would hold everything.
        let sunday = [Timestamp.utc(2026, 11, 22, 9), .utc(2026, 11, 22, 9)]
        let monday = [Timestamp.utc(2026, 11, 23, 9)]
        #expect(preferred(sunday + monday)?.days == Weekday.weekend)
        #expect(preferred(monday + monday + monday)?.days == Weekday.workdays)
    }

    @Test func takesAllDaysOnlyWhenNeitherPartHoldsHalfInSoFewHours() {
        // An hour apart on both parts, but all at nine together.
        let view = preferred([
            .utc(2026, 11, 22, 9), .utc(2026, 11, 22, 14), .utc(2026, 11, 22, 19),
            .utc(2026, 11, 23, 9), .utc(2026, 11, 23, 9), .utc(2026, 11, 23, 3),
        ])
        #expect(view?.days == Weekday.allCases)
        #expect(view?.fromMinute == 9 * 60)
        #expect(view?.toMinute == 10 * 60)
    }

    @Test func ofEqualDaysTakesTheLargerShareThenTheEarlierStart() {
        let nine = Timestamp.utc(2026, 11, 23, 9)
        let eleven = Timestamp.utc(2026, 11, 23, 11)
        #expect(preferred([nine, nine, eleven, eleven])?.fromMinute == 9 * 60)
        #expect(
            preferred([eleven, eleven, eleven, nine, nine, nine.advanced(bySeconds: -86_400 * 3)])?.fromMinute == 11
                * 60)
    }

    @Test func usesTheCustomersOwnTimeZone() {
        let moments = [Timestamp](repeating: .utc(2026, 11, 23, 23, 30), count: 3)
        // 23:30 UTC on Monday is 05:15 on Tuesday in Kathmandu.
        let declared = preferred(moments, zone: "Asia/Kathmandu", country: "DE")
        #expect(declared?.fromMinute == 5 * 60)
        #expect(declared?.timeZoneBasis == .declared)
        let byCountry = preferred(moments, country: "DE")
        #expect(byCountry?.timeZone == "Europe/Berlin")
        #expect(byCountry?.fromMinute == 0)
        #expect(byCountry?.timeZoneBasis == .country)
        let byDefault = preferred(moments, country: "US")
        #expect(byDefault?.timeZone == "UTC")
        #expect(byDefault?.timeZoneBasis == .default)
    }

    @Test func followsTheClocksOfEachDay() {
        // Noon in London, in winter and in summer time.
        let view = preferred(
            [.utc(2026, 11, 23, 12), .utc(2026, 7, 1, 11), .utc(2026, 7, 2, 11)], zone: "Europe/London")
        #expect(view?.fromMinute == 12 * 60)
        #expect(view?.share == 1)
    }
}

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
        ] as [([(String, String?, Consent.Status, Int)], Bool)])
    func followsConsent(consents: [(String, String?, Consent.Status, Int)], isForbidden: Bool) {
        let view = now(at: .utc(2026, 11, 24, 18, 40)) {
            $0.consents = consents.map { Consent(purpose: $0, channel: $1, status: $2, at: .utc(2026, 1, $3)) }
        }
        #expect((view.verdict == .forbidden) == isForbidden)
        if isForbidden { #expect(view.next == nil) }
    }
}
