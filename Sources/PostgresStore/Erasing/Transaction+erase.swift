import ProfileCore
import ProfileStore

extension Transaction {
    /// Leaves tombstones, the erasure, and a numbered change that says the profile is no more.
    ///
    /// Erasing is rare, and what it removes may be named by anybody: it keeps every other writer out while it lasts,
    /// and looks at nothing before it does.
    func erase(
        _ reference: ProfileReference, _ warrant: ErasureWarrant, hash: (ErasableName) -> Tombstone
    ) async throws(PostgresFailure) -> Erased? {
        let found = try await connection.run([
            Statement.begin(), Statement.lockAlone(), Statement.profilesNamed { $0.add(reference) },
            reference.remembrance,
        ])
        let (profile, state) = try Self.reading { () throws(StoreError) in
            let states: [ProfileState] = try found[2].all { columns throws(StoreError) in try columns.value() }
            return (try reference.erasable(among: states, remembered: found[3]), states.first)
        }
        guard let profile else {
            try await rollBack()
            return nil
        }
        let (counts, names, contested) = try await erasable(profile)
        let tombstones = Set(names.map(hash)).sorted()
        let erasure = warrant.erasure(of: counts, tombstones: tombstones.count)
        _ = try await connection.run(erasure.entry(with: tombstones) + Self.removal(of: profile))
        var decision = Decision(decidedAt: warrant.at)
        decision.removedProfiles = [profile]
        decision.searched[profile] = state.flatMap { SearchMaterial($0.summary) }
        decision.queued = contested
        var decisions = [decision]
        guard case .changes(let changes) = try await save(&decisions, in: [CommitTrial()]) else { return nil }
        return Erased(profile: profile, erasure: erasure, changes: changes.flatMap(\.self))
    }

    private func erasable(
        _ profile: ProfileID
    ) async throws(PostgresFailure) -> (ErasureCounts, [ErasableName], contested: Set<Identifier>) {
        let rows = try await connection.run([
            Statement.countErasable { $0.add(profile) }, Statement.buriableFacts { $0.add(profile) },
            Statement.buriableIdentifiers { $0.add(profile) }, Statement.contestedIdentifiers { $0.add(profile) },
        ])
        return try Self.reading { () throws(StoreError) in
            let counts = try rows[0].first { columns throws(StoreError) in try columns.erasureCounts() }
            guard let counts else { throw .unreadable(detail: "a row cannot be read") }
            let facts = try rows[1].all { columns throws(StoreError) in ErasableName.fact(try columns.key()) }
            let own = try rows[2].all { columns throws(StoreError) in try columns.identifier() }
            let contested = try rows[3].all { columns throws(StoreError) in try columns.identifier() }
            return (counts, facts + own.map(ErasableName.identifier), Set(contested).subtracting(own))
        }
    }

    private static func removal(of profile: ProfileID) -> [Call] {
        let statements =
            [Statement.eraseFacts, .eraseLinks, .eraseTallies, .loseHolder] + Statement.eraseReview + [.eraseAliases]
        return statements.map { $0 { $0.add(profile) } } + [Statement.dequeueUnstated()]
    }
}

extension ProfileReference {
    /// An id still leads to what is remembered of withdrawn facts.
    var remembrance: Call {
        Statement.isRemembered { $0.add(id) }
    }

    /// The one profile that it leads to.
    func erasable(among states: [ProfileState], remembered: Rows) throws(StoreError) -> ProfileID? {
        guard states.isEmpty, case .id(let id) = self else { return states.count == 1 ? states[0].id : nil }
        return try remembered.first { columns throws(StoreError) in columns.flag() } == true ? id : nil
    }

    private var id: ProfileID {
        if case .id(let id) = self { id } else { ProfileID(high: 0, low: 0) }
    }
}

extension Erasure {
    /// The calls that put it in, or replace it; a lifted one has no tombstones.
    func entry(with tombstones: [Tombstone]) -> [Call] {
        let saving = Statement.saveErasure {
            $0.add(id)
            $0.add(at.milliseconds)
            $0.add(integers: lifting.map { [$0.at.milliseconds] } ?? [])
            $0.add(Stored.bytes(of: self))
        }
        guard lifting == nil else { return [saving, Statement.removeTombstones { $0.add(id) }] }
        guard !tombstones.isEmpty else { return [saving] }
        return [
            saving,
            Statement.saveTombstones {
                $0.add(ids: tombstones.map(\.stored))
                $0.add(id)
            },
        ]
    }
}

extension Columns {
    mutating func erasureCounts() throws(StoreError) -> ErasureCounts {
        var facts: [RecordKind: Int] = [:]
        for kind in RecordKind.allCases {
            let count = Int(try integer())
            if count > 0 { facts[kind] = count }
        }
        return ErasureCounts(
            facts: facts, links: Int(try integer()), conflicts: Int(try integer()), merges: Int(try integer()),
            separations: Int(try integer()), aliases: Int(try integer()))
    }
}

extension Parameters {
    /// As an id, a type and a value, of which those that are not asked for lead nowhere.
    fileprivate mutating func add(_ reference: ProfileReference) {
        switch reference {
        case .id(let id):
            add(id)
            add("")
            add("")
        case .identifier(let identifier):
            add(ProfileID(high: 0, low: 0))
            add(identifier.type)
            add(identifier.value)
        }
    }
}
