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
