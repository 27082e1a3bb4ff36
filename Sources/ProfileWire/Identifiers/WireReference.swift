package import ProfileCore

/// How a request names a profile.
package enum WireReference: Hashable, Sendable {
    /// Its id, or an alias of it.
    case id(ProfileID)
    case identifier(Identifier)
}
