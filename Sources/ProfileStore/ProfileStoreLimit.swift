/// Bounds that every store keeps.
package enum ProfileStoreLimit {
    /// How many of the profiles that share a weak identifier are read.
    package static let sharers = 50
}
