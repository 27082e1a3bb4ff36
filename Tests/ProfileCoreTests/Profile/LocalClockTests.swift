import ProfileCore
import Testing

@Suite struct LocalClockTests {
    @Test func readsTheClockOnTheWall() throws {
        let clock = try #require(LocalClock("Asia/Kathmandu"))
        let reading = clock.reading(at: .utc(2026, 11, 22, 20))
        #expect(reading.day == .of(2026, 11, 23))
        #expect(reading.minute == 105)
    }

    @Test func findsTheMomentOfALocalTime() throws {
        let london = try #require(LocalClock("Europe/London"))
        #expect(london.moment(of: .of(2026, 7, 1), minute: 9 * 60) == .utc(2026, 7, 1, 8))
        #expect(london.moment(of: .of(2026, 12, 1), minute: 9 * 60) == .utc(2026, 12, 1, 9))
        // 01:30 is skipped on 29 March: the first later reading is 02:00, at 01:00 UTC.
        #expect(london.moment(of: .of(2026, 3, 29), minute: 90) == .utc(2026, 3, 29, 1))
        // 01:30 comes twice on 25 October: the first counts.
        #expect(london.moment(of: .of(2026, 10, 25), minute: 90) == .utc(2026, 10, 25, 0, 30))
    }

    @Test(
        "A local time is the first moment at which clocks show it, and where they skip it, as much later",
        arguments: [
            "Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca",
            "Asia/Kathmandu", "Pacific/Chatham", "UTC",
        ])
    func turnsLocalTimesIntoMoments(zone: String) throws {
        let clock = try #require(LocalClock(zone))
        let quarter: Int64 = 15 * 60_000
        let start = Timestamp.utc(2026, 1, 1).milliseconds
        // What clocks show at every quarter hour of the year, the first moment of each reading.
        var shown: [Int64: Int64] = [:]
        for moment in stride(from: start - 96 * quarter, to: start + 366 * 96 * quarter, by: Int(quarter)) {
            let reading = moment + clock.offset(at: Timestamp(milliseconds: moment))
            shown[reading] = min(shown[reading] ?? .max, moment)
        }
        for local in stride(from: start, to: start + 364 * 96 * quarter, by: Int(quarter)) {
            let moment = clock.moment(ofLocal: local)
            if let first = shown[local] {
                #expect(moment.milliseconds == first)
            } else {
                let skip = moment.milliseconds + clock.offset(at: moment) - local
                #expect(skip > 0 && skip <= 4 * quarter && shown[local - skip] != nil && shown[local + skip] != nil)
            }
        }
    }

    @Test func aStretchEndsAtTheNextMarkOrJump() throws {
        let london = try #require(LocalClock("Europe/London"))
        let stretch = london.stretch(around: .utc(2026, 7, 1, 12), between: [9 * 60, 18 * 60])
        #expect(stretch == Validity(from: .utc(2026, 7, 1, 8), until: .utc(2026, 7, 1, 17)))
        // The clock goes back at 01:00 UTC.
        let night = london.stretch(around: .utc(2026, 10, 25, 0, 30), between: [])
        #expect(night == Validity(from: .utc(2026, 10, 24, 23), until: .utc(2026, 10, 25, 1)))
        let morning = london.stretch(around: .utc(2026, 10, 25, 3), between: [])
        #expect(morning == Validity(from: .utc(2026, 10, 25, 1), until: .utc(2026, 10, 26)))
    }

    @Test func refusesZonesThatDoNotExist() {
        #expect(LocalClock("Mars/Olympus") == nil)
    }

    @Test(
        arguments: [
            ("DE", "Europe/Berlin"), ("de", "Europe/Berlin"), ("GB", "Europe/London"), ("JP", "Asia/Tokyo"),
            ("ZW", "Africa/Harare"), ("AD", "Europe/Andorra"), ("US", nil), ("AU", nil), ("ES", nil), ("XX", nil),
        ] as [(String, String?)])
    func knowsCountriesWithOneTime(country: String, zone: String?) {
        #expect(CountryTimeZones.zone(ofCountry: country) == zone)
        if let zone { #expect(LocalClock(zone) != nil) }
    }
}
