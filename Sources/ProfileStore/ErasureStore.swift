package import ProfileCore

/// Erasing people, and knowing that they were erased without knowing who they were.
package protocol ErasureStore: Sendable {
    /// What erasing the profile would remove; nil unless the reference leads to one. The id of a profile whose facts
    /// were all withdrawn still leads to what is remembered of them.
    func erasable(_ reference: ProfileReference) async throws(StoreError) -> ErasureCounts?

    /// Removes the one profile that the reference leads to when nobody else writes, with all facts, links, aliases,
    /// merges, conflicts and separations that name it, and buries its names: the keys of its facts, and the identifiers
    /// that nobody else states. `hash` is pure.
    ///
    /// The answer is nil, and nothing is changed, unless the reference leads to one profile.
    func erase(
        _ reference: ProfileReference, _ warrant: ErasureWarrant,
        hash: @escaping @Sendable (ErasableName) -> Tombstone
    ) async throws(StoreError) -> Erased?

    /// Does what `commit` does for a decision that `erases`: of what it withdraws no bytes stay either.
    func erase<Answer: Sendable>(
        reading readSet: ReadSet, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer>

    /// A page of what is remembered of withdrawn facts of a kind, ascending by key.
    func withdrawals(of kind: RecordKind, after key: FactKey?, limit: Int) async throws(StoreError) -> [Withdrawal]

    /// A page of erasures, newest first, lifted ones included; begins after the erasure that is given.
    func erasures(after erasure: Erasure?, limit: Int) async throws(StoreError) -> [Erasure]

    func erasure(_ id: String) async throws(StoreError) -> Erasure?

    /// The ids of the erasures that left each of the tombstones, ascending; those that nobody left are absent.
    func erasures(behind tombstones: Set<Tombstone>) async throws(StoreError) -> [Tombstone: [String]]

    /// A page of the tombstones of an erasure, ascending.
    func tombstones(
        of erasure: String, after tombstone: Tombstone?, limit: Int
    ) async throws(StoreError) -> [Tombstone]

    /// Puts an erasure in, or replaces the one with its id, and adds tombstones to it; a lifted one has none.
    func enter(_ erasure: Erasure, _ tombstones: [Tombstone]) async throws(StoreError)

    /// The secret that tombstones are made with; nil until one was kept.
    func erasureSecret() async throws(StoreError) -> [UInt8]?

    /// Keeps the secret unless there is one already, and answers the one that holds.
    func keepErasureSecret(_ secret: [UInt8]) async throws(StoreError) -> [UInt8]
}

/// What an erasure did, told after it is durable.
package struct Erased: Sendable {
    package let profile: ProfileID
    package let erasure: Erasure
    package let changes: [ProfileChange]

    package init(profile: ProfileID, erasure: Erasure, changes: [ProfileChange]) {
        self.profile = profile
        self.erasure = erasure
        self.changes = changes
    }
}

/// What is settled about an erasure before it is carried out.
package struct ErasureWarrant: Hashable, Sendable {
    package let id: String
    package let at: Timestamp
    package let by: String

    package init(id: String, at: Timestamp, by: String) {
        self.id = id
        self.at = at
        self.by = by
    }

    /// The erasure, once it is known what it removes.
    package func erasure(of counts: ErasureCounts, tombstones: Int) -> Erasure {
        Erasure(id: id, at: at, by: by, counts: counts, tombstones: tombstones)
    }
}
