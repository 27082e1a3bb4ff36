import ProfileCore
import Testing

/// A rendering may be kept and served again exactly while nothing in it would read differently.
@Suite struct ProfileValidityTests {
    private static let zones = [
        "Europe/London", "Europe/Berlin", "America/New_York", "America/Santiago", "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia", "Africa/Cairo", "America/St_Johns", "Asia/Beirut", "Atlantic/Azores", "UTC",
    ]

    @Test(arguments: 0..<250) func readsTheSameFromAsOfToHoldsUntil(seed: Int) {
        var numbers = SplitMix64(seed: UInt64(seed))
        let sample = Self.sample(&numbers)
        for _ in 0..<4 {
            let now = Self.moment(&numbers)
            let profile = sample.profile(at: now)
            #expect(profile.asOf <= now)
            #expect(profile.holdsUntil > now)
            let stretch = profile.asOf.milliseconds..<profile.holdsUntil.milliseconds
            let others =
                [stretch.lowerBound, stretch.upperBound - 1]
                + (0..<3).map { _ in .random(in: stretch, using: &numbers) }
            for other in others {
                #expect(sample.profile(at: Timestamp(milliseconds: other)) == profile)
            }
            #expect(sample.profile(at: profile.holdsUntil).asOf == profile.holdsUntil)
        }
    }

    @Test func aClockBehindTheChangeShowsTheTimeOfTheChange() {
        var sample = ProfileSample()
        sample.changedAt = .utc(2026, 11, 22, 10)
        let profile = sample.profile(at: .utc(2026, 11, 22, 9))
        #expect(profile.asOf == sample.changedAt)
        #expect(profile == sample.profile(at: sample.changedAt))
    }

    @Test func nothingHoldsBeyondTheUTCDay() {
        var sample = ProfileSample()
        sample.rules.contactHours = 0..<1440
        let profile = sample.profile(at: .utc(2026, 11, 22, 10))
        #expect(profile.asOf == .utc(2026, 11, 22))
        #expect(profile.holdsUntil == .utc(2026, 11, 23))
    }

    private static func moment(_ numbers: inout SplitMix64) -> Timestamp {
        // Half of the moments lie around the days on which many clocks jump.
        let jumps: [Timestamp] = [
            .utc(2026, 3, 29), .utc(2026, 10, 25), .utc(2026, 4, 5), .utc(2026, 11, 1), .utc(2026, 9, 6),
        ]
        let base = Bool.random(using: &numbers) ? jumps.randomElement(using: &numbers) : .utc(2026, 6, 15)
        let seconds = Int64.random(in: -36 * 3600...36 * 3600, using: &numbers)
        return (base ?? jumps[0]).advanced(bySeconds: seconds)
    }

    private static func sample(_ numbers: inout SplitMix64) -> ProfileSample {
        var sample = ProfileSample()
        let zone = zones.randomElement(using: &numbers)
        let hasBirthday = Bool.random(using: &numbers)
        let isDeclared = Bool.random(using: &numbers)
        let isRefused = Int.random(in: 0..<4, using: &numbers) == 0
        let from = Int.random(in: 0..<23, using: &numbers) * 60
        let preferred = PreferredTime(days: [.monday, .sunday], fromMinute: from, toMinute: from + 45)
        sample.customer {
            $0.timeZone = zone
            if hasBirthday { $0.birthday = Birthday(year: 1980, month: 4, day: 1) }
            if isRefused { $0.consents = [Consent(purpose: "contact", channel: nil, status: .denied, at: nil)] }
            if isDeclared { $0.preferredTime = preferred }
        }
        let hour = Int.random(in: 0..<24, using: &numbers)
        sample.contacts("chat", (1...6).map { .utc(2026, 2, $0 * 3, hour, $0) })
        let days = (0..<5).map { _ in Day.of(2025, 6, 1).advanced(by: .random(in: 0...400, using: &numbers)) }
        sample.orders(.euro, days.map { ($0, 60_000) })
        sample.signals([.sign(.cart, "A", at: .utc(2026, 3, 1), cents: 100)])
        for number in 0..<Int.random(in: 0...3, using: &numbers) {
            var promise = PromiseRecord(promisedAt: .utc(2026, 1, 1), text: "p\(number)")
            promise.dueAt = moment(&numbers)
            promise.dueOn = Bool.random(using: &numbers) ? moment(&numbers).day : nil
            sample.promise(promise, "\(number)")
        }
        let types: [ActivityType] = [.productViewed, .paymentFailed, .searchFailed, .checkoutStarted, .pageViewed]
        sample.activities(
            (0..<Int.random(in: 0...12, using: &numbers)).map { number in
                let near = moment(&numbers)
                let type = types[.random(in: 0..<types.count, using: &numbers)]
                return .of(type, at: near, sku: "A", query: "q")
            })
        if Bool.random(using: &numbers) {
            sample.overrides = [
                VIPOverride(
                    tier: "platinum", reason: "", until: moment(&numbers), setAt: .utc(2026, 1, 1), setBy: "",
                    home: ProfileSample.id)
            ]
        }
        return sample
    }
}
