import ProfileCore
import Testing

@testable import ProfileWire

struct MomentTextTests {
    @Test(arguments: [
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"), ("2026-11-22t11:00:00.5+01:00", "2026-11-22T10:00:00.500Z"),
        ("2026-11-22 10:00:00.123999z", "2026-11-22T10:00:00.123Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"), ("2026-01-01T00:30:00+05:30", "2025-12-31T19:00:00Z"),
        ("2024-02-29T00:00:00-00:00", "2024-02-29T00:00:00Z"), ("1900-01-01T00:00:00Z", "1900-01-01T00:00:00Z"),
        ("2026-01-01T10:00Z", "2026-01-01T10:00:00Z"), ("2026-01-01T10:00:00+0100", "2026-01-01T09:00:00Z"),
        ("2026-01-01T10:00:00+02", "2026-01-01T08:00:00Z"), ("2026-01-01 10:00 -0330", "2026-01-01T13:30:00Z"),
        ("2026-01-01 10:00:00 UTC", "2026-01-01T10:00:00Z"), ("2026-01-01T10:00:00,5Z", "2026-01-01T10:00:00.500Z"),
    ])
    func readsTimes(_ text: String, _ utc: String) {
        guard case .found(let time) = MomentText.moment(text, timeZone: nil) else {
            Issue.record("\(text)")
            return
        }
        #expect(TimeText.rfc3339(time) == utc)
    }

    @Test(arguments: [
        ("2026-02-30T00:00:00Z", MomentText.Outcome<Timestamp>.impossible), ("2026-01-01T24:00:00Z", .impossible),
        ("2026-01-01T10:60:00Z", .impossible), ("2026-13-01T10:00:00Z", .impossible),
        ("1899-12-31T23:59:59Z", .outOfRange), ("2201-01-01T00:00:00Z", .outOfRange),
        ("2026-01-01T10:00:00", .missingOffset), ("2026-01-01", .malformed), ("2026-01-01T10Z", .malformed),
        ("2026-01-01T10:00:00+01000", .malformed), ("2026-01-01T10:00:00+0", .malformed),
        ("2026-01-01T10:00:00+01:", .malformed), ("2026-01-01T10:00:00Zx", .malformed),
        ("2026-01-01T10:00:00.Z", .malformed), ("yesterday", .malformed), ("1700000000", .malformed),
        ("２０２６-01-01T10:00:00Z", .malformed),
    ])
    func refusesTimes(_ text: String, _ outcome: MomentText.Outcome<Timestamp>) {
        #expect(MomentText.moment(text, timeZone: nil) == outcome)
    }

    @Test func readsLocalTimesInTheirZone() {
        let summer = MomentText.moment("2026-07-01T10:00:00", timeZone: "Europe/Berlin")
        let winter = MomentText.moment("2026-01-01T10:00:00", timeZone: "Europe/Berlin")
        #expect(summer == MomentText.moment("2026-07-01T08:00:00Z", timeZone: nil))
        #expect(winter == MomentText.moment("2026-01-01T09:00:00Z", timeZone: nil))
    }

    @Test(
        "Of a time that clocks skip or repeat, the offset before counts",
        arguments: [
            ("2026-03-29T02:30:00", "Europe/Berlin", "2026-03-29T01:30:00Z"),
            ("2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25T00:30:00Z"),
            ("2026-03-08T02:30:00", "America/New_York", "2026-03-08T07:30:00Z"),
            ("2026-11-01T01:30:00", "America/New_York", "2026-11-01T05:30:00Z"),
            ("2026-10-04T02:30:00", "Australia/Sydney", "2026-10-03T16:30:00Z"),
            ("2026-04-05T02:30:00", "Australia/Sydney", "2026-04-04T15:30:00Z"),
            ("2026-10-04T02:15:00", "Australia/Lord_Howe", "2026-10-03T15:45:00Z"),
            ("2026-04-05T01:45:00", "Australia/Lord_Howe", "2026-04-04T14:45:00Z"),
            ("2026-09-06T00:30:00", "America/Santiago", "2026-09-06T04:30:00Z"),
            ("2011-12-30T12:00:00", "Pacific/Apia", "2011-12-30T22:00:00Z"),
        ])
    func readsTimesAroundClockChanges(_ local: String, _ zone: String, _ utc: String) {
        #expect(MomentText.moment(local, timeZone: zone) == MomentText.moment(utc, timeZone: nil))
    }

    @Test func knowsTheZonesOfIANA() {
        #expect(
            ["Europe/London", "UTC", "America/Argentina/Buenos_Aires", "Asia/Kolkata"].allSatisfy(LocalTime.isKnown))
        #expect(!["", "GMT+1", "Europe/Atlantis", "europe/london", "PST"].contains(where: LocalTime.isKnown))
    }

    @Test func readsBirthdaysAndDays() {
        #expect(MomentText.birthday("--02-29") == Birthday(year: nil, month: 2, day: 29).map { .found($0) })
        #expect(MomentText.birthday("1981-02-29") == .impossible)
        #expect(MomentText.birthday("1980-4-19") == .malformed)
        #expect(MomentText.day("2026-11-22T23:30:00-08:00") == Day(year: 2026, month: 11, day: 22).map { .found($0) })
        #expect(MomentText.day("2026-11-31") == .impossible)
        #expect(
            [MomentText.clockMinute("24:00"), MomentText.clockMinute("24:01"), MomentText.clockMinute("7:00")] == [
                1440, nil, 420,
            ])
        #expect(MomentText.birthday("1980-04-19T00:00:00Z") == MomentText.birthday("1980-04-19"))
        #expect(MomentText.birthday("1980-04-19 or so") == .malformed)
    }

    @Test(
        arguments: [
            ("EN_gb", "en-GB"), ("zh-hant-TW", "zh-Hant-TW"), ("de", "de"), ("sl-rozaj-biske", "sl-rozaj-biske"),
            ("zh-cmn-Hans-CN", "zh-cmn-Hans-CN"), ("de-CH-1996", "de-CH-1996"), ("es-419", "es-419"),
            ("x-private", "x-private"), ("en-a-bbb-x-a", "en-a-bbb-x-a"), ("e", nil), ("english language", nil),
            ("", nil),
            ("en--GB", nil), ("en-GB-", nil), ("12", nil), ("en-a", nil), ("ﬁ", nil),
        ] as [(String, String?)])
    func writesLanguagesInTheirCase(_ text: String, _ tag: String?) {
        #expect(LanguageTag.canonical(text) == tag)
    }
}
