package import ProfileCore
package import ProfileStore

extension SQLiteStore: ProfileStore {
    package func commit<Answer: Sendable>(
        touching touch: Touch, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer> {
        try await commit(touching: touch, erases: false, decide: decide)
    }

    func commit<Answer: Sendable>(
        touching touch: Touch, erases: Bool, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer> {
        try await commit(foldingFrom: smallestFold) { trial throws(StoreError) in
            try await attempt(trial, touching: touch, erases: erases, decide: decide)
        }
    }

    package func foresee<Answer: Sendable>(
        touching touch: Touch, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Foresight<Answer> {
        guard touch.count > WriteQueue.greatestSmallWeight else { return Foresight(touching: touch, decide: decide) }
        let watch = watches.begin()
        let decided = try await read { [clock] connection throws(StoreError) in
            var snapshot = try connection.snapshot(of: touch)
            watch.know(snapshot, of: touch)
            snapshot.setMoment(by: clock.next())
            return DecidedBeside(decide(consume snapshot), watch)
        }
        return Foresight(touching: touch, decide: decide, decided: decided)
    }

    package func commit<Answer: Sendable>(
        _ foresight: Foresight<Answer>
    ) async throws(StoreError) -> Committed<Answer> {
        try await commit(foldingFrom: smallestFold) { trial throws(StoreError) in
            try await attempt(
                trial, touching: foresight.touch, decided: foresight.decided, decide: foresight.decide)
        }
    }

    package func commitFoldingBeside<Answer: Sendable>(
        touching touch: Touch, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer> {
        try await commit(foldingFrom: 0) { trial throws(StoreError) in
            try await attempt(trial, touching: touch, decide: decide)
        }
    }

    func attempt<Answer: Sendable>(
        _ trial: CommitTrial, touching touch: Touch, erases: Bool = false, decided: DecidedBeside<Answer>? = nil,
        decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> CommitTrial.Ending<Answer> {
        try await write(
            weight: trial.weight(touching: touch.count), isAwaited: touch.isAwaited, erases: erases,
            keeping: \.isKept, noting: { $0.note($1) }
        ) { [clock] connection throws(StoreError) in
            try connection.commit(
                touching: touch, at: clock.next(), trial, decided: decided?.take(), decide: decide)
        }
    }

    package func profiles(
        _ references: Set<ProfileReference>
    ) async throws(StoreError) -> [ProfileReference: [ProfileState]] {
        try await read { connection throws(StoreError) in try connection.profiles(references) }
    }

    package func timeline(
        of reference: ProfileReference, after cursor: TimelineCursor?, limit: Int
    ) async throws(StoreError) -> Reached<TimelinePage> {
        try await read { connection throws(StoreError) in
            try connection.profile(reference).map { profile throws(StoreError) in
                let facts = try connection.timeline(of: profile.id, after: cursor, limit: limit)
                return TimelinePage(profile: profile, facts: facts)
            }
        }
    }

    package func facts(of profile: ProfileID, after key: FactKey?, limit: Int) async throws(StoreError) -> [Fact] {
        try await read { connection throws(StoreError) in
            try connection.facts(of: profile, after: key, limit: limit)
        }
    }

    package func facts(kind: RecordKind, after key: FactKey?, limit: Int) async throws(StoreError) -> [Fact] {
        try await read { connection throws(StoreError) in
            try connection.facts(kind: kind, after: key, limit: limit)
        }
    }

    package func identity(
        of reference: ProfileReference, factsAfter key: FactKey?, limit: Int
    ) async throws(StoreError) -> Reached<IdentityPage> {
        try await read { connection throws(StoreError) in
            try connection.profile(reference).map { profile throws(StoreError) in
                IdentityPage(
                    profile: profile, history: try connection.history(of: profile),
                    facts: try connection.facts(of: profile.id, after: key, limit: limit))
            }
        }
    }

    package func conflicts(after cursor: ConflictCursor?, limit: Int) async throws(StoreError) -> [Conflict] {
        try await read { connection throws(StoreError) in try connection.conflicts(after: cursor, limit: limit) }
    }

    package func claims(
        of profile: ProfileID, after claim: ClaimKey?, limit: Int
    ) async throws(StoreError) -> [Conflict] {
        try await read { connection throws(StoreError) in
            try connection.claims(of: profile, after: claim, limit: limit)
        }
    }

    package func places(
        of facts: Set<FactKey>, _ identifiers: Set<Identifier>
    ) async throws(StoreError) -> StoredPlaces {
        try await read { connection throws(StoreError) in
            StoredPlaces(
                facts: try connection.facts(facts).0.mapValues(\.filing.profile),
                identifiers: try connection.links(of: identifiers).compactMapValues { $0.first?.profile })
        }
    }

    package func claimants(
        of identifiers: Set<Identifier>
    ) async throws(StoreError) -> [Identifier: [ProfileID]] {
        try await read { connection throws(StoreError) in try connection.claimants(of: identifiers) }
    }

    package func dueClaims(limit: Int) async throws(StoreError) -> DueClaims? {
        try await read { connection throws(StoreError) in try connection.dueClaims(limit: limit) }
    }

    package func queuedClaims() async throws(StoreError) -> Int {
        try await read { connection throws(StoreError) in try connection.queuedClaims() }
    }

    package func queueAllClaims() async throws(StoreError) {
        try await write { connection throws(StoreError) in try connection.queueAllClaims() }
    }

    package func scan(after profile: ProfileID?, limit: Int) async throws(StoreError) -> [ProfileState] {
        try await read { connection throws(StoreError) in try connection.scan(after: profile, limit: limit) }
    }

    package func profiles(foldedBefore derivation: Int, limit: Int) async throws(StoreError) -> [ProfileID] {
        try await read { connection throws(StoreError) in
            try connection.profiles(foldedBefore: derivation, limit: limit)
        }
    }

    package func countProfiles(foldedBefore derivation: Int) async throws(StoreError) -> Int {
        try await read { connection throws(StoreError) in
            try connection.countProfiles(foldedBefore: derivation)
        }
    }

    /// One writer numbers all changes, so that they are one stripe.
    package func changes(after position: FeedPosition, limit: Int) async throws(StoreError) -> ChangePage {
        let changes = try await read { connection throws(StoreError) in
            try connection.changes(after: position[0], limit: limit)
        }
        return ChangePage(changes, after: position, isLast: changes.count < limit)
    }

    package func lastPosition() async throws(StoreError) -> FeedPosition {
        try await read { connection throws(StoreError) in try connection.lastPosition() }
    }

    package var hasSingleWrites: Bool { writes.hasSingleWrites }

    package func probe() async throws(StoreError) {
        guard isReadOnly || !writes.isKnownToWork else { return }
        try await write { connection throws(StoreError) in try connection.probe() }
    }
}
