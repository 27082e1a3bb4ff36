package import ProfileCore

/// A profile, what led to it, and a page of its facts ascending by key, all as of one moment.
package struct IdentityPage: Sendable {
    package let profile: ProfileState
    package let history: IdentityHistory
    package let facts: [Fact]

    package init(profile: ProfileState, history: IdentityHistory, facts: [Fact]) {
        self.profile = profile
        self.history = history
        self.facts = facts
    }
}
