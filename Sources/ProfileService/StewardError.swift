package import ProfileCore
package import ProfileStore

/// Why something a person decided could not be done.
package enum StewardError: Error, Hashable, Sendable {
    case refused(StewardDecision.Refusal)
    /// The policy has no such tier.
    case unknownTier
    case store(StoreError)
}
