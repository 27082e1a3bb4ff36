import ProfileCore
import Testing

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
