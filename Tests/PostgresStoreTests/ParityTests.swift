import PostgresStore
import ProfileCore
import ProfileStore
import SQLiteStore
import Testing

@Suite("Two stores, one behaviour", .enabled(if: TestServer.shared != nil, TestServer.advice))
struct ParityTests {
    /// Everything a store can be asked for, in the binary form where there is one.
    private struct Contents: Equatable {
        var states: [[UInt8]] = []
        var facts: [[UInt8]] = []
        var filings: [Filing] = []
        var histories: [IdentityHistory] = []
        var conflicts: [Conflict] = []
        var changes: [ProfileChange] = []
        var timelines: [[FactKey]] = []

        init(of store: some ProfileStore) async throws {
            for state in try await store.scan(after: nil, limit: 10_000) {
                states.append(Stored.bytes(of: state))
                histories.append(try await store.identity(of: state))
                timelines.append(try await store.timeline(of: state.id, after: nil, limit: 10_000).map(\.key))
            }
            for kind in RecordKind.allCases {
                for fact in try await store.facts(kind: kind, after: nil, limit: 10_000) {
                    facts.append(Stored.bytes(of: fact.key) + Stored.bytes(of: RecordPayload(fact.record)))
                    filings.append(fact.filing)
                }
            }
            conflicts = try await store.conflicts(after: nil, limit: 10_000)
            changes = try await store.changes(after: 0, limit: 10_000)
        }
    }

    @Test("The same history leaves the same bytes", arguments: 1...6)
    func sameBytes(seed: Int) async throws {
        let server = try #require(TestServer.shared)
        try await server.withStore { postgres in
            let sqlite = try SQLiteStore.inMemory()
            var history = History(seed: UInt64(seed))
            for _ in 0..<150 {
                let step = history.step()
                try await sqlite.tell(step)
                try await postgres.tell(step)
            }
            let (expected, found) = (try await Contents(of: sqlite), try await Contents(of: postgres))
            #expect(!expected.states.isEmpty && !expected.conflicts.isEmpty)
            // As single facts, since what differs is long and says little.
            let agreements = [
                "states": found.states == expected.states, "facts": found.facts == expected.facts,
                "filings": found.filings == expected.filings, "histories": found.histories == expected.histories,
                "conflicts": found.conflicts == expected.conflicts, "timelines": found.timelines == expected.timelines,
                "changes": found.changes.map(\.profile) == expected.changes.map(\.profile),
                "versions": found.changes.map(\.version) == expected.changes.map(\.version),
            ]
            let differences = agreements.filter { !$0.value }.keys.sorted()
            #expect(differences.isEmpty)
        }
    }
}
