/// How a reader names a profile.
package enum ProfileReference: Hashable, Sendable {
    /// Its id, or an alias of it.
    case id(ProfileID)
    case identifier(Identifier)

    package var identifier: Identifier? {
        if case .identifier(let identifier) = self { identifier } else { nil }
    }
}
