package import ProfileStore
import Synchronization

/// The API keys of the store, held in memory so that no request waits for it.
package final class KeyRing: Sendable {
    private let keys: Mutex<[String: APIKey]>

    package init(_ keys: [APIKey] = []) {
        self.keys = Mutex(Self.index(keys))
    }

    package func replace(with keys: [APIKey]) {
        let fresh = Self.index(keys)
        self.keys.withLock { $0 = fresh }
    }

    /// The key that an `Authorization` header proves to hold.
    func key(in authorization: String?) -> APIKey? {
        guard let authorization, authorization.prefix(7).lowercased() == "bearer ",
            let token = KeyToken(authorization.dropFirst(7))
        else { return nil }
        return key(proving: token)
    }

    /// The key that `token` proves to hold, unless it was revoked.
    ///
    /// The secrets are compared in constant time, and against a hash of nothing when the id is unknown, so that the
    /// time an answer takes tells neither.
    package func key(proving token: KeyToken) -> APIKey? {
        let key = keys.withLock { $0[token.id] }
        let expected = key?.secretHash ?? Self.hashOfNothing
        guard Self.areEqual(expected, token.secretHash), let key, key.revokedAt == nil else { return nil }
        return key
    }

    private static let hashOfNothing = [UInt8](repeating: 0, count: 32)

    private static func index(_ keys: [APIKey]) -> [String: APIKey] {
        Dictionary(keys.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    }

    private static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
