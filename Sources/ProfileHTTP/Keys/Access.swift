package import ProfileStore

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
    static let admins = Access.holders(of: [.admin])

    /// Throws a problem when `key` does not do.
    func check(_ key: APIKey?) throws(Problem) {
        guard case .holders(let scopes) = self else { return }
        guard let key else { throw Self.noKey }
        guard allows(key) else {
            let wanted = scopes.map(\.rawValue).sorted().joined(separator: " or ")
            throw Problem(.insufficientScope, "The operation needs a key with the scope \(wanted).")
        }
    }

    func allows(_ key: APIKey) -> Bool {
        guard case .holders(let scopes) = self else { return true }
        return key.scopes.contains(.admin) || !key.scopes.isDisjoint(with: scopes)
    }

    private static let noKey = Problem(
        .unauthorized, "Send a key that holds as `Authorization: Bearer ck_…`; this one is missing, unknown or revoked."
    )
}

extension APIKey {
    func mayWrite(for source: String) -> Bool {
        sources?.contains(source) ?? true
    }

    /// Whether an answer to a record may tell which profile it led to, and what others state. Who may only write for
    /// some sources could otherwise try out whom the service knows.
    var mayLearnOfProfiles: Bool { sources == nil || Access.profileReaders.allows(self) }
}
