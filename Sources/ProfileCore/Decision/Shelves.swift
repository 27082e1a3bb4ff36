/// The profiles of a decision that have rows for tallies, as they were before it, with the rows that were looked up.
struct Shelves {
    private var summaries: [ProfileID: ProfileSummary] = [:]
    private let found: [ProfileID: TalliesFound]
    private let limits: SummaryLimits

    /// Lists in `profiles` what was found, so that steps count it.
    init(
        _ found: [ProfileID: TalliesFound], listingIn profiles: inout [ProfileID: ProfileState], _ limits: SummaryLimits
    ) {
        self.found = found
        self.limits = limits
        for (id, state) in profiles where !state.summary.shelved.isEmpty {
            if let tallies = found[id]?.tallies { profiles[id]?.summary.list(tallies) }
            summaries[id] = profiles[id]?.summary
        }
    }

    /// Whether all was looked up that a record counts for in a profile.
    func know(_ record: SourceRecord, of profile: ProfileID, _ rules: IdentityRules) -> Bool {
        guard let shelved = summaries[profile]?.shelved else { return true }
        let asked = found[profile]?.asked ?? []
        let keys = record.tallyKeys(weakTypes: rules.weakTypes)
        return keys.allSatisfy { shelved[$0.kind] == nil || asked.contains($0) }
    }

    /// Makes rows of what a stepped summary has too much of, and changes those it had.
    ///
    /// Returns false when so few are left that the summary may list all of a kind, which its facts must tell.
    func settle(_ summary: inout ProfileSummary, of profile: ProfileID, in decision: inout Decision) -> Bool {
        var change = TallyChange()
        let before = summaries[profile]
        for kind in TallyKind.allCases {
            if let before, let count = before.shelved[kind] {
                guard change.step(kind, from: before, count, to: &summary, within: limits) else { return false }
            } else if let rows = summary.shelve(kind, within: limits) {
                change.cleared.insert(kind)
                change.saved += rows
            }
        }
        if !change.isEmpty { decision.tallies[profile] = change }
        return true
    }

    /// Removes the rows of a profile that is no more.
    func remove(_ profile: ProfileID, in decision: inout Decision) {
        guard let shelved = summaries[profile]?.shelved else { return }
        decision.tallies[profile] = TallyChange(clearing: shelved)
    }
}

extension TallyChange {
    init(clearing shelved: SortedMap<TallyKind, ShelfCount>) {
        cleared = Set(shelved.keys)
    }

    /// Takes in what steps made of the tallies of one kind.
    fileprivate mutating func step(
        _ kind: TallyKind, from earlier: ProfileSummary, _ count: ShelfCount, to summary: inout ProfileSummary,
        within limits: SummaryLimits
    ) -> Bool {
        let (before, after) = (earlier.tallies(kind), summary.tallies(kind))
        let told = { (tallies: [TallyRow]) in tallies.count(where: \.isTold) }
        let now = ShelfCount(
            total: count.total + after.count - before.count, told: count.told + told(after) - told(before))
        guard now.total > limits[kind].capacity else { return false }
        summary.shelved[kind] = now
        var known = Dictionary(before.map { ($0.key, $0) }) { $1 }
        for tally in after where known.removeValue(forKey: tally.key) != tally { saved.append(tally) }
        removed.formUnion(known.keys)
        wanted[kind] = limits[kind].shown
        return true
    }
}

extension Decision {
    /// Takes in the foremost tallies that were wanted.
    package mutating func settle(foremost: [ProfileID: [TallyRow]]) {
        for (id, change) in tallies {
            for kind in change.wanted.keys {
                let ofKind = (foremost[id] ?? []).filter { $0.key.kind == kind }
                profiles[id]?.summary.list(foremost: ofKind, of: kind)
            }
        }
    }

    /// Makes rows of what a folded profile has too much of, in place of those that `earlier` had.
    mutating func shelve(_ id: ProfileID, after earlier: ProfileSummary?) {
        var change = TallyChange(clearing: earlier?.shelved ?? [:])
        for kind in TallyKind.allCases {
            guard let rows = profiles[id]?.summary.shelve(kind, within: rules.summaryLimits) else { continue }
            change.cleared.insert(kind)
            change.saved += rows
        }
        tallies[id] = change.isEmpty ? nil : change
    }
}
