package import ProfileCore
package import ProfileStore

extension SQLiteStore: ErasureStore {
    package func erasable(_ reference: ProfileReference) async throws(StoreError) -> ErasureCounts? {
        try await read { connection throws(StoreError) in try connection.erasable(reference) }
    }

    package func erase(
        _ reference: ProfileReference, _ warrant: ErasureWarrant,
        hash: @escaping @Sendable (ErasableName) -> Tombstone
    ) async throws(StoreError) -> Erased? {
        try await write(erases: true) { connection throws(StoreError) in
            try connection.erase(reference, warrant, hash: hash)
        }
    }

    package func erase<Answer: Sendable>(
        touching touch: Touch, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer> {
        try await commit(touching: touch, erases: true, decide: decide)
    }

    package func withdrawals(
        of kind: RecordKind, after key: FactKey?, limit: Int
    ) async throws(StoreError) -> [Withdrawal] {
        try await read { connection throws(StoreError) in
            try connection.withdrawals(of: kind, after: key, limit: limit)
        }
    }

    package func erasures(after erasure: Erasure?, limit: Int) async throws(StoreError) -> [Erasure] {
        try await read { connection throws(StoreError) in try connection.erasures(after: erasure, limit: limit) }
    }

    package func erasure(_ id: String) async throws(StoreError) -> Erasure? {
        try await read { connection throws(StoreError) in try connection.erasure(id) }
    }

    package func erasures(behind tombstones: Set<Tombstone>) async throws(StoreError) -> [Tombstone: [String]] {
        try await read { connection throws(StoreError) in try connection.erasures(behind: tombstones) }
    }

    package func tombstones(
        of erasure: String, after tombstone: Tombstone?, limit: Int
    ) async throws(StoreError) -> [Tombstone] {
        try await read { connection throws(StoreError) in
            try connection.tombstones(of: erasure, after: tombstone, limit: limit)
        }
    }

    package func enter(_ erasure: Erasure, _ tombstones: [Tombstone]) async throws(StoreError) {
        try await write(weight: tombstones.count) { connection throws(StoreError) in
            try connection.enter(erasure, tombstones)
        }
    }

    package func erasureSecret() async throws(StoreError) -> [UInt8]? {
        try await read { connection throws(StoreError) in try connection.erasureSecret() }
    }

    package func keepErasureSecret(_ secret: [UInt8]) async throws(StoreError) -> [UInt8] {
        try await write { connection throws(StoreError) in try connection.keepErasureSecret(secret) }
    }
}
