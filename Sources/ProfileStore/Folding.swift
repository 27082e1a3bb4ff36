package import ProfileCore

/// What came of folding profiles before the decision that rebuilds them is applied.
///
/// Folding a large profile takes long. So it is done beside the writers, in short reads, and published in one commit if
/// nothing that it depends on changed meanwhile.
package struct PreparedFold: Sendable {
    /// A profile with fewer facts is folded at once, within the commit.
    package static let smallestProfile = 2_000

    package let basis: FoldBasis
    package let outcome: Refolding.Outcome
    /// The rows that hold tallies of each profile, as they were: only those that differ have to be written.
    package let tallies: [ProfileID: [TallyRow]]
    fileprivate let survey: FoldSurvey
}

/// What was read to fold profiles, so that folding can go on with what came since.
private struct FoldSurvey: Sendable {
    let basis: FoldBasis
    let journal: FoldJournal
    /// Holds the facts of the first pass only.
    var folding: FoldBasis.Folding
    /// The hashes of the keys of all facts that were read. Two keys with the same hash cost another fold at most.
    private var keys: Set<Int> = []
    /// Facts that a commit changed around the time they were read, as they were read.
    private var doubted: [FactKey: Fact] = [:]

    init(of basis: FoldBasis, _ journal: FoldJournal) {
        self.basis = basis
        self.journal = journal
        folding = basis.folding
    }

    mutating func add(_ page: [Fact]) {
        let stated = journal.keys
        for fact in page {
            keys.insert(fact.key.hashValue)
            if stated.contains(fact.key) { doubted[fact.key] = fact }
            folding.add(fact)
        }
    }

    /// Those of some stored facts that were not read; nil when one was read as it was before.
    func unread(_ facts: some Sequence<Fact>) -> [Fact]? {
        var unread: [Fact] = []
        for fact in facts {
            if !keys.contains(fact.key.hashValue) {
                unread.append(fact)
            } else if doubted[fact.key] != fact {
                return nil
            }
        }
        return unread
    }
}

extension PreparedFold {
    /// The fold of a later basis, continued with the facts that came since. Nil when anything else changed, so that the
    /// profiles have to be folded again.
    fileprivate func caughtUp(with other: FoldBasis) -> PreparedFold? {
        guard let arrivals = survey.journal.arrivals(from: survey.basis, to: other),
            let unread = survey.unread(arrivals.facts.values), var folding = other.folding(after: survey.folding)
        else { return nil }
        for fact in unread { folding.add(fact) }
        guard !folding.endPass() else { return nil }
        var tallies = tallies
        for (id, changes) in arrivals.tallies {
            for change in changes { tallies[id] = change.applied(to: tallies[id] ?? []) }
        }
        return PreparedFold(basis: other, outcome: folding.outcome, tallies: tallies, survey: survey)
    }
}

/// Where facts are read to be folded: each page by itself, and from where commits go, so that no page is older than a
/// version that a commit saw.
package protocol FoldSource: Sendable {
    /// The next facts of a profile in the order of the timeline.
    func factsToFold(
        of profile: ProfileID, after place: TimelineCursor?, limit: Int
    ) async throws(StoreError) -> [Fact]

    /// The next rows that hold tallies of a profile, ascending by kind and name.
    func talliesToFold(
        of profile: ProfileID, after key: TallyKey?, limit: Int
    ) async throws(StoreError) -> [TallyRow]

    /// Begins to note what commits of this node do to profiles.
    func journal(of profiles: Set<ProfileID>) -> FoldJournal
}

extension FoldSource {
    /// Folds beside the writers. It goes on when the task of the caller is cancelled: a commit is always answered.
    private func fold(_ basis: FoldBasis, _ journal: FoldJournal) async throws(StoreError) -> PreparedFold {
        let task = Task { () async -> Result<PreparedFold, StoreError> in
            do throws(StoreError) {
                return .success(try await foldPages(of: basis, journal))
            } catch {
                return .failure(error)
            }
        }
        return try await task.value.get()
    }

    private func foldPages(
        of basis: FoldBasis, _ journal: FoldJournal
    ) async throws(StoreError) -> PreparedFold {
        let sources = basis.decision.foldSources
        var survey = FoldSurvey(of: basis, journal)
        for id in sources.sorted() { try await readFacts(of: id) { survey.add($0) } }
        var folding = survey.folding
        while folding.endPass() {
            for id in sources.sorted() { try await readFacts(of: id) { for fact in $0 { folding.add(fact) } } }
        }
        var tallies: [ProfileID: [TallyRow]] = [:]
        for id in basis.decision.rebuilds { tallies[id] = try await readTallies(of: id) }
        return PreparedFold(basis: basis, outcome: folding.outcome, tallies: tallies, survey: survey)
    }

    private func readFacts(of id: ProfileID, _ body: ([Fact]) -> Void) async throws(StoreError) {
        var place: TimelineCursor?
        while true {
            let page = try await factsToFold(of: id, after: place, limit: foldPage)
            body(page)
            guard let last = page.last, page.count == foldPage else { return }
            place = TimelineCursor(at: last.record.happenedAt, key: last.key)
        }
    }

    private func readTallies(of id: ProfileID) async throws(StoreError) -> [TallyRow] {
        var rows: [TallyRow] = []
        while true {
            let page = try await talliesToFold(of: id, after: rows.last?.key, limit: foldPage)
            rows += page
            guard page.count == foldPage else { return rows }
        }
    }
}

private let foldPage = 500

extension FoldSource {
    /// Commits by `attempt`, and folds large profiles before it as often as it asks for that.
    package func commit<Answer: Sendable>(
        foldingFrom smallest: Int,
        _ attempt: (CommitTrial) async throws(StoreError) -> CommitTrial.Ending<Answer>
    ) async throws(StoreError) -> Committed<Answer> {
        let journals = FoldJournals { [self] in journal(of: $0) }
        var trial = CommitTrial(foldsBesideFrom: smallest, noting: journals)
        while true {
            switch try await attempt(trial) {
            case .committed(let committed): return committed
            case .unprepared(let basis):
                if let fold = trial.caughtUp(with: basis) {
                    trial.take(fold)
                } else {
                    trial.take(try await fold(basis, journals.latest))
                }
            }
        }
    }
}

/// One attempt of a commit, which may find that profiles have to be folded before it.
package struct CommitTrial: Sendable {
    /// How often it folds beside the writers while others change the profile; after that, the commit folds it.
    private static let greatestPreparations = 3
    /// More than any group of calls weighs.
    private static let publicationWeight = 10_000

    /// Indirect, because it is handed through several values, each of which would copy the whole decision.
    package indirect enum Ending<Answer: Sendable>: Sendable {
        case committed(Committed<Answer>)
        /// Nothing was changed: this has to be folded first.
        case unprepared(FoldBasis)

        /// Whether what was written is kept.
        package var isKept: Bool {
            switch self {
            case .committed(let committed): !committed.decision.rehearses
            case .unprepared: false
            }
        }
    }

    /// What a commit knows of the profiles that its decision rebuilds.
    package enum Readiness: Sendable {
        /// Nil when they are folded within the commit.
        case ready(PreparedFold?)
        case unprepared(FoldBasis)
    }

    private let smallest: Int
    private let journals: FoldJournals?
    private var preparationsLeft = greatestPreparations
    private var prepared: PreparedFold?

    package init(
        foldsBesideFrom smallest: Int = PreparedFold.smallestProfile, noting journals: FoldJournals? = nil
    ) {
        self.smallest = smallest
        self.journals = journals
    }

    mutating func take(_ fold: PreparedFold) {
        prepared = fold
        preparationsLeft -= 1
    }

    /// How much a call weighs that reads so many things. What was folded before is published alone: it may move many
    /// facts, for which others would wait, and which a way back for one of several calls makes far slower.
    package func weight(reading count: Int) -> Int { prepared == nil ? count : max(count, Self.publicationWeight) }

    /// Calls `decide` as of the moment at which folding began, if it did: what is still to come then is still to come.
    package func decide<Answer>(
        _ snapshot: consuming Snapshot, by decide: (consuming Snapshot) -> (Decision, Answer)
    ) -> (Decision, Answer) {
        guard let prepared else { return decide(snapshot) }
        snapshot.setMoment(by: prepared.basis.decision.decidedAt)
        var (decision, answer) = decide(snapshot)
        decision.foldWithoutLookingUp(prepared.basis.decision.rebuilds)
        return (decision, answer)
    }

    /// Whether a profile that the decision rebuilds is too large to be folded within the commit.
    package func concerns(_ decision: Decision) -> Bool {
        !decision.rebuilds.isEmpty && decision.largestFold >= smallest
    }

    /// To be asked when the trial concerns the decision. What only lacks facts that came since takes them in at once.
    package func readiness(for basis: FoldBasis) -> Readiness {
        if let prepared, prepared.basis == basis { return .ready(prepared) }
        if let fold = caughtUp(with: basis) { return .ready(fold) }
        guard preparationsLeft > 0 else { return .ready(nil) }
        journals?.begin(of: basis.decision.foldSources)
        return .unprepared(basis)
    }

    fileprivate func caughtUp(with basis: FoldBasis) -> PreparedFold? {
        prepared?.caughtUp(with: basis)
    }
}
