package import ProfileCore
import Synchronization

/// A commit to come, decided beside the writers if the store can.
///
/// What was decided counts as long as no commit changed what it saw: optimistic concurrency control, which validates
/// the read set. Otherwise, and where nothing was decided, the commit decides as any other does.
package struct Foresight<Answer: Sendable>: Sendable {
    package let touch: Touch
    package let decide: @Sendable (consuming Snapshot) -> (Decision, Answer)
    /// Nil where the store decides within the commit only.
    package let decided: DecidedBeside<Answer>?

    package init(
        touching touch: Touch, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer),
        decided: DecidedBeside<Answer>? = nil
    ) {
        self.touch = touch
        self.decide = decide
        self.decided = decided
    }
}

/// A decision, for one commit to take.
package final class DecidedBeside<Answer: Sendable>: Sendable {
    private let outcome: Mutex<(Decision, Answer)?>
    private let watch: ReadSetWatch

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
    private enum State {
        /// What changed before the read set is known.
        case reading(changed: Set<Int>)
        case watching(readSet: Set<Int>)
        /// Something read changed, or the decision was taken.
        case over
    }

    private let state = Mutex(State.reading(changed: []))

    /// Says what was read.
    package func know(_ snapshot: Snapshot, of touch: Touch) {
        let readSet = Set(touch.hashes(with: snapshot))
        state.withLock { state in
            guard case .reading(let changed) = state else { return }
            state = readSet.isDisjoint(with: changed) ? .watching(readSet: readSet) : .over
        }
    }

    fileprivate func note(_ changed: [Int]) {
        state.withLock { state in
            switch state {
            case .reading(let known): state = .reading(changed: known.union(changed))
            case .watching(let readSet) where !readSet.isDisjoint(with: changed): state = .over
            case .watching, .over: break
            }
        }
    }

    fileprivate func noteAnything() {
        state.withLock { $0 = .over }
    }

    /// Whether nothing changed of what was read. It notices nothing afterwards.
    fileprivate func end() -> Bool {
        state.withLock { state in
            defer { state = .over }
            if case .watching = state { return true }
            return false
        }
    }

    fileprivate var isOver: Bool {
        state.withLock { if case .over = $0 { true } else { false } }
    }
}

/// The watches of a store that has one writer.
///
/// The writer notes each transaction twice, before it commits and after it: a watch that begins in between may or may
/// not see the commit.
package final class ReadSetWatches: Sendable {
    private struct Weak: Sendable {
        weak var watch: ReadSetWatch?
    }

    private let open = Mutex<[Weak]>([])

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

    package func note(_ ending: CommitTrial.Ending<some Sendable>) {
        guard case .committed(let committed) = ending, ending.isKept else { return }
        // An erasure also changes what decisions learn of erasures, whatever profiles they concern.
        guard !committed.decision.erases else { return noteAnything() }
        let watches = open.withLock { $0.compactMap(\.watch) }
        guard !watches.isEmpty else { return }
        let changed = committed.decision.changedHashes
        for watch in watches { watch.note(changed) }
    }

    /// For a transaction that is no decision.
    package func noteAnything() {
        for watch in open.withLock({ $0.compactMap(\.watch) }) { watch.noteAnything() }
    }
}

extension Touch {
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
