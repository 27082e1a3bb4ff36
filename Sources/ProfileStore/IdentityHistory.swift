package import ProfileCore

/// Everything that led to one profile, except its facts.
package struct IdentityHistory: Hashable, Sendable {
    /// Ascending by identifier.
    package let links: [Link]
    /// Merges into the profile or any alias of it, undone ones included, oldest first.
    package let merges: [Merge]

    package init(links: [Link], merges: [Merge]) {
        self.links = links
        self.merges = merges
    }
}
