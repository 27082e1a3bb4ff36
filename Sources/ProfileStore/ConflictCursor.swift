package import ProfileCore

/// The place after which a page of conflicts begins: open ones first, then newest first, then by fact and identifier.
package struct ConflictCursor: Hashable, Sendable {
    package let isResolved: Bool
    package let at: Timestamp
    package let fact: FactKey
    package let identifier: Identifier

    package init(isResolved: Bool, at: Timestamp, fact: FactKey, identifier: Identifier) {
        self.isResolved = isResolved
        self.at = at
        self.fact = fact
        self.identifier = identifier
    }

    package init(_ conflict: Conflict) {
        self.init(
            isResolved: conflict.resolvedAt != nil, at: conflict.at, fact: conflict.fact,
            identifier: conflict.identifier)
    }
}
