package import ProfileCore

/// What nodes do in the background for all of them, and one node at a time.
package enum SharedWork: Sendable {
    /// Judging claims that were queued.
    case judging
    /// Folding states of an earlier derivation.
    case folding
    /// Announcing tiers.
    case announcing
    /// Deciding who learns outlooks.
    case learning
    /// Noting who waited in queues.
    case remembering
    /// Queueing what endpoints of other systems are told.
    case telling
}

/// The storage port: facts are the truth, profiles are derived, and everything that decides is handed in.
package protocol ProfileStore: Sendable {
    /// Loads what `readSet` names, calls `decide` and applies its decision, all in one transaction.
    ///
    /// The moment of the snapshot is the store's, not the node's: it ascends from commit to commit, so that nodes whose
    /// clocks differ agree on what came later.
    ///
    /// Returns when the change is durable. `decide` is pure and may be called again after a conflict with another
    /// writer. It is handed the snapshot for good, so that it can change what it loaded where it lies. Concurrent calls
    /// may share a transaction; each still sees what those before it decided. The number of prepared statements does
    /// not depend on the size of the read set or of the decision.
    ///
    /// Of a decision that `rehearses` nothing is kept, and there are no changes. It is returned as it would be saved.
    func commit<Answer: Sendable>(
        reading readSet: ReadSet, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer>

    /// Decides beside the writers, if the store can, what `commit(_:)` carries out: a load decides its next batch while
    /// the one before is written. The moment is then that of the decision, and other commits may have later ones.
    /// Decisions that touch little are left to the commit.
    func foresee<Answer: Sendable>(
        reading readSet: ReadSet, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Foresight<Answer>

    /// Does what `commit(reading:decide:)` does. It decides again only if something that was read has changed.
    func commit<Answer: Sendable>(
        _ foresight: Foresight<Answer>
    ) async throws(StoreError) -> Committed<Answer>

    /// Does what `commit(reading:decide:)` does, while whatever the decision rebuilds is folded beside the writers,
    /// however small.
    func commitFoldingBeside<Answer: Sendable>(
        reading readSet: ReadSet, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer>

    /// The profiles that the references lead to: one at most for an id or a strong identifier, perhaps several for a
    /// weak one, oldest first. References that lead nowhere are absent.
    func profiles(_ references: Set<ProfileReference>) async throws(StoreError) -> [ProfileReference: [ProfileState]]

    /// The profile that a reference leads to and a page of its orders, interactions and activities, newest first, in
    /// one snapshot; the next page begins after the last item's cursor.
    func timeline(
        of reference: ProfileReference, after cursor: TimelineCursor?, limit: Int
    ) async throws(StoreError) -> Reached<TimelinePage>

    /// The profile that a reference leads to and the latest of its facts of a kind that happened up to a moment, newest
    /// first, in one snapshot.
    func latest(
        _ kind: RecordKind, of reference: ProfileReference, upTo moment: Timestamp, limit: Int
    ) async throws(StoreError) -> Reached<TimelinePage>

    /// A page of all facts of a profile, ascending by key.
    func facts(of profile: ProfileID, after key: FactKey?, limit: Int) async throws(StoreError) -> [Fact]

    /// A page of all facts of a kind, of all profiles, ascending by key; begins after `key`, which may be of another
    /// kind.
    func facts(kind: RecordKind, after key: FactKey?, limit: Int) async throws(StoreError) -> [Fact]

    /// Facts of a kind and a source whose ids begin with one of the texts, ascending by the bytes of the id, each once;
    /// `limit` of them at most.
    func facts(
        kind: RecordKind, of source: String, idsBeginning beginnings: Set<String>, limit: Int
    ) async throws(StoreError) -> [Fact]

    /// Facts by their keys; what is nowhere, or was withdrawn, is absent.
    func facts(_ keys: Set<FactKey>) async throws(StoreError) -> [FactKey: Fact]

    /// The profile that a reference leads to, its links and merges, and a page of its facts ascending by key, in one
    /// snapshot.
    func identity(
        of reference: ProfileReference, factsAfter key: FactKey?, limit: Int
    ) async throws(StoreError) -> Reached<IdentityPage>

    /// A page of conflicts in the order `ConflictCursor` describes.
    func conflicts(after cursor: ConflictCursor?, limit: Int) async throws(StoreError) -> [Conflict]

    /// A page of the claims of a profile's facts that are refused, ascending by key.
    func claims(of profile: ProfileID, after claim: ClaimKey?, limit: Int) async throws(StoreError) -> [Conflict]

    /// Where facts are filed and strong identifiers lead; what is nowhere is absent.
    func places(of facts: Set<FactKey>, _ identifiers: Set<Identifier>) async throws(StoreError) -> StoredPlaces

    /// Who claims the identifiers without holding them: for each the profiles of the oldest open claims, at most
    /// `ProfileState.claimantLimit`.
    func claimants(of identifiers: Set<Identifier>) async throws(StoreError) -> [Identifier: [ProfileID]]

    /// The next claims to judge again, `limit` at most; nil when none waits.
    func dueClaims(limit: Int) async throws(StoreError) -> DueClaims?

    /// Runs `body`, a step of `work`, unless another node is at that work at the same time; nil when one is.
    func whileOthersRest<Value: Sendable>(
        from work: SharedWork, _ body: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value?

    /// How many identifiers wait for their claims to be judged again.
    func queuedClaims() async throws(StoreError) -> Int

    /// Queues every open claim: what may be held depends on settings, and these changed.
    func queueAllClaims() async throws(StoreError)

    /// Stored words of names near which a slip may have been made: all that are near, and others.
    func words(near slips: [SearchSlip]) async throws(StoreError) -> [String]

    /// What stands where `lookups` look: of each of them the first in the order of the index, one more than
    /// `SearchLookups.candidateLimit` at most.
    func finds(_ lookups: SearchLookups) async throws(StoreError) -> SearchFinds

    /// A page of all profiles, ascending by id.
    func scan(after profile: ProfileID?, limit: Int) async throws(StoreError) -> [ProfileState]

    /// Profiles whose states a derivation before this one folded, `limit` at most, those of the earliest first.
    func profiles(foldedBefore derivation: Int, limit: Int) async throws(StoreError) -> [ProfileID]

    /// How many there are.
    func countProfiles(foldedBefore derivation: Int) async throws(StoreError) -> Int

    /// A page of the changes after `position`.
    func changes(after position: FeedPosition, limit: Int) async throws(StoreError) -> ChangePage

    /// The position after every change that was committed.
    func lastPosition() async throws(StoreError) -> FeedPosition

    /// Begins a load into an empty store, whose read sets are new (`ReadSet.isNew`): nobody else writes meanwhile, and
    /// of the facts and strong identifiers none comes in two commits. What finds them is made at the end, so that
    /// nobody but the load finds anything before. False where that cannot be, and then nothing was begun.
    func beginLoad() async throws(StoreError) -> Bool

    /// Ends a load; harmless when there is none.
    func endLoad() async throws(StoreError)

    /// Whether single writes come, from whatever node, so that a load should go on in short steps: they wait for each
    /// of its steps.
    var hasSingleWrites: Bool { get }

    /// Succeeds when the store can be written to. It writes only when no other write of the last few seconds tells.
    func probe() async throws(StoreError)

    /// Finishes the commits that wait and lets go of everything; harmless when repeated.
    func close() async
}

extension ProfileStore {
    package func beginLoad() async throws(StoreError) -> Bool { false }

    package func endLoad() async throws(StoreError) {}

    package func foresee<Answer: Sendable>(
        reading readSet: ReadSet, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Foresight<Answer> {
        Foresight(reading: readSet, decide: decide)
    }

    package func commit<Answer: Sendable>(
        _ foresight: Foresight<Answer>
    ) async throws(StoreError) -> Committed<Answer> {
        try await commit(reading: foresight.readSet, decide: foresight.decide)
    }

    /// What a store does that no two nodes share.
    package func whileOthersRest<Value: Sendable>(
        from work: SharedWork, _ body: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value? {
        try await body()
    }

    /// The links and merges of a profile; nil when there is no such profile.
    package func history(of profile: ProfileID) async throws(StoreError) -> IdentityHistory? {
        try await identity(of: .id(profile), factsAfter: nil, limit: 0).value?.history
    }
}

/// What a commit did, told after it is durable.
package struct Committed<Answer: Sendable>: Sendable {
    package let answer: Answer
    /// As saved, or as a rehearsal would save it: rebuilt summaries in place.
    package let decision: Decision
    package let changes: [ProfileChange]

    package init(answer: Answer, decision: Decision, changes: [ProfileChange]) {
        self.answer = answer
        self.decision = decision
        self.changes = changes
    }
}

/// What can go wrong in a store, by what its caller can do about it.
package enum StoreError: Error, Hashable, Sendable {
    /// The store cannot be reached or is stopping; the same call may succeed later.
    case unavailable
    /// The disk is full or the store may not be written to; reads still work.
    case cannotWrite
    /// The disk did not keep what it was given. What was acknowledged is safe as long as nothing more is written: this
    /// process has to end, and the next one to begin with what the disk has.
    case diskFailed(detail: String)
    /// What was read makes no sense: damaged, or written by a newer version.
    case unreadable(detail: String)
    /// Anything else, described without any stored value.
    case failed(detail: String)
}
