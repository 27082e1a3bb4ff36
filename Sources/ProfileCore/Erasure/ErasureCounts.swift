/// How much of each kind an erasure removes, or would remove.
package struct ErasureCounts: Hashable, Sendable {
    package let facts: [RecordKind: Int]
    package let links: Int
    /// Claims that were refused to the person.
    package let conflicts: Int
    package let merges: Int
    package let separations: Int
    package let aliases: Int

    package init(
        facts: [RecordKind: Int], links: Int, conflicts: Int, merges: Int, separations: Int, aliases: Int
    ) {
        self.facts = facts
        self.links = links
        self.conflicts = conflicts
        self.merges = merges
        self.separations = separations
        self.aliases = aliases
    }
}
