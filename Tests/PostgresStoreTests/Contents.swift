@testable import PostgresStore
import ProfileCore
import ProfileStore
import SQLStore

/// Everything a store can be asked for, in the binary form where there is one.
struct Contents {
    var states: [[UInt8]] = []
    var tallies: [Set<TallyRow>] = []
    var facts: [[UInt8]] = []
    var filings: [Filing] = []
    var histories: [IdentityHistory] = []
    var conflicts: [Conflict] = []
    var changes: [ProfileChange] = []
    var timelines: [[FactKey]] = []
    var policy: VIPPolicy?
    var keys: [APIKey] = []
    var erasures: [Erasure] = []
    var tombstones: [[Tombstone]] = []

    init(of store: some ProfileStore & ErasureStore & SettingsStore) async throws {
        for state in try await store.scan(after: nil, limit: 10_000) {
            states.append(Stored.bytes(of: state))
            tallies.append(try await store.tallies(of: state))
            histories.append(contentsOf: [try await store.history(of: state.id)].compactMap(\.self))
            let page = try await store.timeline(of: .id(state.id), after: nil, limit: 10_000).value
            timelines.append((page?.facts ?? []).map(\.key))
        }
        for kind in RecordKind.ofProfiles {
            for fact in try await store.facts(kind: kind, after: nil, limit: 10_000) {
                facts.append(Stored.bytes(of: fact.key) + Stored.bytes(of: RecordPayload(fact.record)))
                filings.append(fact.filing)
            }
        }
        conflicts = try await store.conflicts(after: nil, limit: 10_000)
        changes = try await store.changes(after: .start, limit: 1_000_000).changes
            .sorted { $0.profile < $1.profile }
        policy = try await store.policy()
        keys = try await store.keys()
        erasures = try await store.erasures(after: nil, limit: 10_000)
        for erasure in erasures {
            tombstones.append(try await store.tombstones(of: erasure.id, after: nil, limit: 10_000))
        }
    }

    /// As they are stored, since an embedded store has one stripe.
    private var numbers: [Int64] { changes.map { Stripe(index: $0.number.stripe).base + $0.number.value } }

    /// The parts that differ, in words, since what differs is long and says little.
    func differences(from other: Contents, numbered: Bool = true) -> [String] {
        let agreements = [
            "states": states == other.states, "tallies": tallies == other.tallies, "facts": facts == other.facts,
            "filings": filings == other.filings,
            "histories": histories == other.histories, "conflicts": conflicts == other.conflicts,
            "timelines": timelines == other.timelines,
            "changes": changes.map(\.profile) == other.changes.map(\.profile),
            "versions": changes.map(\.version) == other.changes.map(\.version),
            "numbers": !numbered || numbers == other.numbers,
            "policy": policy == other.policy, "keys": keys == other.keys,
            "erasures": erasures == other.erasures, "tombstones": tombstones == other.tombstones,
        ]
        return agreements.filter { !$0.value }.keys.sorted()
    }
}

extension ProfileStore {
    /// Those in rows of their own that a fact names.
    fileprivate func tallies(of state: ProfileState) async throws -> Set<TallyRow> {
        guard !state.summary.shelved.isEmpty else { return [] }
        let facts = try await facts(of: state.id, after: nil, limit: 10_000)
        let readSet = ReadSet(facts: Set(facts.map(\.key)), weakTypes: History.rules.weakTypes)
        return try await commit(reading: readSet) { snapshot in
            (Decision(decidedAt: snapshot.moment), Set(snapshot.tallies[state.id]?.tallies ?? []))
        }.answer
    }
}
