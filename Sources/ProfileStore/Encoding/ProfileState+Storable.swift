package import ProfileCore

extension ProfileState: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.id(id)
        writer.integer(version)
        writer.moment(changedAt)
        writer.count(aliases.count)
        for alias in aliases { writer.id(alias) }
        writer.values(overrides)
        writer.flag(isContested)
        writer.count(claimants.count)
        for entry in claimants {
            entry.key.write(to: &writer)
            writer.integer(entry.value)
        }
        summary.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(id: try reader.id(), version: try reader.int(), changedAt: try reader.moment())
        for _ in 0..<(try reader.count()) { aliases.append(try reader.id()) }
        overrides = try reader.values()
        // Format 1 held other parts; the upgrade folds them from the facts before anything is served.
        guard reader.format >= 2 else {
            reader.skipRest()
            return
        }
        isContested = try reader.flag()
        for _ in 0..<(try reader.count()) {
            let identifier = try Identifier(from: &reader)
            guard claimants.append(identifier, try reader.int()) else { throw .invalid("order") }
        }
        summary = try ProfileSummary(from: &reader)
    }
}

extension VIPOverride: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(until != nil)
        writer.string(tier)
        writer.string(reason)
        if let until { writer.moment(until) }
        writer.moment(setAt)
        writer.string(setBy)
        writer.id(home)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            tier: try reader.string(), reason: try reader.string(),
            until: presence.next() ? try reader.moment() : nil, setAt: try reader.moment(),
            setBy: try reader.string(), home: try reader.id())
    }
}
