package import ProfileCore
package import ProfileStore

extension SQLiteStore: SettingsStore {
    package func policy() async throws(StoreError) -> VIPPolicy? {
        try await read { connection throws(StoreError) in try connection.policy() }
    }

    package func put(_ policy: VIPPolicy) async throws(StoreError) {
        try await write { connection throws(StoreError) in try connection.save(policy) }
    }

    package func note(_ name: String) async throws(StoreError) -> [UInt8]? {
        try await read { connection throws(StoreError) in try connection.setting(name) }
    }

    package func put(_ bytes: [UInt8], note name: String) async throws(StoreError) {
        try await write { connection throws(StoreError) in try connection.saveSetting(name, bytes) }
    }

    package func keys() async throws(StoreError) -> [APIKey] {
        try await read { connection throws(StoreError) in try connection.keys() }
    }

    package func put(_ key: APIKey) async throws(StoreError) {
        try await write { connection throws(StoreError) in try connection.save(key) }
    }

    package func changeKey<Answer: Sendable>(
        _ decide: @escaping @Sendable ([APIKey]) -> (APIKey?, Answer)
    ) async throws(StoreError) -> Answer {
        try await write { connection throws(StoreError) in
            let (key, answer) = decide(try connection.keys())
            if let key { try connection.save(key) }
            return answer
        }
    }
}
