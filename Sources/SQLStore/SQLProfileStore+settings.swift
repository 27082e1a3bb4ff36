package import ProfileCore
package import ProfileStore

// MARK: Settings

extension SQLProfileStore {
    package func policy() async throws(StoreError) -> VIPPolicy? {
        try await read(Self.setting(StoredSetting.policy)) { rows throws(StoreError) in
            try rows.first { row throws(StoreError) in try row.value() }
        }
    }

    package func put(_ policy: VIPPolicy) async throws(StoreError) {
        try await put(Stored.bytes(of: policy), note: StoredSetting.policy)
    }

    package func note(_ name: String) async throws(StoreError) -> [UInt8]? {
        try await read(Self.setting(name)) { rows throws(StoreError) in try rows.bytes() }
    }

    package func put(_ bytes: [UInt8], note name: String) async throws(StoreError) {
        let call = Statement.saveSetting.with {
            $0.add(name)
            $0.add(bytes)
        }
        try await write([call])
    }

    package func keep(_ bytes: [UInt8], note name: String) async throws(StoreError) -> [UInt8] {
        let call = Statement.keepSetting.with {
            $0.add(name)
            $0.add(bytes)
        }
        try await write([call])
        return try await note(name) ?? bytes
    }

    package func keys() async throws(StoreError) -> [APIKey] {
        try await read(Statement.keys.with()) { rows throws(StoreError) in try rows.values() }
    }

    package func put(_ key: APIKey) async throws(StoreError) {
        try await write([Self.saving(key)])
    }

    package func changeKey<Answer: Sendable>(
        _ decide: @escaping @Sendable ([APIKey]) -> (APIKey?, Answer)
    ) async throws(StoreError) -> Answer {
        try await write(excluding: .keyWriters, weight: 1, asking: [Statement.keys.with()]) {
            rows throws(StoreError) in
            let (key, answer) = decide(try rows[0].values())
            return (key.map { [Self.saving($0)] } ?? [], answer)
        }
    }

    private static func setting(_ name: String) -> Statement.Call {
        Statement.setting.with { $0.add(name) }
    }

    private static func saving(_ key: APIKey) -> Statement.Call {
        Statement.saveKey.with {
            $0.add(key.id)
            $0.add(key.createdAt)
            $0.add(Stored.bytes(of: key))
        }
    }
}

// MARK: Erasures

extension SQLProfileStore {
    package func erasable(_ reference: ProfileReference) async throws(StoreError) -> ErasureCounts? {
        let states = try await profiles([reference])[reference] ?? []
        let remembered = Statement.isRemembered.with { $0.add(reference.id) }
        let profile = try await read(remembered) { rows throws(StoreError) in
            reference.erasable(among: states, isRemembered: try !rows.isEmpty)
        }
        guard let profile else { return nil }
        return try await read(Statement.countErasable.with { $0.add(profile) }) { rows throws(StoreError) in
            try rows.first { row throws(StoreError) in try row.erasureCounts() }
        }
    }

    package func erasures(after erasure: Erasure?, limit: Int) async throws(StoreError) -> [Erasure] {
        let call = Statement.erasures.with {
            $0.add(erasure?.at ?? Timestamp(milliseconds: .max))
            $0.add(erasure?.id ?? "")
            $0.add(max(limit, 0))
        }
        return try await read(call) { rows throws(StoreError) in try rows.values() }
    }

    package func erasure(_ id: String) async throws(StoreError) -> Erasure? {
        try await read(Statement.erasure.with { $0.add(id) }) { rows throws(StoreError) in
            try rows.first { row throws(StoreError) in try row.value() }
        }
    }

    package func erasures(behind tombstones: Set<Tombstone>) async throws(StoreError) -> [Tombstone: [String]] {
        let calls = Statement.erasuresBehind.each(tombstones.map(\.stored))
        guard !calls.isEmpty else { return [:] }
        return try await read(calls, .primary) { answers throws(StoreError) in
            var found: [Tombstone: [String]] = [:]
            for rows in answers {
                try rows.each { row throws(StoreError) in
                    found[Tombstone(stored: try row.id()), default: []].append(try row.text())
                }
            }
            return found
        }
    }

    package func tombstones(
        of erasure: String, after tombstone: Tombstone?, limit: Int
    ) async throws(StoreError) -> [Tombstone] {
        let statement = tombstone == nil ? Statement.tombstonesFromStart : .tombstonesOf
        let call = statement.with {
            $0.add(erasure)
            if let tombstone { $0.add(tombstone.stored) }
            $0.add(max(limit, 0))
        }
        return try await read(call) { rows throws(StoreError) in try rows.ids().map(Tombstone.init(stored:)) }
    }

    /// Keeps every writer out: each commit after it sees the tombstones.
    package func enter(_ erasure: Erasure, _ tombstones: [Tombstone]) async throws(StoreError) {
        try await write(Statement.entry(of: erasure, tombstones), excluding: .writers, weight: tombstones.count)
    }

    package func erasureSecret() async throws(StoreError) -> [UInt8]? {
        try await note(StoredSetting.erasureSecret)
    }

    package func keepErasureSecret(_ secret: [UInt8]) async throws(StoreError) -> [UInt8] {
        try await keep(secret, note: StoredSetting.erasureSecret)
    }
}

extension ProfileReference {
    /// Of an identifier one that leads nowhere.
    package var id: ProfileID {
        if case .id(let id) = self { id } else { ProfileID(high: 0, low: 0) }
    }

    /// The one profile that it leads to. An id still leads to what is remembered of withdrawn facts.
    package func erasable(among states: [ProfileState], isRemembered: Bool) -> ProfileID? {
        guard states.isEmpty, case .id(let id) = self else { return states.count == 1 ? states[0].id : nil }
        return isRemembered ? id : nil
    }
}

extension SQLStatement {
    /// What `ErasureSubject` reads.
    package static func subject(_ profile: ProfileID) -> [Call] {
        [countErasable, buriableFacts, buriableIdentifiers, contestedIdentifiers].map { statement in
            statement.with { $0.add(profile) }
        }
    }

    /// Removes a profile, all that is filed under it and all that names it.
    package static func removal(of profile: ProfileID) -> [Call] {
        removal.map { statement in statement.with { $0.add(profile) } } + [dequeueUnstated.with()]
    }

    /// Puts an erasure in, or replaces it; a lifted one has no tombstones.
    package static func entry(of erasure: Erasure, _ tombstones: [Tombstone]) -> [Call] {
        let saving = saveErasure.with {
            $0.add(erasure.id)
            $0.add(erasure.at)
            $0.add(erasure.lifting?.at)
            $0.add(Stored.bytes(of: erasure))
        }
        guard erasure.lifting == nil else { return [saving, removeTombstones.with { $0.add(erasure.id) }] }
        return [saving]
            + saveTombstones.each(tombstones.map(\.stored), then: { $0.add(erasure.id) }) { $0.add($1) }
    }
}

/// What is to be known of a profile before it is erased.
package struct ErasureSubject: Sendable {
    /// Says that an erasure asked for a fold, which it never does.
    package static let unprepared = "an erasure was to be folded beside the writers"

    package let counts: ErasureCounts
    /// What is buried: the keys of its facts, and the identifiers that no other trusted source states.
    package let names: [ErasableName]
    /// The identifiers whose claims are to be judged again when the profile is gone.
    package let contested: Set<Identifier>

    /// From the answers to `SQLStatement.subject`.
    package init(_ rows: some Collection<some RowSet>) throws(StoreError) {
        let rows = Array(rows)
        let counts = try rows[0].first { row throws(StoreError) in try row.erasureCounts() }
        guard let counts else { throw .unreadable(detail: "nothing was counted") }
        self.counts = counts
        let facts = try rows[1].all { row throws(StoreError) in ErasableName.fact(try row.key()) }
        let own = try rows[2].identifiers()
        names = facts + own.map(ErasableName.identifier)
        contested = Set(try rows[3].identifiers()).subtracting(own)
    }

    /// What is left to decide once the rows are gone. Of `states`, that of the profile says by what it was found.
    package func decision(
        removing profile: ProfileID, of states: [ProfileState], at moment: Timestamp
    ) -> Decision {
        var decision = Decision(decidedAt: moment)
        decision.removedProfiles = [profile]
        for state in states where state.id == profile { decision.searched[profile] = SearchMaterial(state.summary) }
        decision.queued = contested
        return decision
    }
}

// MARK: Copies

extension StatementReader {
    package func identity() async throws(StoreError) -> String {
        let identity = try await read([Statement.identity.with()], .primary) { rows throws(StoreError) in
            try rows[0].first { row throws(StoreError) in "\(try row.text()) made at \(try row.integer())" }
        }
        guard let identity else { throw .unreadable(detail: "the list of migrations is empty") }
        return identity
    }

    package func page(
        of table: StoredTable, after row: StoredRow?, limit: PageLimit
    ) async throws(StoreError) -> [StoredRow] {
        let statements = Statement.rows(of: table)
        let call = (row == nil ? statements.firstPage : statements.nextPage).with {
            if let row { $0.add(row.values, of: table.key) }
            $0.add(limit.rows)
            $0.add(limit.bytes)
        }
        return try await read([call], .background) { answers throws(StoreError) in
            var (rows, size): ([StoredRow], Int) = ([], 0)
            try answers[0].forEach { columns throws(StoreError) in
                let row = try columns.row(of: table)
                rows.append(row)
                size += row.size
                return size < limit.bytes
            }
            return rows
        }
    }

    package func count(of table: StoredTable) async throws(StoreError) -> Int {
        let call = Statement.rows(of: table).count.with()
        return Int(try await read([call], .background) { rows throws(StoreError) in try rows[0].integer() } ?? 0)
    }
}

extension SQLProfileStore {
    package func transferOrigin() async throws(StoreError) -> String? {
        try await note(StoredSetting.transfer).map { String(decoding: $0, as: UTF8.self) }
    }

    package func beginTransfer(from identity: String) async throws(StoreError) {
        try await put(Array(identity.utf8), note: StoredSetting.transfer)
    }

    package func put(
        _ rows: [StoredRow], removing removed: [StoredRow], in table: StoredTable
    ) async throws(StoreError) {
        let statements = Statement.rows(of: table)
        let calls =
            statements.remove.each(removed) { $0.add($1.values, of: table.key) }
            + statements.put.each(rows) { $0.add($1.values, of: table.columns) }
        try await write(
            excluding: .nobody, weight: rows.count + removed.count, asking: [Statement.holdTransfer.with()]
        ) { held throws(StoreError) in
            guard try !held[0].isEmpty else { throw .failed(detail: "no copy goes on here") }
            return (calls, ())
        }
    }

    package func finishTransfer() async throws(StoreError) {
        try await write(finishingTransfer + [Statement.endTransfer.with()])
    }
}
