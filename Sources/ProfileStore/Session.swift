package import ProfileCore

/// What a page acts by after somebody signed in with an API key: never the secret, only its hash.
package struct Session: Hashable, Sendable {
    package let id: String
    /// SHA-256 of the secret part of its token: 256 random bits need no slow hash.
    package let secretHash: [UInt8]
    /// The key that it was begun with, and ends with.
    package let keyID: String
    package let createdAt: Timestamp
    package let expiresAt: Timestamp

    package init(id: String, secretHash: [UInt8], keyID: String, createdAt: Timestamp, expiresAt: Timestamp) {
        self.id = id
        self.secretHash = secretHash
        self.keyID = keyID
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

/// Opens one stream of events or begins one session, once.
package struct Ticket: Hashable, Sendable {
    /// A hash of the ticket's text: SHA-256, in hexadecimal.
    package let id: String
    /// The key in whose name that is done.
    package let keyID: String
    /// The session that asked for it, and that the stream ends with.
    package let sessionID: String?
    package let expiresAt: Timestamp

    package init(id: String, keyID: String, sessionID: String?, expiresAt: Timestamp) {
        self.id = id
        self.keyID = keyID
        self.sessionID = sessionID
        self.expiresAt = expiresAt
    }
}

extension Session: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence()
        writer.string(id)
        writer.string(keyID)
        writer.count(secretHash.count)
        for byte in secretHash { writer.byte(byte) }
        writer.moment(createdAt)
        writer.moment(expiresAt)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let presence = try reader.presence()
        let (id, keyID) = (try reader.string(), try reader.string())
        var secretHash: [UInt8] = []
        for _ in 0..<(try reader.count()) { secretHash.append(try reader.byte()) }
        self.init(
            id: id, secretHash: secretHash, keyID: keyID, createdAt: try reader.moment(),
            expiresAt: try reader.moment())
        try reader.pass(presence)
    }
}

extension Ticket: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(sessionID != nil)
        writer.string(id)
        writer.string(keyID)
        writer.moment(expiresAt)
        if let sessionID { writer.string(sessionID) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        let (id, keyID, expiresAt) = (try reader.string(), try reader.string(), try reader.moment())
        self.init(id: id, keyID: keyID, sessionID: presence.next() ? try reader.string() : nil, expiresAt: expiresAt)
        try reader.pass(presence)
    }
}
