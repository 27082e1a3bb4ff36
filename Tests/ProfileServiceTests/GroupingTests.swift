import ProfileCore
import ProfileService
import Testing

/// An import files the records of one person together, whatever lies between them in the file.
@Suite("Profiles read as the order of the file gives, though it is filed in another")
struct GroupingTests {
    @Test("Of people who share addresses, of corrections and of orders", arguments: 0..<60 as Range<UInt64>)
    func inOtherOrder(seed: UInt64) async throws {
        var history = try await RandomHistory(seed: seed)
        let rules = history.rules
        let plain = try await Shop(identity: rules, seed: seed)
        let grouped = try await Shop(identity: rules, seed: seed)
        // The second file comes into a store that knows some of its people.
        for _ in 0..<2 {
            let records = (0..<60).map { _ in history.record(statesParts: false) }
            var groups = PersonGroups(rules: rules)
            let stored = try await grouped.service.places(of: records, in: groups)
            for record in records { groups.add(record, meeting: stored) }
            _ = try await plain.service.file(records)
            _ = try await grouped.service.file(groups.order().map { records[$0.index] })
            for shop in [plain, grouped] {
                try await shop.service.judgeAllClaims()
                shop.clock.advance(bySeconds: 60)
            }
        }
        #expect(try await Self.outcome(of: grouped, rules) == Self.outcome(of: plain, rules))
    }

    /// What profiles hold and are made of, whatever their ids, and what is refused to whom.
    private struct Outcome: Hashable {
        var profiles: Set<Profile> = []
        var refused: Set<ClaimKey> = []

        struct Profile: Hashable {
            let facts: Set<SourceRecord>
            let held: Set<Identifier>
            let summary: ProfileSummary
        }
    }

    private static func outcome(of shop: Shop, _ rules: IdentityRules) async throws -> Outcome {
        let oracle = try await ClaimOracle(shop, rules: rules)
        var outcome = Outcome(refused: Set(oracle.claims.map(\.key)))
        for state in oracle.states {
            outcome.profiles.insert(
                Outcome.Profile(
                    facts: Set((oracle.facts[state.id] ?? []).map(\.record)),
                    held: Set((oracle.links[state.id] ?? []).map(\.identifier)), summary: state.summary))
        }
        return outcome
    }
}
