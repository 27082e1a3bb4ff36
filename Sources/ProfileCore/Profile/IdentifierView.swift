/// An identifier that leads to the profile, and who states it.
package struct IdentifierView: Hashable, Sendable {
    package let identifier: Identifier
    /// In alphabetical order.
    package let sources: [String]
    package let firstSeen: Timestamp?
    package let lastSeen: Timestamp?

    /// Ascending by type and value; identifiers that another profile holds are not shown.
    static func derive(from tallies: [Identifier: IdentifierTally]) -> [IdentifierView] {
        tallies.filter(\.value.isHeld).sorted { $0.key < $1.key }.map { identifier, tally in
            IdentifierView(
                identifier: identifier, sources: tally.sources.keys.sorted(),
                firstSeen: tally.sources.values.map(\.first).min(), lastSeen: tally.sources.values.map(\.last).max())
        }
    }
}
