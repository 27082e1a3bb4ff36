package import ProfileCore
package import ProfileStore

extension PostgresStore: SettingsStore {
    package func policy() async throws(StoreError) -> VIPPolicy? {
        try await read([Statement.setting { $0.add(StoredSetting.policy) }]) { rows throws(StoreError) in
            try rows[0].first { columns throws(StoreError) in try columns.value() }
        }
    }

    package func put(_ policy: VIPPolicy) async throws(StoreError) {
        try await save(setting: StoredSetting.policy, Stored.bytes(of: policy))
    }

    package func note(_ name: String) async throws(StoreError) -> [UInt8]? {
        try await read([Statement.setting { $0.add(name) }]) { rows throws(StoreError) in
            try rows[0].first { columns throws(StoreError) in columns.optionalBytes() } ?? nil
        }
    }

    package func put(_ bytes: [UInt8], note name: String) async throws(StoreError) {
        try await save(setting: name, bytes)
    }

    package func keys() async throws(StoreError) -> [APIKey] {
        try await read([Statement.keys()]) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.value() }
        }
    }

    package func put(_ key: APIKey) async throws(StoreError) {
        try await write(Statement.saving(key))
    }

    package func changeKey<Answer: Sendable>(
        _ decide: @escaping @Sendable ([APIKey]) -> (APIKey?, Answer)
    ) async throws(StoreError) -> Answer {
        do throws(PostgresFailure) {
            return try await pool.withTransaction { transaction async throws(PostgresFailure) in
                try await transaction.changeKey(decide)
            }
        } catch {
            throw StoreError(error)
        }
    }

    func save(setting name: String, _ value: [UInt8]) async throws(StoreError) {
        let call = Statement.saveSetting {
            $0.add(name)
            $0.add(value)
        }
        try await write(call)
    }
}
