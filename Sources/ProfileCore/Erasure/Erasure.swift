/// That somebody was erased: when, by whom and how much, but not who.
package struct Erasure: Hashable, Sendable {
    /// `ers_` and letters and digits drawn for it.
    package let id: String
    package let at: Timestamp
    /// The name of the API key, or of the command.
    package let by: String
    package let counts: ErasureCounts
    /// How many names were buried.
    package let tombstones: Int
    /// Set when the person's records are taken again.
    package var lifting: Lifting?

    package struct Lifting: Hashable, Sendable {
        package let at: Timestamp
        package let by: String
        package let reason: String

        package init(at: Timestamp, by: String, reason: String) {
            self.at = at
            self.by = by
            self.reason = reason
        }
    }

    package init(
        id: String, at: Timestamp, by: String, counts: ErasureCounts, tombstones: Int, lifting: Lifting? = nil
    ) {
        self.id = id
        self.at = at
        self.by = by
        self.counts = counts
        self.tombstones = tombstones
        self.lifting = lifting
    }
}

/// How much of each kind an erasure removes, or would remove.
package struct ErasureCounts: Hashable, Sendable {
    package fileprivate(set) var facts: [RecordKind: Int]
    package let links: Int
    /// Claims that were refused to the person.
    package let conflicts: Int
    package let merges: Int
    package let separations: Int
    package let aliases: Int
    /// Arms that were drawn by the person's identifiers.
    package fileprivate(set) var assignments: Int

    package init(
        facts: [RecordKind: Int], links: Int, conflicts: Int, merges: Int, separations: Int, aliases: Int,
        assignments: Int = 0
    ) {
        self.facts = facts
        self.links = links
        self.conflicts = conflicts
        self.merges = merges
        self.separations = separations
        self.aliases = aliases
        self.assignments = assignments
    }
}

extension Erasure: Storable {
    package func write(to writer: inout ByteWriter) {
        let promises = counts.facts[.promise] ?? 0
        writer.presence(lifting != nil, promises > 0, counts.assignments > 0)
        writer.string(id)
        writer.moment(at)
        writer.string(by)
        counts.write(to: &writer)
        writer.integer(tombstones)
        lifting?.write(to: &writer)
        if promises > 0 { writer.sized { $0.integer(promises) } }
        if counts.assignments > 0 { writer.sized { $0.integer(counts.assignments) } }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        let (id, at, by) = (try reader.string(), try reader.moment(), try reader.string())
        var counts = try ErasureCounts(from: &reader)
        let tombstones = try reader.int()
        let lifting = presence.next() ? try Lifting(from: &reader) : nil
        if presence.next() {
            counts.facts[.promise] = try reader.sized { reader throws(DecodingFailure) in try reader.int() }
        }
        if presence.next() {
            counts.assignments = try reader.sized { reader throws(DecodingFailure) in try reader.int() }
        }
        try reader.pass(presence)
        self.init(id: id, at: at, by: by, counts: counts, tombstones: tombstones, lifting: lifting)
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

/// Without what came later, which `Erasure` writes.
extension ErasureCounts: Storable {
    package func write(to writer: inout ByteWriter) {
        for kind in RecordKind.first { writer.integer(facts[kind] ?? 0) }
        for count in [links, conflicts, merges, separations, aliases] { writer.integer(count) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var facts: [RecordKind: Int] = [:]
        for kind in RecordKind.first {
            let count = try reader.int()
            if count > 0 { facts[kind] = count }
        }
        self.init(
            facts: facts, links: try reader.int(), conflicts: try reader.int(), merges: try reader.int(),
            separations: try reader.int(), aliases: try reader.int())
    }
}
