package import ProfileCore

/// What an erasure did, told after it is durable.
package struct Erased: Sendable {
    package let profile: ProfileID
    package let erasure: Erasure
    package let changes: [ProfileChange]

    package init(profile: ProfileID, erasure: Erasure, changes: [ProfileChange]) {
        self.profile = profile
        self.erasure = erasure
        self.changes = changes
    }
}
