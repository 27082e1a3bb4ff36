@testable import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("Rows by which people are found")
struct SearchRowTests {
    @Test("follow from what profiles are, whatever happens to them", arguments: 0..<8 as Range<UInt64>)
    func history(seed: UInt64) async throws {
        var history = try await RandomHistory(seed: seed)
        for _ in 0..<8 {
            try await history.live(steps: 12)
            try await Self.check(history.shop.store)
        }
    }

    @Test("come to profiles that an earlier derivation folded when these are folded again, and not before")
    func folding() async throws {
        let shop = try await Shop()
        for number in 1...20 {
            try await shop.file(.customer("crm:\(number)", "email:p\(number)@example.com", family: "Meier"))
        }
        let ids = Set(try await shop.store.scan(after: nil, limit: 100).map(\.id))
        _ = try await shop.store.commit(reading: ReadSet(profiles: ids)) { snapshot in
            var decision = Decision(decidedAt: snapshot.moment)
            decision.searched = snapshot.profiles.compactMapValues { SearchMaterial($0.summary) }
            decision.profiles = snapshot.profiles.mapValues { state in
                var state = state
                (state.version, state.summary.derivation) = (state.version + 1, ProfileSummary.searchedSince - 1)
                return state
            }
            return (decision, ())
        }
        try await shop.file(.customer("crm:1", "email:p1@example.com", at: .init(milliseconds: 1_780_000_000_000)))
        #expect(try await Self.rows(in: shop.store).isEmpty, "half of the rows would hide the other half")
        try await shop.service.foldEarlierStates()
        #expect(try await Self.rows(in: shop.store).filter { $0.kind == .name }.count == 19)
        try await Self.check(shop.store)
    }

    @Test("stay as they are when somebody is in contact again in the same month")
    func contacts() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("crm:1", family: "Meier"), Self.call("1", at: 0))
        let change = try await Self.change(in: shop, by: Self.call("2", at: 60))
        #expect(change.isEmpty)
        let later = try await Self.change(in: shop, by: Self.call("3", at: 40 * 86_400))
        #expect(later.removed.map(\.term) == ["meier"] && later.saved.map(\.term) == ["meier"])
        #expect(later.addedWords.isEmpty && later.doubtedWords.isEmpty)
    }

    private static func call(_ id: String, at seconds: Int64) -> SourceRecord {
        SourceRecord(
            key: FactKey(kind: .interaction, source: "desk", id: id), updatedAt: SourceRecord.noon,
            isTimedByArrival: false, identifiers: [Identifier("crm:1")],
            body: .interaction(
                InteractionRecord(
                    occurredAt: Timestamp(milliseconds: 1_600_000_000_000).advanced(bySeconds: seconds),
                    channel: "phone")))
    }

    /// What filing a record does to the rows.
    private static func change(in shop: Shop, by record: SourceRecord) async throws -> SearchChange {
        let ingest = IngestDecision(rules: .standard)
        let arrival = IngestDecision.Arrival(
            record: record, at: SourceRecord.noon, newProfile: ProfileID(high: 1, low: 1))
        return try await shop.store.commit(reading: ingest.readSet([record])) { snapshot in
            let moment = snapshot.moment
            let decision = ingest.decide([arrival], seeing: snapshot, at: moment).0
            return (decision, decision.searchChange ?? SearchChange([]))
        }.answer
    }

    private static func check(_ store: any ProfileService.Store) async throws {
        let states = try await store.scan(after: nil, limit: 1_000)
        let expected = states.flatMap { SearchMaterial($0.summary)?.rows(of: $0.id) ?? [] }
        #expect(try await rows(in: store) == Set(expected))
    }

    private static func rows(in store: any ProfileService.Store) async throws -> Set<SearchRow> {
        var lookups = SearchLookups()
        lookups.terms = SearchRow.Kind.allCases.map { TermLookup(kind: $0, beginnings: [""]) }
        return Set(try await store.finds(lookups).rows)
    }
}
