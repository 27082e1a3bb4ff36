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
    /// The agents whose interactions it may follow; nil for all.
    package let agents: Set<String>?
    package let createdAt: Timestamp
    package var revokedAt: Timestamp?

    /// Whether it may be used to make and revoke keys.
    package var administers: Bool { revokedAt == nil && scopes.contains(.admin) }

    package init(
        id: String, name: String, secretHash: [UInt8], scopes: Set<Scope>, sources: Set<String>?,
        agents: Set<String>? = nil, createdAt: Timestamp, revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.secretHash = secretHash
        self.scopes = scopes
        self.sources = sources
        self.agents = agents
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}

extension APIKey: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(sources != nil, revokedAt != nil, agents != nil)
        writer.string(id)
        writer.string(name)
        writer.count(secretHash.count)
        for byte in secretHash { writer.byte(byte) }
        writer.strings(scopes.map(\.rawValue).sorted())
        if let sources { writer.strings(sources.sorted()) }
        writer.moment(createdAt)
        if let revokedAt { writer.moment(revokedAt) }
        if let agents { writer.sized { $0.strings(agents.sorted()) } }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        let (id, name) = (try reader.string(), try reader.string())
        var secretHash: [UInt8] = []
        for _ in 0..<(try reader.count()) { secretHash.append(try reader.byte()) }
        var scopes: Set<Scope> = []
        for word in try reader.strings() {
            guard let scope = Scope(rawValue: word) else { throw .invalid("scope") }
            scopes.insert(scope)
        }
        let sources = presence.next() ? Set(try reader.strings()) : nil
        let (createdAt, revokedAt) = (try reader.moment(), presence.next() ? try reader.moment() : nil)
        let agents = presence.next() ? try reader.sized { reader throws(DecodingFailure) in try reader.strings() } : nil
        self.init(
            id: id, name: name, secretHash: secretHash, scopes: scopes, sources: sources,
            agents: agents.map { Set($0) }, createdAt: createdAt, revokedAt: revokedAt)
        try reader.pass(presence)
    }
}
