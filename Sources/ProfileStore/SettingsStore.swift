package import ProfileCore

/// What is changed while the service runs and is not a profile: the VIP policy, the API keys, and what was given out
/// for them.
package protocol SettingsStore: Sendable {
    /// Nil until one was put.
    func policy() async throws(StoreError) -> VIPPolicy?

    func put(_ policy: VIPPolicy) async throws(StoreError)

    /// All keys, revoked ones included, oldest first.
    func keys() async throws(StoreError) -> [APIKey]

    /// What was noted under a name of `StoredSetting`; nil until something was.
    func note(_ name: String) async throws(StoreError) -> [UInt8]?

    func put(_ bytes: [UInt8], note name: String) async throws(StoreError)

    /// Notes something unless there is a note of that name already, and answers the one that holds.
    func keep(_ bytes: [UInt8], note name: String) async throws(StoreError) -> [UInt8]

    /// Adds a key, or replaces the one with the same id.
    func put(_ key: APIKey) async throws(StoreError)

    /// Hands all keys to `decide` and saves the key that it returns, if any, while nobody else changes one.
    func changeKey<Answer: Sendable>(
        _ decide: @escaping @Sendable ([APIKey]) -> (APIKey?, Answer)
    ) async throws(StoreError) -> Answer

    /// Adds a session. Those that are over by the time it was made go.
    func put(_ session: Session) async throws(StoreError)

    func session(_ id: String) async throws(StoreError) -> Session?

    /// The sessions that `counts` accepts and that are not over at `now`, newest first, `limit` at most.
    func sessions(
        at now: Timestamp, limit: Int, where counts: @Sendable (Session) -> Bool
    ) async throws(StoreError) -> [Session]

    /// False when there is none.
    func removeSession(_ id: String) async throws(StoreError) -> Bool

    /// Adds a ticket. Those that are over at `now` go.
    func put(_ ticket: Ticket, at now: Timestamp) async throws(StoreError)

    /// Takes a ticket away, so that of several who ask for it one gets it; nil for the others.
    func takeTicket(_ id: String) async throws(StoreError) -> Ticket?
}
