package import ProfileCore
import Synchronization

/// A commit to come, decided beside the writers if the store can.
///
/// What was decided counts as long as no commit changed what it saw: optimistic concurrency control, which validates
/// the read set. Otherwise, and where nothing was decided, the commit decides as any other does.
package struct Foresight<Answer: Sendable>: Sendable {
    package let readSet: ReadSet
    package let decide: @Sendable (consuming Snapshot) -> (Decision, Answer)
    /// Nil where the store decides within the commit only.
    package let decided: DecidedBeside<Answer>?

    package init(
        reading readSet: ReadSet, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer),
        decided: DecidedBeside<Answer>? = nil
    ) {
        self.readSet = readSet
        self.decide = decide
        self.decided = decided
    }
}

/// A decision, for one commit to take.
package final class DecidedBeside<Answer: Sendable>: Sendable {
    private let outcome: Mutex<(Decision, Answer)?>
    package let watch: ReadSetWatch

    package init(_ outcome: (Decision, Answer), _ watch: ReadSetWatch) {
        self.outcome = Mutex(outcome)
        self.watch = watch
    }

    /// Nil when it does not count, or was taken before. To be called where no other commit can come in between.
    package func take() -> (Decision, Answer)? {
        let outcome = outcome.withLock { outcome in
            defer { outcome = nil }
            return outcome
        }
        return watch.end() ? outcome : nil
    }
}

/// Notices when a commit changes what a decision read. It compares hashes of names. Two names with one hash only cost
/// another decision.
package final class ReadSetWatch: Sendable {
    /// What a store that other nodes write to compares before it takes the decision.
    package struct Premise: Sendable {
        package let position: FeedPosition
        package let burials: Burials
    }

    private enum Progress {
        /// What changed before the read set is known.
        case reading(changed: Set<Int>)
        case watching(readSet: Set<Int>)
        /// Something read changed, or the decision was taken.
        case over
    }

    private struct State {
        var progress = Progress.reading(changed: [])
        var premise: Premise?
        /// The last number of each profile that commits of this node changed since.
        var numbers: [ProfileID: ChangeNumber] = [:]
    }

    private let state = Mutex(State())

    /// Says what was read, and as of which place in the feed where other nodes commit too.
    package func know(_ snapshot: Snapshot, of readSet: ReadSet, at position: FeedPosition? = nil) {
        let hashes = Set(readSet.hashes(with: snapshot))
        state.withLock { state in
            state.premise = position.map { Premise(position: $0, burials: snapshot.burials) }
            guard case .reading(let changed) = state.progress else { return }
            state.progress = hashes.isDisjoint(with: changed) ? .watching(readSet: hashes) : .over
        }
    }

    fileprivate func note(_ changed: [Int], _ changes: [ProfileChange]) {
        state.withLock { state in
            for change in changes { state.numbers[change.profile] = change.number }
            switch state.progress {
            case .reading(let known): state.progress = .reading(changed: known.union(changed))
            case .watching(let readSet) where !readSet.isDisjoint(with: changed): state.progress = .over
            case .watching, .over: break
            }
        }
    }

    fileprivate func noteAnything() {
        state.withLock { $0.progress = .over }
    }

    package var premise: Premise? { state.withLock(\.premise) }

    /// The changes after `position` that this node made since: of each profile the last.
    package func numbers(after position: FeedPosition) -> [ProfileID: ChangeNumber] {
        state.withLock { $0.numbers.filter { !position.covers($0.value) } }
    }

    /// Whether nothing changed of what was read. It notices nothing afterwards.
    fileprivate func end() -> Bool {
        state.withLock { state in
            defer { state.progress = .over }
            if case .watching = state.progress { return true }
            return false
        }
    }

    fileprivate var isOver: Bool {
        state.withLock { if case .over = $0.progress { true } else { false } }
    }
}

/// The watches of a node, over what it commits itself. Where others commit too, the store finds out whether they did.
///
/// A store with one writer notes each transaction twice, before it commits and after it: a watch that begins in between
/// may or may not see the commit.
package final class ReadSetWatches: Sendable {
    private struct Weak: Sendable {
        weak var watch: ReadSetWatch?
    }

    private struct WeakJournal: Sendable {
        weak var journal: FoldJournal?
    }

    private let open = Mutex<[Weak]>([])
    private let journals = Mutex<[WeakJournal]>([])

    package init() {}

    /// Begins before the snapshot is taken.
    package func begin() -> ReadSetWatch {
        let watch = ReadSetWatch()
        open.withLock { open in
            open.removeAll { $0.watch?.isOver ?? true }
            open.append(Weak(watch: watch))
        }
        return watch
    }

    /// Notes what becomes of profiles from now on, for as long as somebody keeps the journal.
    package func beginJournal(of profiles: Set<ProfileID>) -> FoldJournal {
        let journal = FoldJournal(of: profiles)
        journals.withLock { journals in
            journals.removeAll { $0.journal == nil }
            journals.append(WeakJournal(journal: journal))
        }
        return journal
    }

    package func note(_ decision: Decision, _ changes: [ProfileChange] = []) {
        for journal in journals.withLock({ $0.compactMap(\.journal) }) { journal.note(decision) }
        // An erasure also changes what decisions learn of erasures, whatever profiles they concern.
        guard !decision.erases else { return noteAnything() }
        let watches = open.withLock { $0.compactMap(\.watch) }
        guard !watches.isEmpty else { return }
        let changed = decision.changedHashes
        for watch in watches { watch.note(changed, changes) }
    }

    package func note(_ ending: CommitTrial.Ending<some Sendable>) {
        if case .committed(let committed) = ending, ending.isKept { note(committed.decision) }
    }

    /// For a transaction that is no decision.
    package func noteAnything() {
        for watch in open.withLock({ $0.compactMap(\.watch) }) { watch.noteAnything() }
    }
}

extension ReadSet {
    fileprivate func hashes(with snapshot: Snapshot) -> [Int] {
        facts.map(\.hashValue) + identifiers(naming: snapshot.facts.values).map(\.hashValue)
            + profiles.map(\.hashValue) + snapshot.profiles.keys.map(\.hashValue)
            + snapshot.profiles.values.flatMap { $0.aliases.map(\.hashValue) }
            + snapshot.withdrawn.values.map(\.profile.hashValue)
    }
}

extension Decision {
    fileprivate var changedHashes: [Int] {
        facts.keys.map(\.hashValue) + withdrawnFacts.keys.map(\.hashValue)
            + links.keys.map(\.identifier.hashValue) + removedLinks.map(\.identifier.hashValue)
            + changedProfiles.map(\.hashValue) + moves.flatMap { [$0.from.hashValue, $0.to.hashValue] }
            + aliases.keys.map(\.hashValue) + removedAliases.map(\.hashValue) + ended.map(\.hashValue)
            + (separations.map(\.pair) + removedSeparations).flatMap { [$0.first.hashValue, $0.second.hashValue] }
            + merges.flatMap { [$0.absorbed.hashValue, $0.survivor.hashValue] }
    }
}
