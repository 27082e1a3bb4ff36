package import ProfileCore
package import ProfileStore

/// The calls that apply decisions which do not concern each other. Rows are saved in the order of their index, which is
/// then walked once, and in which writers lock them.
extension SQLStatement {
    /// Moves, facts and links: all that a rebuild reads.
    static func groundwork(_ decisions: [Decision]) -> [Call] {
        var calls = moves(decisions)
        calls += facts(decisions)
        let withdrawn = decisions.flatMap { $0.erases ? [:] : $0.withdrawnFacts }.sorted { $0.key < $1.key }
        calls.add(withdrawFacts, withdrawn, then: { $0.add(Timestamp.withdrawn) }) {
            $0.add($1.key)
            $0.add($1.value)
        }
        let foreseen = decisions.flatMap { $0.foreseenWithdrawals.values }.sorted { $0.key < $1.key }
        calls.add(saveFacts, foreseen) { $0.add($1) }
        let erased = decisions.flatMap { ($0.erases ? $0.withdrawnFacts : [:]).keys }.sorted()
        calls.add(eraseFactsByKey, erased) { $0.add($1) }
        calls += links(decisions.flatMap { $0.links.values })
        calls += removals(decisions.flatMap { $0.removedLinks })
        calls.add(forgetLinks, decisions.flatMap { $0.forgotten }) {
            $0.add($1.identifier)
            $0.add($1.profile)
        }
        return calls
    }

    /// What came of folding profiles: facts and links that go elsewhere, with their claims, and claims that came to
    /// light.
    static func folded(_ outcome: Refolding.Outcome) -> [Call] {
        var calls = ofHomes(moveWithdrawnOfHomes, outcome.withdrawn)
        calls.add(fileFacts, outcome.filings.sorted { $0.key < $1.key }) {
            $0.add($1.key)
            $0.add($1.value.profile)
            $0.add($1.value.home)
        }
        calls += removals(Array(outcome.removedLinks)) + links(Array(outcome.links.values))
        return calls + conflicts(noteClaims, outcome.claims)
    }

    /// Claims that were refused or are held now.
    static func claims(_ decisions: [Decision]) -> [Call] {
        var calls: [Call] = []
        calls.add(dropClaims, Set(decisions.flatMap { $0.droppedClaims }).sorted()) { $0.add($1) }
        calls += conflicts(saveConflicts, decisions.flatMap { $0.conflicts })
        return calls
    }

    /// What people decide, aliases, and the queue of claims.
    static func review(_ decisions: [Decision]) -> [Call] {
        var calls: [Call] = []
        calls.add(saveAliases, decisions.flatMap { $0.aliases }.sorted { $0.key < $1.key }) {
            $0.add($1.key)
            $0.add($1.value)
        }
        calls.add(removeAliases, decisions.flatMap { $0.removedAliases })
        calls += merges(decisions.flatMap { $0.merges })
        calls.add(removeMerges, decisions.flatMap { $0.removedMerges }) {
            $0.add($1.absorbed)
            $0.add($1.at)
        }
        calls.add(saveSeparations, decisions.flatMap { $0.separations }.distinct) {
            $0.add($1.pair)
            $0.add($1.first.fact.map { Stored.bytes(of: $0) })
            $0.add($1.second.fact.map { Stored.bytes(of: $0) })
        }
        calls.add(removeSeparations, Set(decisions.flatMap { $0.removedSeparations }).sorted()) { $0.add($1) }
        calls.add(removeMergesNaming, decisions.flatMap { $0.ended })
        calls += queue(decisions)
        let unlinked = decisions.flatMap { $0.removedLinks.map(\.identifier) + $0.forgotten.map(\.identifier) }
        // Arms go with their links, by which alone an erasure finds them.
        calls.add(forgetUnlinkedAssignments, Set(unlinked).sorted()) { $0.add($1) }
        if decisions.contains(where: { $0.erases }) { calls.append(dequeueUnstated.with()) }
        return calls
    }

    /// How far claims were judged, and what has to be judged from now on.
    private static func queue(_ decisions: [Decision]) -> [Call] {
        let judged = decisions.flatMap { $0.judged }.sorted { $0.identifier < $1.identifier }
        let now = decisions.map { $0.decidedAt }.max()
        var calls: [Call] = []
        calls.add(claimsJudged, judged.filter(\.isDone)) {
            $0.add($1.identifier)
            $0.add($1.stamp)
        }
        calls.add(claimsJudgedUpTo, judged.filter { !$0.isDone }) {
            $0.add($1.identifier)
            $0.add($1.stamp)
            $0.add($1.after?.at)
            $0.add(small: $1.after.map { Int($0.fact.kind.rawValue) })
            $0.add($1.after?.fact.source)
            $0.add($1.after?.fact.id)
            $0.add(small: $1.band)
        }
        calls.add(queueClaims, Array(Set(decisions.flatMap { $0.claimable })), then: { $0.add(now) }) { $0.add($1) }
        calls.add(queueNamed, Set(decisions.flatMap { $0.eased }).sorted(), then: { $0.add(now) }) { $0.add($1) }
        let lightened = Set(decisions.flatMap { $0.lightened }).sorted()
        calls.add(queueLightened, lightened, then: { $0.add(now) }) { $0.add($1) }
        return calls
    }

    static func facts(_ decisions: [Decision]) -> [Call] {
        let facts = decisions.flatMap { $0.facts.values }
        guard facts.count > 1 else { return saveFacts.each(facts) { $0.add($1) } }
        // Whole facts are slow to sort: their keys and places are not.
        let order = facts.indices.map { (key: facts[$0].key, place: $0) }.sorted { $0.key < $1.key }
        return saveFacts.each(order.map(\.place)) { $0.add(facts[$1]) }
    }

    private static func links(_ links: [Link]) -> [Call] {
        saveLinks.each(links.sorted { ($0.identifier, $0.home) < ($1.identifier, $1.home) }) { $0.add($1) }
    }

    private static func removals(_ links: [LinkKey]) -> [Call] {
        removeLinks.each(links.sorted { ($0.identifier, $0.home) < ($1.identifier, $1.home) }) { $0.add($1) }
    }

    private static func conflicts(_ statement: Self, _ conflicts: [Conflict]) -> [Call] {
        guard !conflicts.isEmpty else { return [] }
        let last = Dictionary(conflicts.map { ($0.key, $0) }) { $1 }
        return statement.each(last.values.sorted { $0.key < $1.key }) { $0.add($1) }
    }

    private static func merges(_ merges: [Merge]) -> [Call] {
        guard !merges.isEmpty else { return [] }
        var last: [ProfileID: [Timestamp: Merge]] = [:]
        for merge in merges { last[merge.absorbed, default: [:]][merge.at] = merge }
        let sorted = last.values.flatMap(\.values).sorted { ($0.absorbed, $0.at) < ($1.absorbed, $1.at) }
        return saveMerges.each(sorted) {
            $0.add($1.absorbed)
            $0.add($1.at)
            $0.add($1.survivor)
            $0.add(Stored.bytes(of: $1))
        }
    }
}

// MARK: Moves

/// Moves of all that is filed under a profile, drawn together so that any number of them is few statements.
private struct Moves {
    struct Target: Sendable {
        let from: ProfileID
        var to: ProfileID
        let at: Timestamp
    }

    enum Step {
        case all([Target])
        /// Each of what has one of some homes.
        case homes([Decision.Move])
    }

    private(set) var steps: [Step] = []

    init(_ decisions: [Decision]) {
        for place in decisions.indices {
            for move in decisions[place].moves { add(move, at: decisions[place].decidedAt) }
        }
    }

    private mutating func add(_ move: Decision.Move, at moment: Timestamp) {
        switch (steps.last, move.homes) {
        case (.all(let moves), nil):
            steps[steps.count - 1] = .all(Self.adding(move, at: moment, to: moves))
        case (.homes(let earlier), _?) where !earlier.contains { $0.to == move.from }:
            steps[steps.count - 1] = .homes(earlier + [move])
        case (_, _?): steps.append(.homes([move]))
        case (_, nil): steps.append(.all([Target(from: move.from, to: move.to, at: moment)]))
        }
    }

    /// What was moved here before moves on.
    private static func adding(_ move: Decision.Move, at moment: Timestamp, to moves: [Target]) -> [Target] {
        var moves = moves
        for place in moves.indices where moves[place].to == move.from { moves[place].to = move.to }
        if !moves.contains(where: { $0.from == move.from }) {
            moves.append(Target(from: move.from, to: move.to, at: moment))
        }
        return moves
    }
}

extension SQLStatement {
    fileprivate static func moves(_ decisions: [Decision]) -> [Call] {
        Moves(decisions).steps.flatMap { step in
            switch step {
            case .all(let moves): calls(moves.sorted { $0.from < $1.from })
            case .homes(let moves):
                ofHomes(moveFactsOfHomes, moves) + ofHomes(moveLinksOfHomes, moves)
                    + moveClaims.each(Set(moves.map(\.from)))
            }
        }
    }

    private static func ofHomes(_ statement: Self, _ moves: [Decision.Move]) -> [Call] {
        statement.each(moves.filter { $0.homes?.isEmpty == false }) {
            $0.add($1.from)
            $0.add($1.to)
            $0.add(anyOf: $1.homes ?? [])
        }
    }

    private static func calls(_ moves: [Moves.Target]) -> [Call] {
        [moveFacts, moveLinks, renameProfiles, renameHolders].flatMap { statement in
            statement.each(moves) {
                $0.add($1.from)
                $0.add($1.to)
            }
        }
            + resolveConflicts.each(moves) {
                $0.add($1.to)
                $0.add($1.at)
            }
    }
}

// MARK: Tallies

extension SQLStatement {
    /// Changes rows that hold tallies.
    static func tallyChanges(_ changes: [ProfileID: TallyChange]) -> [Call] {
        let sorted = changes.sorted { $0.key < $1.key }
        let cleared = sorted.flatMap { id, change in change.cleared.sorted().map { (id: id, kind: $0) } }
        let saved = sorted.flatMap { id, change in change.saved.map { (id: id, tally: $0) } }
        let removed = sorted.flatMap { id, change in change.removed.map { (id: id, key: $0) } }
        var calls: [Call] = []
        calls.add(clearTallies, cleared) {
            $0.add($1.id)
            $0.add(small: Int($1.kind.rawValue))
        }
        calls.add(saveTallies, saved) {
            $0.add($1.tally.key, of: $1.id)
            $0.add($1.tally.rank.amount)
            $0.add($1.tally.rank.moment)
            $0.add(Stored.bytes(of: $1.tally.value))
        }
        calls.add(removeTallies, removed) { $0.add($1.key, of: $1.id) }
        return calls
    }

    /// Reads the foremost that are wanted.
    static func foremost(_ changes: [ProfileID: TallyChange]) -> [Call] {
        let wanted = changes.flatMap { id, change in change.wanted.map { (id: id, kind: $0, number: $1) } }
        return foremostTallies.each(wanted.sorted { ($0.id, $0.kind.rawValue) < ($1.id, $1.kind.rawValue) }) {
            $0.add($1.id)
            $0.add(small: Int($1.kind.rawValue))
            $0.add($1.number)
        }
    }
}

// MARK: Profiles

/// The profiles that decisions change, in the order in which their changes are numbered.
package struct ChangedProfiles: Sendable {
    package struct Row: Sendable {
        package let id: ProfileID
        package let state: ProfileState?
        package let changedAt: Timestamp
        package let parts: ChangedParts
        /// Those that came with the change, which was decided then.
        fileprivate let events: [ProfileEvent]
        fileprivate let decidedAt: Timestamp
    }

    /// An event, with the place of its change among all.
    package struct Event: Sendable {
        package let change: Int
        package let profile: ProfileID
        package let place: Int
        package let at: Timestamp
        package let event: ProfileEvent
    }

    /// For each decision its profiles, ascending by id.
    private let decisions: [[Row]]

    package init(_ decisions: [Decision]) {
        self.decisions = decisions.map { decision in
            let events = decision.events
            return decision.changedProfiles.sorted().map { id in
                let state = decision.removedProfiles.contains(id) ? nil : decision.profiles[id]
                return Row(
                    id: id, state: state, changedAt: state?.changedAt ?? decision.decidedAt,
                    parts: decision.changedParts(of: id), events: events[id] ?? [], decidedAt: decision.decidedAt)
            }
        }
    }

    package var rows: [Row] { decisions.flatMap(\.self) }
    package var count: Int { decisions.reduce(0) { $0 + $1.count } }

    package var events: [Event] {
        rows.enumerated().flatMap { change, row in
            row.events.enumerated().map { place, event in
                Event(change: change, profile: row.id, place: place, at: row.decidedAt, event: event)
            }
        }
    }

    /// What to tell about each decision, once the number before the first is known.
    package func changes(numberedAfter number: ChangeNumber) -> [[ProfileChange]] {
        var value = number.value
        return decisions.map { rows in
            rows.map { row in
                value += 1
                return ProfileChange(
                    ChangeNumber(stripe: number.stripe, value: value), profile: row.id, version: row.state?.version)
            }
        }
    }
}
