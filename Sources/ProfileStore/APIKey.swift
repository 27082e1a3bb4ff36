package import ProfileCore

/// A key as it is kept: never the secret, only its hash.
package struct APIKey: Hashable, Sendable {
    package enum Scope: String, CaseIterable, Hashable, Sendable {
        case profilesRead = "profiles:read"
        case vipRead = "vip:read"
        case ingestWrite = "ingest:write"
        case steward
        case admin
    }

    /// The public part of the key.
    package let id: String
    package let name: String
    /// SHA-256 of the secret part: 256 random bits need no slow hash.
    package let secretHash: [UInt8]
    package let scopes: Set<Scope>
    /// The sources it may write for; nil for all.
    package let sources: Set<String>?
    package let createdAt: Timestamp
    package var revokedAt: Timestamp?

    /// Whether it may be used to make and revoke keys.
    package var administers: Bool { revokedAt == nil && scopes.contains(.admin) }

    package init(
        id: String, name: String, secretHash: [UInt8], scopes: Set<Scope>, sources: Set<String>?,
        createdAt: Timestamp, revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.secretHash = secretHash
        self.scopes = scopes
        self.sources = sources
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}
