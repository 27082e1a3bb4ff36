package import ProfileCore

/// A profile and a page of its orders, interactions and activities, newest first, all as of one moment.
package struct TimelinePage: Sendable {
    package let profile: ProfileState
    package let facts: [Fact]

    package init(profile: ProfileState, facts: [Fact]) {
        self.profile = profile
        self.facts = facts
    }
}
