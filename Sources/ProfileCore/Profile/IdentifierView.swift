/// An identifier that leads to the profile, and who states it.
package struct IdentifierView: Hashable, Sendable {
    package let identifier: Identifier
    /// In alphabetical order.
    package let sources: [String]
    package let firstSeen: Timestamp?
    package let lastSeen: Timestamp?

    /// Ascending by type and value; identifiers that another profile holds are not shown.
    static func derive(from tallies: SortedMap<Identifier, IdentifierTally>) -> [IdentifierView] {
        tallies.filter(\.value.isHeld).map { entry in
            let sources = entry.value.sources
            return IdentifierView(
                identifier: entry.key, sources: Array(sources.keys),
                firstSeen: sources.values.map(\.first).min(), lastSeen: sources.values.map(\.last).max())
        }
    }
}
