import Glibc
package import ProfileCore
package import ProfileStore
import Synchronization

/// API keys as the store keeps them. The edge makes and checks them.
extension ProfileService {
    package func keys() async throws(StoreError) -> [APIKey] {
        try await store.keys()
    }

    /// Adds a key, or replaces the one with the same id.
    package func put(_ key: APIKey) async throws(StoreError) {
        try await store.put(key)
    }

    package enum Revocation: Hashable, Sendable {
        case revoked
        case unknown
        /// Nobody could administer the service any more.
        case onlyAdmin
    }

    /// Revokes a key for good, unless no other key would be left to make another one with.
    package func revokeKey(_ id: String) async throws(StoreError) -> Revocation {
        let moment = now()
        return try await store.changeKey { keys in
            guard var key = keys.first(where: { $0.id == id }) else { return (nil, .unknown) }
            guard key.revokedAt == nil else { return (nil, .revoked) }
            guard !key.administers || keys.contains(where: { $0.id != id && $0.administers }) else {
                return (nil, .onlyAdmin)
            }
            key.revokedAt = moment
            return (key, .revoked)
        }
    }
}

/// Sessions and tickets as the store keeps them.
extension ProfileService {
    package func put(_ session: Session) async throws(StoreError) {
        try await store.put(session)
    }

    package func session(_ id: String) async throws(StoreError) -> Session? {
        try await store.session(id)
    }

    /// The sessions that `counts` accepts and that are not over, newest first.
    package func sessions(
        limit: Int, where counts: @Sendable (Session) -> Bool
    ) async throws(StoreError) -> [Session] {
        try await store.sessions(at: now(), limit: limit, where: counts)
    }

    /// False when there is none.
    package func removeSession(_ id: String) async throws(StoreError) -> Bool {
        try await store.removeSession(id)
    }

    package func put(_ ticket: Ticket, at now: Timestamp) async throws(StoreError) {
        try await store.put(ticket, at: now)
    }

    /// Nil when there is none any more: each is good once.
    package func takeTicket(_ id: String) async throws(StoreError) -> Ticket? {
        try await store.takeTicket(id)
    }
}

/// Random bits of the system's generator, fetched many at a time: a load draws some for each record, and each fetch is
/// a call of the system.
final class RandomPool: Sendable {
    static let shared = RandomPool()

    /// As much as `getentropy` gives at once.
    private static let size = 256 / MemoryLayout<UInt64>.size

    private let words = Mutex<[UInt64]>([])

    func draw() -> ProfileService.RandomBits {
        words.withLock { words in
            if words.count < 2 { words = Self.fetch() }
            return (UInt16(truncatingIfNeeded: words.removeLast()), words.removeLast())
        }
    }

    private static func fetch() -> [UInt64] {
        var words = [UInt64](repeating: 0, count: size)
        let status = words.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
        // The call is refused only by kernels older than any that this program starts on.
        return status == 0 ? words : words.map { _ in UInt64.random(in: 0 ... .max) }
    }
}

/// Lets in one piece of work at a time, in the order in which they came.
final class Turns: Sendable {
    private let last = Mutex<Task<Void, Never>?>(nil)

    /// Does the work once all that came before it is done. When the calling task is cancelled, so is the work.
    func take<Value: Sendable>(
        _ work: @escaping @Sendable () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let task = last.withLock { last in
            let before = last
            let task = Task { () -> Result<Value, StoreError> in
                await before?.value
                do throws(StoreError) {
                    return .success(try await work())
                } catch {
                    return .failure(error)
                }
            }
            last = Task { _ = await task.value }
            return task
        }
        let outcome = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        return try outcome.get()
    }
}
