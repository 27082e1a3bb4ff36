/// The names under which stores keep settings.
package enum StoredSetting {
    package static let policy = "vip_policy"
    /// Which derivation folded the states of all profiles.
    package static let derivation = "derivation"
    /// The rules of identity by which all claims were judged.
    package static let identityRules = "identity_rules"
    /// The undeclared types of identifiers that there are.
    package static let identifierTypes = "identifier_types"
    /// What tombstones are hashed with.
    package static let erasureSecret = "erasure_secret"
    /// Written to see whether the store can be written to.
    package static let probe = "probe"
    /// Where a copy that is not finished comes from. While it is there, nobody but the copy uses the store.
    package static let transfer = "unfinished_copy"

    /// Those that say something about one store, and go nowhere.
    static let local: Set = [probe, transfer]
    /// Those that every store has as soon as it is made.
    static let initial: Set = [derivation, identityRules]
}
