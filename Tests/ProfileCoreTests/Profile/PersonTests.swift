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

@Suite struct GreetingTests {
    @Test(
        arguments: [
            ("Ms", "Jane", "Doe", "en-GB", "Ms Doe"),
            ("Frau", "Jana", "Doe", "de", "Frau Doe"),
            ("úr", "István", "Nagy", "hu-HU", "Nagy úr"),
            ("Dr.", "István", "Nagy", "hu", "Dr. Nagy"),
            ("様", "太郎", "田中", "ja", "田中様"),
            ("さん", "太郎", "田中", "ja-JP", "田中さん"),
            ("-san", "Taro", "Tanaka", "ja", "Tanaka-san"),
            ("Mr", "Taro", "Tanaka", "ja", "Mr Tanaka"),
            ("先生", "伟", "王", "zh-Hans", "王先生"),
            ("님", "민준", "김", "ko", "김 님"),
            ("Ông", "Minh", "Nguyễn", "vi", "Ông Nguyễn"),
            ("Ms", nil, "Doe", nil, "Ms Doe"),
            (nil, "Jane", "Doe", "en", "Jane"),
            ("Ms", "Jane", nil, "en", "Jane"),
            ("Ms", nil, nil, "en", nil),
            (nil, nil, "Doe", "en", nil),
        ] as [(String?, String?, String?, String?, String?)])
    func followsTheLanguage(
        salutation: String?, given: String?, family: String?, language: String?, expected: String?
    ) {
        let text = Greeting.text(salutation: salutation, givenName: given, familyName: family, language: language)
        #expect(text == expected)
    }
}

@Suite struct SurvivorshipTests {
    private func person(_ sample: ProfileSample) -> PersonView {
        sample.profile(at: .utc(2026, 11, 22)).person
    }

    @Test func sourcePriorityBeatsRecency() {
        var sample = ProfileSample()
        sample.rules.sourcePriorities = ["crm": 10]
        sample.customer("crm", at: .utc(2020, 1, 1)) { $0.givenName = "Jane" }
        sample.customer("shop", at: .utc(2026, 1, 1)) { $0.givenName = "Jenny" }
        #expect(person(sample).givenName == "Jane")
    }

    @Test func recencyDecidesAmongEqualSources() {
        var sample = ProfileSample()
        sample.customer("crm", at: .utc(2020, 1, 1)) { $0.givenName = "Jane" }
        sample.customer("shop", at: .utc(2026, 1, 1)) { $0.givenName = "Jenny" }
        #expect(person(sample).givenName == "Jenny")
    }

    @Test func emptyNeverOverwrites() {
        var sample = ProfileSample()
        sample.customer("crm", at: .utc(2020, 1, 1)) {
            $0.givenName = "Jane"
            $0.address = Address()
            $0.address?.city = "Leeds"
        }
        sample.customer("shop", at: .utc(2026, 1, 1)) {
            $0.givenName = " "
            $0.address = Address()
        }
        #expect(person(sample).givenName == "Jane")
        #expect(person(sample).address?.city == "Leeds")
    }

    @Test func anAddressIsOneWhole() {
        var sample = ProfileSample()
        sample.customer("crm", at: .utc(2020, 1, 1)) {
            $0.address = Address()
            $0.address?.street = "1 Old Street"
            $0.address?.city = "Leeds"
        }
        sample.customer("shop", at: .utc(2026, 1, 1)) {
            $0.address = Address()
            $0.address?.city = "York"
        }
        #expect(person(sample).address?.city == "York")
        #expect(person(sample).address?.street == nil)
    }

    @Test func tagsAreJoinedAndTraitsMergedByKey() {
        var sample = ProfileSample()
        sample.customer("crm", at: .utc(2020, 1, 1)) {
            $0.tags = ["b", "a"]
            $0.traits = ["size": .number("40"), "colour": .text("red")]
        }
        sample.customer("shop", at: .utc(2026, 1, 1)) {
            $0.tags = ["c", "a"]
            $0.traits = ["size": .number("41"), "colour": .null]
        }
        #expect(person(sample).tags == ["a", "b", "c"])
        #expect(person(sample).traits == ["size": .number("41"), "colour": .text("red")])
    }

    @Test func theOrderOfRecordsLeavesNoTrace() {
        var sample = ProfileSample()
        sample.customer("crm", "1") { $0.givenName = "A" }
        sample.customer("crm", "2") { $0.givenName = "B" }
        sample.customer("app", "3") { $0.givenName = "C" }
        let expected = person(sample).givenName
        #expect(expected == "C")
        sample.summary.customers.reverse()
        #expect(person(sample).givenName == expected)
    }
}
