package import ProfileCore
package import ProfileStore

extension PostgresStore: ErasureStore {
    package func erasable(_ reference: ProfileReference) async throws(StoreError) -> ErasureCounts? {
        let states = try await profiles([reference])[reference] ?? []
        let profile = try await read([reference.remembrance]) { rows throws(StoreError) in
            try reference.erasable(among: states, remembered: rows[0])
        }
        guard let profile else { return nil }
        return try await read([Statement.countErasable { $0.add(profile) }]) { rows throws(StoreError) in
            try rows[0].first { columns throws(StoreError) in try columns.erasureCounts() }
        }
    }

    package func erase(
        _ reference: ProfileReference, _ warrant: ErasureWarrant,
        hash: @escaping @Sendable (ErasableName) -> Tombstone
    ) async throws(StoreError) -> Erased? {
        guard !writes.isClosed else { throw .unavailable }
        do throws(PostgresFailure) {
            let erased = try await pool.withTransaction { transaction async throws(PostgresFailure) in
                try await transaction.erase(reference, warrant, hash: hash)
            }
            publish(erased?.changes ?? [])
            return erased
        } catch {
            throw StoreError(error)
        }
    }

    /// What the server keeps of removed rows is its own affair.
    package func erase<Answer: Sendable>(
        touching touch: Touch, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer> {
        try await commit(touching: touch, decide: decide)
    }

    package func withdrawals(
        of kind: RecordKind, after key: FactKey?, limit: Int
    ) async throws(StoreError) -> [Withdrawal] {
        let call = Statement.withdrawals {
            $0.add(Int16(kind.rawValue))
            $0.add(key?.source ?? "")
            $0.add(key?.id ?? "")
            $0.add(max(limit, 0))
        }
        return try await read([call], .background) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.withdrawal() }
        }
    }

    package func erasures(after erasure: Erasure?, limit: Int) async throws(StoreError) -> [Erasure] {
        let call = Statement.erasures {
            $0.add(erasure?.at.milliseconds ?? .max)
            $0.add(erasure?.id ?? "")
            $0.add(max(limit, 0))
        }
        return try await read([call]) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.value() }
        }
    }

    package func erasure(_ id: String) async throws(StoreError) -> Erasure? {
        try await read([Statement.erasure { $0.add(id) }]) { rows throws(StoreError) in
            try rows[0].first { columns throws(StoreError) in try columns.value() }
        }
    }

    package func erasures(behind tombstones: Set<Tombstone>) async throws(StoreError) -> [Tombstone: [String]] {
        let call = Statement.erasuresBehind { $0.add(ids: tombstones.sorted().map(\.stored)) }
        return try await read([call]) { rows throws(StoreError) in
            var found: [Tombstone: [String]] = [:]
            try rows[0].each { columns throws(StoreError) in
                found[Tombstone(stored: try columns.id()), default: []].append(try columns.text())
            }
            return found
        }
    }

    package func tombstones(
        of erasure: String, after tombstone: Tombstone?, limit: Int
    ) async throws(StoreError) -> [Tombstone] {
        let first = Statement.tombstonesFromStart {
            $0.add(erasure)
            $0.add(max(limit, 0))
        }
        let next = tombstone.map { tombstone in
            Statement.tombstonesOf {
                $0.add(erasure)
                $0.add(tombstone.stored)
                $0.add(max(limit, 0))
            }
        }
        return try await read([next ?? first]) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in Tombstone(stored: try columns.id()) }
        }
    }

    /// Keeps every writer out: each commit after it sees the tombstones.
    package func enter(_ erasure: Erasure, _ tombstones: [Tombstone]) async throws(StoreError) {
        do throws(PostgresFailure) {
            try await pool.withTransaction { transaction async throws(PostgresFailure) in
                _ = try await transaction.connection.run(
                    [Statement.begin(), Statement.lockAlone()] + erasure.entry(with: tombstones)
                        + [Statement.commit()])
            }
        } catch {
            throw StoreError(error)
        }
    }

    package func erasureSecret() async throws(StoreError) -> [UInt8]? {
        try await read([Statement.setting { $0.add(StoredSetting.erasureSecret) }]) { rows throws(StoreError) in
            try rows[0].first { columns throws(StoreError) in columns.optionalBytes() ?? [] }
        }
    }

    package func keepErasureSecret(_ secret: [UInt8]) async throws(StoreError) -> [UInt8] {
        let call = Statement.keepSetting {
            $0.add(StoredSetting.erasureSecret)
            $0.add(secret)
        }
        try await write(call)
        return try await erasureSecret() ?? secret
    }
}
