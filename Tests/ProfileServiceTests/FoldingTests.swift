import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("States that an earlier version derived")
struct FoldingTests {
    @Test("are served as they are and stepped as they are, until the background folds them again, bit by bit")
    func background() async throws {
        let shop = try await Shop()
        for number in 1...120 { try await shop.file(.order("\(number)", of: "crm:\(number)")) }
        let expected = try await Self.states(in: shop)
        try await Self.age(Set(expected.keys), in: shop)
        try await shop.file(.order("more", of: "crm:1"))
        let stepped = try #require(try await shop.state("crm:1"))
        #expect(stepped.summary.derivation == ProfileSummary.derivation - 1, "a write folds nothing")
        #expect(stepped.summary.purchases.orders == 2)
        #expect(try await shop.store.countProfiles(foldedBefore: ProfileSummary.derivation) == 120)
        try await shop.service.foldEarlierStates()
        #expect(try await shop.store.countProfiles(foldedBefore: ProfileSummary.derivation) == 0)
        let folded = try await Self.states(in: shop)
        for (id, summary) in expected where id != stepped.id { #expect(folded[id] == summary) }
        #expect(folded[stepped.id]?.purchases.orders == 2)
        #expect(shop.service.metrics.contains { $0.name == "profiles_to_fold" && $0.values == ["": .gauge(0)] })
    }

    @Test("show a value that is new as null, and have it once they are folded")
    func newValue() async throws {
        let shop = try await Shop()
        try await shop.file(Self.call("1", seconds: 60), Self.call("2", seconds: 120))
        let id = try #require(try await shop.id("crm:1"))
        #expect(try await Self.handling(in: shop)?.averageSeconds == 90)
        try await Self.age([id], to: 2, in: shop)
        #expect(try await Self.handling(in: shop) == nil)
        try await shop.file(Self.call("3", seconds: 300))
        #expect(try await Self.handling(in: shop) == nil, "nothing half-counted is served")
        try await shop.service.foldEarlierStates()
        let handling = try await Self.handling(in: shop)
        #expect(handling?.averageSeconds == 160 && handling?.longestSeconds == 300 && handling?.sample == 3)
    }

    @Test("wait while the work is stopped, and go on where it stopped")
    func resumed() async throws {
        let shop = try await Shop()
        for number in 1...120 { try await shop.file(.order("\(number)", of: "crm:\(number)")) }
        try await Self.age(Set(try await Self.states(in: shop).keys), in: shop)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await shop.service.foldEarlierStates()
        }
        try await task.value
        #expect(try await shop.store.countProfiles(foldedBefore: ProfileSummary.derivation) == 120)
        try await shop.service.foldEarlierStates()
        #expect(try await shop.store.countProfiles(foldedBefore: ProfileSummary.derivation) == 0)
    }

    @Test("of a later version are left alone")
    func later() async throws {
        let shop = try await Shop()
        try await shop.file(.order("1", of: "crm:1"))
        let id = try #require(try await shop.id("crm:1"))
        try await Self.age([id], to: ProfileSummary.derivation + 1, in: shop)
        try await shop.service.foldEarlierStates()
        #expect(try await shop.state("crm:1")?.summary.derivation == ProfileSummary.derivation + 1)
    }

    private static func call(_ id: String, seconds: Int) -> SourceRecord {
        var interaction = InteractionRecord(occurredAt: SourceRecord.noon, channel: "phone")
        interaction.durationSeconds = seconds
        return SourceRecord(
            key: FactKey(kind: .interaction, source: "erp", id: id), updatedAt: SourceRecord.noon,
            isTimedByArrival: false,
            identifiers: [Identifier("crm:1")], body: .interaction(interaction))
    }

    private static func handling(in shop: Shop) async throws -> ContactView.Handling? {
        try await shop.service.profile(.identifier(Identifier("crm:1")))?.0.contact.handling
    }

    private static func states(in shop: Shop) async throws -> [ProfileID: ProfileSummary] {
        let states = try await shop.store.scan(after: nil, limit: 1_000)
        return Dictionary(uniqueKeysWithValues: states.map { ($0.id, $0.summary) })
    }

    private static func age(
        _ ids: Set<ProfileID>, to derivation: Int = ProfileSummary.derivation - 1, in shop: Shop
    ) async throws {
        _ = try await shop.store.commit(reading: ReadSet(profiles: ids)) { snapshot in
            var decision = Decision(decidedAt: snapshot.moment)
            decision.profiles = snapshot.profiles.mapValues { state in
                var state = state
                (state.version, state.summary.derivation) = (state.version + 1, derivation)
                return state
            }
            return (decision, ())
        }
    }
}
