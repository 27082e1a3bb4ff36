package import ProfileStore
import Synchronization

/// The API keys of the store, held in memory so that no request waits for it.
package final class KeyRing: Sendable {
    /// A reading of the store. Readings overlap, so an older one must be known from a newer.
    package struct Reading: Sendable {
        fileprivate let number: Int
    }

    /// A key that an `Authorization` header proved to hold.
    final class Proof: Sendable {
        let key: APIKey
        private let authorization: [UInt8]
        fileprivate let edition: Int

        fileprivate init(_ key: APIKey, _ authorization: String, _ edition: Int) {
            self.key = key
            self.authorization = Array(authorization.utf8)
            self.edition = edition
        }

        /// Compares in constant time.
        fileprivate func isMade(by authorization: String) -> Bool {
            var text = authorization
            return text.withUTF8 { KeyRing.areEqual(self.authorization, $0) }
        }
    }

    private struct State {
        var keys: [String: APIKey]
        var readingsBegun = 0
        /// The reading that the keys are from.
        var reading = 0
    }

    private let state: Mutex<State>
    /// Grows when the keys change.
    private let edition = Atomic(0)

    package init(_ keys: [APIKey] = []) {
        state = Mutex(State(keys: Self.index(keys)))
    }

    /// To be called before the keys are read from the store.
    package func beginReading() -> Reading {
        state.withLock { state in
            state.readingsBegun += 1
            return Reading(number: state.readingsBegun)
        }
    }

    /// Takes over what was read, unless a reading that began later came first: readings overlap, and the older one may
    /// hold a key that was revoked meanwhile.
    package func take(_ keys: [APIKey], from reading: Reading) {
        let fresh = Self.index(keys)
        state.withLock { state in
            guard reading.number > state.reading else { return }
            state.reading = reading.number
            guard state.keys != fresh else { return }
            state.keys = fresh
            edition.wrappingAdd(1, ordering: .releasing)
        }
    }

    /// The key that an `Authorization` header proves to hold.
    func key(in authorization: String?) -> APIKey? {
        authorization.flatMap(Self.bearer).flatMap { KeyToken($0) }.flatMap(key(proving:))
    }

    /// What an `Authorization` header bears; nil for one of another scheme.
    static func bearer(in authorization: String) -> Substring? {
        authorization.prefix(7).lowercased() == "bearer " ? authorization.dropFirst(7) : nil
    }

    /// The same, for a connection that sends one key again and again: `last` is what its last request proved. While no
    /// key changes, it need not be proved again.
    func proof(in authorization: String, after last: Proof?) -> Proof? {
        let edition = edition.load(ordering: .acquiring)
        if let last, last.edition == edition, last.isMade(by: authorization) { return last }
        return key(in: authorization).map { Proof($0, authorization, edition) }
    }

    /// The key that `token` proves to hold, unless it was revoked.
    ///
    /// The secrets are compared in constant time, and against a hash of nothing when the id is unknown, so that the
    /// time of an answer reveals neither.
    package func key(proving token: KeyToken) -> APIKey? {
        let key = state.withLock { $0.keys[token.id] }
        let expected = key?.secretHash ?? Self.hashOfNothing
        guard Self.areEqual(expected, token.secretHash), let key, key.revokedAt == nil else { return nil }
        return key
    }

    /// The key with an id that was proved in another way, unless it was revoked.
    func key(withID id: String) -> APIKey? {
        state.withLock { $0.keys[id] }.flatMap { $0.revokedAt == nil ? $0 : nil }
    }

    /// The latest key of that name that has these scopes and no others; nil when that one was revoked, since an older
    /// one would go on in its place.
    func key(named name: String, scopes: Set<APIKey.Scope>) -> APIKey? {
        let keys = state.withLock { $0.keys.values }
        let latest = keys.filter { $0.name == name && $0.scopes == scopes }
            .max { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        return latest.flatMap { $0.revokedAt == nil ? $0 : nil }
    }

    /// Whether a key that was proved before still holds.
    func holds(_ key: APIKey) -> Bool {
        self.key(withID: key.id) == key
    }

    private static let hashOfNothing = [UInt8](repeating: 0, count: 32)

    private static func index(_ keys: [APIKey]) -> [String: APIKey] {
        Dictionary(keys.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    }

    static func areEqual(_ one: [UInt8], _ other: some Collection<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Who may call an operation.
package enum Access: Hashable, Sendable {
    case anyone
    /// Holders of a key with one of the scopes; `admin` has them all.
    case holders(of: Set<APIKey.Scope>)

    static let profileReaders = Access.holders(of: [.profilesRead])
    static let vipReaders = Access.holders(of: [.vipRead, .profilesRead])
    static let writers = Access.holders(of: [.ingestWrite])
    static let stewards = Access.holders(of: [.steward])
    static let identityReaders = Access.holders(of: [.steward, .profilesRead])
    /// Any valid key or session.
    static let keyHolders = Access.holders(of: Set(APIKey.Scope.allCases))
    static let admins = Access.holders(of: [.admin])

    /// Throws a problem when `key` does not do.
    func check(_ key: APIKey?) throws(Problem) {
        guard case .holders(let scopes) = self else { return }
        guard let key else { throw Self.noKey }
        guard allows(key) else {
            let wanted = scopes.map(\.rawValue).sorted()
            let words = wanted.joined(separator: " or ")
            throw Problem(.insufficientScope, "The operation needs a key with the scope \(words).").wanting(wanted)
        }
    }

    func allows(_ key: APIKey) -> Bool {
        guard case .holders(let scopes) = self else { return true }
        return key.scopes.contains(.admin) || !key.scopes.isDisjoint(with: scopes)
    }

    private static let noKey = Problem(
        .unauthorized,
        "Send a key that holds as `Authorization: Bearer ck_…`; this one is missing, unknown or revoked.")
}

extension APIKey {
    func mayWrite(for source: String) -> Bool {
        sources?.contains(source) ?? true
    }

    func mayFollow(agent: String) -> Bool {
        agents?.contains(agent) ?? true
    }

    /// Whether an answer to a record may say which profile it led to, and what others state. A key for some sources
    /// only could otherwise be used to try out whom the service knows.
    var mayLearnOfProfiles: Bool { sources == nil || Access.profileReaders.allows(self) }
}
