/// The profiles of a decision that have rows for tallies, as they were before it, with the rows that were looked up.
struct Shelves {
    private var summaries: [ProfileID: ProfileSummary] = [:]
    /// The same without what was looked up.
    private var stored: [ProfileID: ProfileSummary] = [:]
    private let found: [ProfileID: TalliesFound]
    private let limits: SummaryLimits

    /// Lists in `profiles` what was found, so that steps count it.
    init(
        _ found: [ProfileID: TalliesFound], listingIn profiles: inout [ProfileID: ProfileState], _ limits: SummaryLimits
    ) {
        self.found = found
        self.limits = limits
        for (id, found) in found {
            stored[id] = profiles[id]?.summary
            profiles[id]?.summary.list(found.tallies)
            summaries[id] = profiles[id]?.summary
        }
    }

    /// A profile as it was before the decision: what was looked up is listed for steps alone, which list few again.
    func asStored(_ state: ProfileState) -> ProfileState {
        guard let summary = stored[state.id] else { return state }
        var state = state
        state.summary = summary
        return state
    }

    /// Whether all was looked up that a record counts for in a profile.
    func know(_ record: SourceRecord, of profile: ProfileID, _ rules: IdentityRules) -> Bool {
        guard !summaries.isEmpty, let shelved = summaries[profile]?.shelved else { return true }
        let asked = found[profile]?.asked ?? []
        let keys = record.tallyKeys(weakTypes: rules.weakTypes)
        return keys.allSatisfy { shelved[$0.kind] == nil || asked.contains($0) }
    }

    /// Whether all was looked up that one profile comes to count with what another lists, which has no rows.
    func know(_ other: ProfileSummary, joining profile: ProfileID) -> Bool {
        guard other.shelved.isEmpty else { return false }
        guard let shelved = summaries[profile]?.shelved else { return true }
        let asked = found[profile]?.asked ?? []
        return other.tallyKeys.allSatisfy { shelved[$0.kind] == nil || asked.contains($0) }
    }

    /// Has looked up what a stepped summary lost, makes rows of what it has too much of, and changes those it had.
    ///
    /// Returns false when only folding tells what was lost, or all of a kind where so few are left that the summary may
    /// list them.
    func update(_ state: inout ProfileState, losses: Set<SummaryLoss>, in decision: inout Decision) -> Bool {
        let (moment, rules) = (decision.decidedAt, decision.rules)
        let recovery =
            losses.isEmpty ? nil : Recovery(of: state.summary, losses, within: limits, by: rules, at: moment)
        guard losses.isEmpty || recovery != nil, step(&state.summary, of: state.id, in: &decision) else { return false }
        if let recovery, recovery.isNeeded { decision.recoveries[state.id] = recovery }
        return true
    }

    private func step(_ summary: inout ProfileSummary, of profile: ProfileID, in decision: inout Decision) -> Bool {
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
    /// Changes the stored rows of a profile, of which these are all, into the same without clearing kinds as a whole.
    fileprivate mutating func leaveOut(_ stored: [TallyRow]) {
        var known = Dictionary(stored.map { ($0.key, $0) }) { $1 }
        saved = saved.filter { known.removeValue(forKey: $0.key) != $0 }
        removed.formUnion(known.keys)
        cleared = []
    }

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
    /// Takes in what was found of what summaries had lost, nil where not all was.
    package mutating func take(recovered: [ProfileID: ProfileSummary?]) {
        for (id, summary) in recovered {
            guard var summary, let shelved = profiles[id]?.summary.shelved else {
                rebuilds.insert(id)
                continue
            }
            summary.shelved = shelved
            for kind in shelved.keys { takeRows(kind, of: id, from: &summary) }
            profiles[id]?.summary = summary
        }
        recoveries = [:]
    }

    /// Rows that are to be saved take what was found, and a summary lists few of those that now hold all of a kind.
    private mutating func takeRows(_ kind: TallyKind, of id: ProfileID, from summary: inout ProfileSummary) {
        guard var change = tallies[id] else { return }
        let found = Dictionary(summary.tallies(kind).map { ($0.key, $0) }) { $1 }
        change.saved = change.saved.map { found[$0.key] ?? $0 }
        if change.cleared.contains(kind) {
            let rows = change.saved.filter { $0.key.kind == kind }.sorted { $0.comes(before: $1) }
            summary.list(foremost: Array(rows.prefix(rules.summaryLimits[kind].shown)), of: kind)
        }
        tallies[id] = change
    }

    /// Takes in the foremost tallies that were wanted.
    package mutating func take(foremost: [ProfileID: [TallyRow]]) {
        for (id, change) in tallies {
            for kind in change.wanted.keys {
                let ofKind = (foremost[id] ?? []).filter { $0.key.kind == kind }
                profiles[id]?.summary.list(foremost: ofKind, of: kind)
            }
        }
    }

    /// Makes rows of what a folded profile has too much of, in place of those that `earlier` had. When these are known,
    /// only those that differ are written.
    mutating func shelve(_ id: ProfileID, after earlier: ProfileSummary?, of stored: [TallyRow]?) {
        var change = TallyChange(clearing: earlier?.shelved ?? [:])
        for kind in TallyKind.allCases {
            guard let rows = profiles[id]?.summary.shelve(kind, within: rules.summaryLimits) else { continue }
            change.cleared.insert(kind)
            change.saved += rows
        }
        if let stored { change.leaveOut(stored) }
        tallies[id] = change.isEmpty ? nil : change
    }
}
