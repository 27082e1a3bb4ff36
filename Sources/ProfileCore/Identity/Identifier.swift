/// One handle by which a customer is known: `email:jane@example.com`, `crm:4711`.
///
/// The value is normalised and in Unicode's NFC, so that two identifiers are equal exactly when their bytes are.
package struct Identifier: Hashable, Comparable, Sendable {
    package static let email = "email"
    package static let phone = "phone"
    package static let visitor = "visitor"

    package let type: String
    package let value: String

    package init(type: String, value: String) {
        self.type = type
        self.value = value
    }

    package static func < (left: Identifier, right: Identifier) -> Bool {
        (left.type, left.value) < (right.type, right.value)
    }
}

extension Identifier {
    /// The same on every node and in every version: FNV-1a with 64 bits over `type:value`. Source: Fowler, Noll, Vo,
    /// "The FNV Non-Cryptographic Hash Algorithm".
    var lastingHash: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in type.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ 0x3A) &* 0x100_0000_01B3
        for byte in value.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}

extension Identifier: CustomStringConvertible {
    package var description: String { "\(type):\(value)" }
}

/// How far identifiers of one type may be trusted to tell who somebody is.
package struct IdentifierRule: Hashable, Sendable {
    package enum Strength: String, CaseIterable, Hashable, Sendable {
        /// Joins profiles.
        case strong
        /// Only finds candidates.
        case weak
    }

    /// The greater, the longer an identifier of this type is kept when a link would break a limit.
    package let priority: Int
    /// How many different values one profile may hold.
    package let limit: Int
    package let strength: Strength

    package init(priority: Int, limit: Int, strength: Strength) {
        self.priority = priority
        self.limit = limit
        self.strength = strength
    }
}

/// An identifier that leads to the profile, and who states it.
package struct IdentifierView: Hashable, Sendable {
    package let identifier: Identifier
    /// In alphabetical order.
    package let sources: [String]
    package let firstSeen: Timestamp?
    package let lastSeen: Timestamp?
    /// How many other profiles claim it, at most `ProfileState.claimantLimit`.
    package let alsoClaimedBy: Int

    /// Ascending by type and value; identifiers that another profile holds are not shown.
    static func derive(
        from tallies: SortedMap<Identifier, IdentifierTally>, claimants: SortedMap<Identifier, Int>
    ) -> [IdentifierView] {
        tallies.map { entry in
            let sources = entry.value.sources
            return IdentifierView(
                identifier: entry.key, sources: Array(sources.keys),
                firstSeen: sources.values.map(\.first).min(), lastSeen: sources.values.map(\.last).max(),
                alsoClaimedBy: claimants[entry.key] ?? 0)
        }
    }
}

/// Which sources state an identifier that leads to the profile, and when.
package struct IdentifierTally: Hashable, Sendable {
    /// Whether it holds the profile together; false for a weak one, which only finds candidates.
    package var binds: Bool
    package var sources: SortedMap<String, SeenRange>

    package init(binds: Bool, sources: SortedMap<String, SeenRange>) {
        self.binds = binds
        self.sources = sources
    }
}

extension IdentifierTally: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.flag(binds)
        writer.words(sources)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(binds: try reader.flag(), sources: try reader.words())
    }
}
