import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire
import Testing

@Suite("The feed keeps another system current")
struct FeedTests {
    private static let moment = Timestamp(milliseconds: 1_790_000_000_000)

    /// How a section of a profile reads, whatever its version.
    private static func text(_ section: ProfileSection, of state: ProfileState) -> [UInt8] {
        let profile = Profile(
            state: state, at: moment, rules: .standard, policy: .standard(.euro), ranking: nil)
        return ProfileRenderer.contents(
            of: ProfileRenderer.render(profile, sections: [section]), withVersion: false)
    }

    @Test(
        "Who follows it knows every profile, and which sections of it read differently",
        arguments: 1...3 as ClosedRange<UInt64>)
    func mirror(seed: UInt64) async throws {
        var history = try await RandomHistory(seed: seed)
        var (place, mirror): (FeedPlace, [ProfileID: ProfileState]) = (.start, [:])
        for _ in 0..<25 {
            try await history.live(steps: 3)
            var told: [ProfileID: ChangedParts] = [:]
            var isLast = false
            while !isLast {
                let reading = try await history.shop.service.feed(after: place, limit: 4)
                for item in reading.news {
                    switch item.news {
                    case .changed(let id, let parts): told[id, default: []].formUnion(parts)
                    case .merged(let id, into: _), .erased(let id): mirror[id] = nil
                    case .event: break
                    }
                }
                (place, isLast) = (reading.place, reading.isLast)
            }
            let states = try await history.shop.store.scan(after: nil, limit: 1000)
            for state in states {
                guard let known = mirror.updateValue(state, forKey: state.id) else {
                    #expect(told[state.id] != nil, "nobody told of a new profile")
                    continue
                }
                let differing = ProfileSection.allCases.filter {
                    !ProfileSection.always.contains($0) && Self.text($0, of: known) != Self.text($0, of: state)
                }
                let affected = ProfileSection.affected(by: told[state.id] ?? [])
                #expect(Set(differing).isSubset(of: affected), "\(differing) differ, \(affected) were told")
            }
            #expect(Set(mirror.keys) == Set(states.map(\.id)))
        }
    }

    @Test(
        "A change names no section that records of its kind cannot reach",
        arguments: [
            (.customers, "person contact outlook journey consents"),
            (.orders, "person contact purchases outlook interests cart journey"),
            (.interactions, "contact outlook journey"), (.activities, "interests cart journey"),
            (.promises, "promises"), ([], nil), (.standing, nil),
        ] as [(ChangedParts, String?)])
    func reach(parts: ChangedParts, own: String?) {
        let all = (own.map { "identifiers sources \($0)" } ?? "").split(separator: " ").map(String.init)
        let named = Set(all + (parts.isEmpty ? [] : ["headlines", "notices", "vip"]))
        #expect(Set(ProfileSection.affected(by: parts).map(\.rawValue)) == named)
    }

    @Test("A reader that waits passes over pages of which it hears nothing", .timeLimit(.minutes(1)))
    func passedOver() async throws {
        let shop = try await Shop()
        for number in 1...5 { try await shop.file(.customer("crm:\(number)")) }
        let last = try #require(try await shop.id("crm:5"))
        let hears = { @Sendable (news: FeedNews) -> Bool in
            if case .changed(last, _) = news { true } else { false }
        }
        let patience = Duration.seconds(3600)
        let reading = try await shop.service.feed(after: .start, limit: 2, patience: patience, hears: hears)
        #expect(reading.news.count == 1)
        shop.service.hub.stop()
        let cut = try await shop.service.feed(after: .start, limit: 2, patience: patience, hears: hears)
        #expect(cut.news.isEmpty && cut.place != reading.place)
    }

    private static func tiers(_ shop: Shop, after place: inout FeedPlace) async throws -> [ProfileEvent] {
        let reading = try await shop.service.feed(after: place, limit: 1000)
        place = reading.place
        return reading.news.compactMap { if case .event(_, let event) = $0.news { event } else { nil } }
    }

    @Test("A tier is announced once when it is reached, and once when time alone ends it")
    func tiers() async throws {
        let shop = try await Shop()
        try await shop.service.announceTiers()
        var place = FeedPlace.start
        try await shop.file(.customer("crm:1", "email:a@example.com"), .customer("crm:2"))
        let id = try #require(try await shop.id("crm:1"))
        try await shop.service.announceTiers()
        #expect(try await Self.tiers(shop, after: &place) == [])
        let until = Timestamp(milliseconds: shop.clock.now.milliseconds + 3_600_000)
        _ = try await shop.service.setOverride(on: id, tier: "gold", reason: "r", until: until, by: "t")
        for _ in 1...2 { try await shop.service.announceTiers() }
        #expect(try await Self.tiers(shop, after: &place) == [.tier(from: nil, to: "gold")])
        shop.clock.advance(bySeconds: 7200)
        for _ in 1...2 { try await shop.service.announceTiers() }
        #expect(try await Self.tiers(shop, after: &place) == [.tier(from: "gold", to: nil)])
    }

    @Test("A store that is older than the announcements announces no tier that everybody knows")
    func olderStore() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("crm:1"))
        let id = try #require(try await shop.id("crm:1"))
        _ = try await shop.service.setOverride(on: id, tier: "gold", reason: "r", until: nil, by: "t")
        try await shop.service.announceTiers()
        var place = FeedPlace.start
        #expect(try await Self.tiers(shop, after: &place) == [])
        _ = try await shop.service.removeOverride(of: id)
        try await shop.service.announceTiers()
        #expect(try await Self.tiers(shop, after: &place) == [.tier(from: "gold", to: nil)])
    }
}
