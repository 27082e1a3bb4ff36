package import ProfileCore

extension APIKey: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(sources != nil, revokedAt != nil)
        writer.string(id)
        writer.string(name)
        writer.count(secretHash.count)
        for byte in secretHash { writer.byte(byte) }
        writer.strings(scopes.map(\.rawValue).sorted())
        if let sources { writer.strings(sources.sorted()) }
        writer.moment(createdAt)
        if let revokedAt { writer.moment(revokedAt) }
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
        self.init(
            id: id, name: name, secretHash: secretHash, scopes: scopes,
            sources: presence.next() ? Set(try reader.strings()) : nil, createdAt: try reader.moment(),
            revokedAt: presence.next() ? try reader.moment() : nil)
        try reader.pass(presence)
    }
}
