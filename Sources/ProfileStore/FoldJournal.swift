package import ProfileCore
import Synchronization

/// What this node's commits changed in profiles while they were folded, so that the fold can continue with it.
///
/// A journal hears of each commit shortly before or after readers see it, and of some commits that fail. An entry alone
/// therefore proves nothing: the journal needs every version between two bases.
package final class FoldJournal: Sendable {
    private struct Entry: Sendable {
        var facts: [Fact] = []
        var tallies: TallyChange?
        /// Whether facts only came or were corrected.
        var onlyAdds = false
    }

    /// What came between two bases.
    struct Arrivals {
        var facts: [FactKey: Fact] = [:]
        var tallies: [ProfileID: [TallyChange]] = [:]
    }

    private struct State {
        /// By profile and the version that a commit made.
        var entries: [ProfileID: [Int: Entry]] = [:]
        var keys: Set<FactKey> = []
    }

    /// A journal with so many facts stops listening, and the profiles are folded again.
    private static let greatestFacts = 10_000

    private let profiles: Set<ProfileID>
    private let state = Mutex(State())

    package init(of profiles: Set<ProfileID>) {
        self.profiles = profiles
    }

    func note(_ decision: Decision) {
        guard !decision.rehearses, !profiles.isDisjoint(with: decision.changedProfiles) else { return }
        state.withLock { state in
            guard state.keys.count < Self.greatestFacts else { return }
            state.keys.formUnion(decision.facts.keys)
            for id in profiles {
                guard let version = decision.profiles[id]?.version else { continue }
                let entry = Entry(
                    facts: Array(decision.facts.values), tallies: decision.tallies[id],
                    onlyAdds: decision.onlyAddsFacts)
                state.entries[id, default: [:]][version] = entry
            }
        }
    }

    /// The facts that commits stated since it began.
    var keys: Set<FactKey> { state.withLock(\.keys) }

    /// What came between two bases; nil when other things happened, or perhaps did.
    func arrivals(from earlier: FoldBasis, to later: FoldBasis) -> Arrivals? {
        guard earlier.versions.keys == later.versions.keys else { return nil }
        return state.withLock { state in
            var arrivals = Arrivals()
            for (id, version) in later.versions {
                guard let known = earlier.versions[id], known <= version else { return nil }
                for number in known..<version {
                    guard let entry = state.entries[id]?[number + 1], entry.onlyAdds else { return nil }
                    for fact in entry.facts {
                        // Commits of two profiles do not tell which version of a fact is later.
                        let known = arrivals.facts.updateValue(fact, forKey: fact.key)
                        if let known, known != fact { return nil }
                    }
                    arrivals.tallies[id, default: []] += [entry.tallies].compactMap(\.self)
                }
            }
            return arrivals
        }
    }
}

/// The journals of one commit. Each begins within an attempt, so that it misses no later commit.
package final class FoldJournals: Sendable {
    private let start: @Sendable (Set<ProfileID>) -> FoldJournal
    private let current = Mutex(FoldJournal(of: []))

    package init(_ start: @escaping @Sendable (Set<ProfileID>) -> FoldJournal) {
        self.start = start
    }

    package func begin(of profiles: Set<ProfileID>) {
        let journal = start(profiles)
        current.withLock { $0 = journal }
    }

    /// The journal that began last; an empty one if none has.
    package var latest: FoldJournal { current.withLock { $0 } }
}

extension Decision {
    /// Whether facts only came or were corrected.
    fileprivate var onlyAddsFacts: Bool {
        moves.isEmpty && withdrawnFacts.isEmpty && rebuilds.isEmpty && removedProfiles.isEmpty && !erases
    }
}

extension TallyChange {
    /// The rows that were `rows` before.
    func applied(to rows: [TallyRow]) -> [TallyRow] {
        let replaced = removed.union(saved.map(\.key))
        return rows.filter { !cleared.contains($0.key.kind) && !replaced.contains($0.key) } + saved
    }
}
