import Foundation
import ProfileCore
import ProfileService
import ProfileStore
import Sorting
import Testing

/// An import files the records of one person together, whatever lies between them in the file.
@Suite("Profiles read as the order of the file gives, though it is filed in another")
struct GroupingTests {
    @Test("Of people who share addresses, of corrections and of orders", arguments: 0..<30 as Range<UInt64>)
    func inOtherOrder(seed: UInt64) async throws {
        var history = try await RandomHistory(seed: seed)
        let rules = history.rules
        let plain = try await Shop(identity: rules, seed: seed)
        let grouped = try await Shop(identity: rules, seed: seed)
        var dice = SplitMix64(seed: seed)
        // The second file comes into a store that knows some of its people.
        for _ in 0..<2 {
            let records = (0..<60).map { _ in history.record(statesParts: false) }
            var limits = SpilledRecords.Limits()
            limits.records = Int.random(in: 1...records.count + 1, using: &dice)
            limits.part = Int.random(in: 1...4_000, using: &dice)
            (limits.buffer, limits.namesAtOnce) = (Int.random(in: 1...500, using: &dice), 1)
            for part in records.parts(of: limits.records) {
                _ = try await plain.service.file(Array(part))
                try await Self.file(part, rules, limits, by: grouped.service)
            }
            for shop in [plain, grouped] {
                try await shop.service.judgeAllClaims()
                shop.clock.advance(bySeconds: 60)
            }
        }
        #expect(try await Self.outcome(of: grouped, rules) == Self.outcome(of: plain, rules))
    }

    /// As an import does, though next to nothing fits into memory.
    private static func file(
        _ records: ArraySlice<SourceRecord>, _ rules: IdentityRules, _ limits: SpilledRecords.Limits,
        by service: ProfileService
    ) async throws {
        let names = PersonNames(rules: rules)
        let stored = try await service.places(of: records, knownBy: names)
        var aside = SpilledRecords(folder: FileManager.default.temporaryDirectory.path, limits: limits)
        for record in records {
            #expect(!aside.isFull)
            try aside.append(Stored.bytes(of: record), named: names.hashes(of: record, meeting: stored))
        }
        var sorted = try aside.takeSorted()
        if try await !service.hasProfiles() { try await service.beginLoad() }
        while case let batch = try sorted.batch(atMost: records.count, bytes: .max), !batch.isEmpty {
            _ = try await service.file(try Stored.values(ofEach: batch))
        }
        try await service.endLoad()
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
