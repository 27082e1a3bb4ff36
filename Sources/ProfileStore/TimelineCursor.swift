package import ProfileCore

/// The place after which a timeline page begins: newest first, then by key.
package struct TimelineCursor: Hashable, Sendable {
    package let at: Timestamp
    package let key: FactKey

    package init(at: Timestamp, key: FactKey) {
        self.at = at
        self.key = key
    }
}
