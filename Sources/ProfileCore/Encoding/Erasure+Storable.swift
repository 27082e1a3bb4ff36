extension Erasure: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(lifting != nil)
        writer.string(id)
        writer.moment(at)
        writer.string(by)
        counts.write(to: &writer)
        writer.integer(tombstones)
        lifting?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            id: try reader.string(), at: try reader.moment(), by: try reader.string(),
            counts: try ErasureCounts(from: &reader), tombstones: try reader.int(),
            lifting: presence.next() ? try Lifting(from: &reader) : nil)
        try reader.pass(presence)
    }
}

extension Erasure.Lifting: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.moment(at)
        writer.string(by)
        writer.string(reason)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(at: try reader.moment(), by: try reader.string(), reason: try reader.string())
    }
}

extension ErasureCounts: Storable {
    package func write(to writer: inout ByteWriter) {
        for kind in RecordKind.allCases { writer.integer(facts[kind] ?? 0) }
        for count in [links, conflicts, merges, separations, aliases] { writer.integer(count) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var facts: [RecordKind: Int] = [:]
        for kind in RecordKind.allCases {
            let count = try reader.int()
            if count > 0 { facts[kind] = count }
        }
        self.init(
            facts: facts, links: try reader.int(), conflicts: try reader.int(), merges: try reader.int(),
            separations: try reader.int(), aliases: try reader.int())
    }
}
