import ProfileCore
import Testing

/// Visits and what was done in them, against a plain reading of the activities themselves.
@Suite("Visits, told from activities")
struct VisitTests {
    private static let zones = ["UTC", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"]
    private static let now = Timestamp.utc(2026, 11, 22, 10, 7)

    @Test("Visits, searches in vain, carts and returns are those of a plain reading", arguments: 0..<200)
    func oracle(seed: Int) throws {
        var numbers = SplitMix64(seed: UInt64(seed))
        let activities = Self.activities(&numbers)
        let zone = try #require(Self.zones.randomElement(using: &numbers))
        var sample = ProfileSample()
        sample.customer { $0.timeZone = zone }
        sample.activities(activities)
        let journey = sample.profile(at: Self.now).journey
        let plain = PlainVisits(activities, now: Self.now)
        #expect((journey?.visitsLast30Days ?? 0) == plain.recent.count)
        guard let last = plain.recent.last else { return #expect(journey == nil) }
        let clock = try #require(LocalClock(zone))
        let today = clock.reading(at: Self.now).day
        #expect(journey?.visitsToday == plain.recent.count { clock.reading(at: $0.lastMinute).day >= today })
        let visit = try #require(journey?.last)
        #expect(visit.visit.activities == last.activities.count)
        #expect(visit.isPresent == (plain.minutesAfter(last) <= 30))
        #expect(visit.pages == last.count([.pageViewed, .helpViewed, .productViewed]))
        #expect(visit.searchedInVain.reduce(0) { $0 + $1.times } == last.count([.searchFailed]))
        #expect(visit.added.count == last.count([.productAdded]))
        #expect(visit.removed.count == last.count([.productRemoved]))
        for sku in ["A", "B"] {
            let visits = plain.recent.count { $0.activities.contains { $0.type == "product_viewed" && $0.sku == sku } }
            #expect((journey?.returns.first { $0.sku == sku }?.visits ?? 1) == max(visits, 1), "\(sku)")
        }
    }

    private static func activities(_ numbers: inout SplitMix64) -> [ActivityRecord] {
        let start = now.milliseconds
        var ago: Int64 = .random(in: 0...90, using: &numbers)
        return (0..<Int.random(in: 0...24, using: &numbers)).map { _ in
            // Pauses around half an hour are those that matter; some visits lie weeks apart.
            let pause: ClosedRange<Int64> = Int.random(in: 0..<6, using: &numbers) == 0 ? 29...31 : 0...9
            ago += .random(in: pause, using: &numbers)
            if Int.random(in: 0..<9, using: &numbers) == 0 { ago += .random(in: 600...9_000, using: &numbers) }
            let type = ActivityType.allCases.randomElement(using: &numbers) ?? .search
            let seconds = Int64.random(in: 0..<60, using: &numbers)
            let at = Timestamp(milliseconds: start - ago * 60_000 - seconds * 1000)
            return .of(type, at: at, sku: Bool.random(using: &numbers) ? "A" : "B", query: "q")
        }
    }

    @Test("Half an hour without activity, by whole minutes, ends a visit, and no less")
    func pause() {
        var sample = ProfileSample()
        let at = Timestamp.utc(2026, 11, 22, 9, 0)
        sample.activities([.of(.pageViewed, at: at)])
        #expect(sample.profile(at: .utc(2026, 11, 22, 9, 30)).journey?.last?.isPresent == true)
        #expect(sample.profile(at: .utc(2026, 11, 22, 9, 30)).holdsUntil == .utc(2026, 11, 22, 9, 31))
        #expect(sample.profile(at: .utc(2026, 11, 22, 9, 31)).journey?.last?.isPresent == false)
    }

    @Test("Visits of today end with the customer's own day")
    func localMidnight() {
        var sample = ProfileSample()
        sample.customer { $0.timeZone = "America/New_York" }
        sample.activities([.of(.pageViewed, at: .utc(2026, 11, 22, 3, 0))])
        let before = sample.profile(at: .utc(2026, 11, 22, 4, 59))
        #expect(before.journey?.visitsToday == 1 && before.holdsUntil == .utc(2026, 11, 22, 5))
        #expect(sample.profile(at: .utc(2026, 11, 22, 5)).journey?.visitsToday == 0)
    }

    @Test("Where somebody came from is what led to the visit, and never a page of the shop itself")
    func arrival() {
        var sample = ProfileSample()
        let at = Timestamp.utc(2026, 11, 22, 9)
        sample.activities([
            .of(
                .pageViewed, at: at, url: "https://shop.example/",
                from: "https://www.search.example/?q=me@example.com"),
            .of(
                .pageViewed, at: at.advanced(bySeconds: 60), url: "https://shop.example/tents",
                from: "https://shop.example/"),
            .of(.pageViewed, at: at.advanced(bySeconds: 90), url: "/pay", from: "https://bank.example/ok"),
        ])
        #expect(sample.profile(at: at).journey?.last?.arrival?.referrer == "search.example")
    }

    @Test("Addresses keep no query, fragment, parameter, name or password")
    func addresses() {
        var sample = ProfileSample()
        let at = Timestamp.utc(2026, 11, 22, 9)
        let urls = [
            "https://jane:secret@shop.example/help/returns;jsessionid=1?mail=jane@example.com#token", "/help?token=1",
            "//shop.example/a", "?token=1", "https://shop.example",
        ]
        sample.activities(urls.map { .of(.helpViewed, at: at, url: $0) })
        let pages = Set(sample.summary.journey?.pages.list.items.compactMap(\.page) ?? [])
        #expect(pages == ["shop.example/help/returns", "/help", "shop.example/a", "shop.example"])
    }

    @Test("More minutes than are listed are counted from the first one listed on, and the answer says so")
    func crowd() {
        var sample = ProfileSample()
        let start = Timestamp.utc(2026, 11, 1)
        sample.activities((0..<2_000).map { .of(.pageViewed, at: start.advanced(bySeconds: $0 * 900)) })
        let journey = sample.profile(at: .utc(2026, 11, 22)).journey
        #expect(journey?.countedSince == start.advanced(bySeconds: (2_000 - 512) * 900))
        #expect(journey?.visitsLast30Days == 1 && journey?.last?.visit.activities == 512)
    }
}

extension VisitTests {
    @Test("A robot takes no more room than its latest 512 minutes and the latest of each list")
    func robot() {
        var sizes: [Int] = []
        for count in [2_000, 20_000] {
            var sample = ProfileSample()
            sample.activities(
                (0..<Int64(count)).map { number in
                    .of(
                        ActivityType.allCases[Int(number) % ActivityType.allCases.count],
                        at: Timestamp.utc(2026, 6, 1).advanced(bySeconds: number * 61), sku: "SKU-\(number % 90)",
                        query: "query \(number)", url: "https://shop.example/pages/\(number)?x=1",
                        from: "https://s\(number).example/")
                })
            sizes.append(Stored.bytes(of: sample.summary.journey ?? JourneySummary()).count)
        }
        #expect(sizes[1] < sizes[0] + 1_000 && sizes[1] < 16_000, "\(sizes)")
    }
}

/// Visits by a plain walk through the activities of the last days, oldest first.
private struct PlainVisits {
    struct PlainVisit {
        var activities: [ActivityRecord] = []

        var lastMinute: Timestamp {
            Timestamp(milliseconds: (activities.last?.occurredAt.milliseconds ?? 0) / 60_000 * 60_000)
        }

        func count(_ types: [ActivityType]) -> Int {
            activities.count { activity in types.contains { $0.rawValue == activity.type } }
        }
    }

    var recent: [PlainVisit] = []
    let now: Timestamp

    init(_ activities: [ActivityRecord], now: Timestamp) {
        self.now = now
        var previous: Int64?
        for activity in activities.sorted(by: { $0.occurredAt < $1.occurredAt }) {
            let minute = activity.occurredAt.milliseconds / 60_000
            if previous.map({ minute - $0 > 30 }) ?? true { recent.append(PlainVisit()) }
            recent[recent.count - 1].activities.append(activity)
            previous = minute
        }
        let start = now.day.advanced(by: -30).start
        recent.removeAll { $0.lastMinute < start }
    }

    func minutesAfter(_ visit: PlainVisit) -> Int64 {
        now.milliseconds / 60_000 - visit.lastMinute.milliseconds / 60_000
    }
}
