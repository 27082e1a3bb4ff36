import ProfileCore
import Testing

@Suite struct BirthdayTests {
    @Test(arguments: [
        // A birthday to come, one just past, today.
        (1980, 4, 19, Day.of(2026, 4, 18), 45, 1),
        (1980, 4, 19, Day.of(2026, 4, 20), 46, 364),
        (1980, 4, 19, Day.of(2026, 4, 19), 46, 0),
        // 29 February is kept on the 28th in common years.
        (1980, 2, 29, Day.of(2026, 2, 28), 46, 0),
        (1980, 2, 29, Day.of(2026, 2, 27), 45, 1),
        (1980, 2, 29, Day.of(2026, 3, 1), 46, 364),
        (1980, 2, 29, Day.of(2028, 2, 28), 47, 1),
        (1980, 2, 29, Day.of(2028, 2, 29), 48, 0),
        // Over the turn of the year.
        (2000, 1, 1, Day.of(2026, 12, 31), 26, 1),
    ])
    func countsLocalDays(year: Int, month: Int, day: Int, today: Day, age: Int, daysUntil: Int) throws {
        let birthday = try #require(Birthday(year: year, month: month, day: day))
        let view = BirthdayView(birthday, on: today)
        #expect(view.age == age)
        #expect(view.daysUntil == daysUntil)
        #expect(view.isToday == (daysUntil == 0))
    }

    @Test func hasNoAgeWithoutAYear() throws {
        let birthday = try #require(Birthday(year: nil, month: 4, day: 19))
        #expect(BirthdayView(birthday, on: .of(2026, 4, 19)).age == nil)
    }

    @Test func nobodyIsOlderThanPeopleGet() throws {
        let birthday = try #require(Birthday(year: 1905, month: 4, day: 19))
        #expect(BirthdayView(birthday, on: .of(2025, 4, 19)).age == 120)
        #expect(BirthdayView(birthday, on: .of(2026, 4, 19)).age == nil)
    }

    @Test(arguments: [(1900, 1, 1), (1970, 1, 1), (2000, 1, 1), (1899, 12, 30)])
    func aDayThatStandsForNotKnownIsNoNews(year: Int, month: Int, day: Int) {
        var sample = ProfileSample()
        sample.rules.sourcePriorities = ["crm": 10]
        sample.customer("crm") { $0.birthday = Birthday(year: year, month: month, day: day) }
        let today = Timestamp.utc(2026, month, day, 12)
        #expect(sample.profile(at: today).headlines == ["First contact"])
        // A record that knows better is believed.
        sample.customer("shop") { $0.birthday = Birthday(year: 1984, month: 6, day: 17) }
        #expect(sample.profile(at: today).person.birthday?.date.year == 1984)
        let explained = ProfileExplanation(of: sample.profile(at: today), state: sample.state, rules: sample.rules)
        #expect(explained.stated.first { $0.pointer == "/person/birthday/date" }?.source == "shop")
    }

    @Test func isTheCustomersOwnDay() {
        var sample = ProfileSample()
        sample.customer {
            $0.birthday = Birthday(year: 1980, month: 4, day: 19)
            $0.timeZone = "Pacific/Auckland"
        }
        // 13:00 UTC on the 18th is 01:00 on the 19th in Auckland.
        let profile = sample.profile(at: .utc(2026, 4, 18, 13))
        #expect(profile.person.birthday?.isToday == true)
        #expect(profile.headlines.contains("Birthday today"))
        #expect(profile.asOf == .utc(2026, 4, 18, 12))
        #expect(sample.profile(at: .utc(2026, 4, 18, 11)).headlines.contains("Birthday tomorrow"))
        #expect(sample.profile(at: .utc(2026, 4, 16, 11)).headlines.contains("Birthday on Sunday"))
    }
}
