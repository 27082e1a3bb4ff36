package import ProfileCore

/// What is changed while the service runs and is not a profile: the VIP policy and the API keys.
package protocol SettingsStore: Sendable {
    /// Nil until one was put.
    func policy() async throws(StoreError) -> VIPPolicy?

    func put(_ policy: VIPPolicy) async throws(StoreError)

    /// All keys, revoked ones included, oldest first.
    func keys() async throws(StoreError) -> [APIKey]

    /// What was noted under a name of `StoredSetting`; nil until something was.
    func note(_ name: String) async throws(StoreError) -> [UInt8]?

    func put(_ bytes: [UInt8], note name: String) async throws(StoreError)

    /// Adds a key, or replaces the one with the same id.
    func put(_ key: APIKey) async throws(StoreError)

    /// Hands all keys to `decide` and saves the key that it returns, if any, while nobody else changes one.
    func changeKey<Answer: Sendable>(
        _ decide: @escaping @Sendable ([APIKey]) -> (APIKey?, Answer)
    ) async throws(StoreError) -> Answer
}
