/// The names under which stores keep settings.
package enum StoredSetting {
    package static let policy = "vip_policy"
    /// Which derivation folded the states of all profiles. Not used any more: each state says it.
    private static let derivation = "derivation"
    /// The rules of identity by which all claims were judged.
    package static let identityRules = "identity_rules"
    /// The undeclared types of identifiers that there are.
    package static let identifierTypes = "identifier_types"
    /// When the sources spoke.
    package static let sources = "sources"
    /// What tombstones are hashed with.
    package static let erasureSecret = "erasure_secret"
    /// Written to see whether the store can be written to.
    package static let probe = "probe"
    /// Where a copy that is not finished comes from. While it is there, nobody but the copy uses the store.
    package static let transfer = "unfinished_copy"

    /// What `transfer` says while an export is restored.
    package static let restoration = "an export"

    /// Why nobody else may use a store, in words for the operator; `origin` is what `transfer` says.
    package static func unfinished(_ origin: String) -> String {
        if origin == restoration {
            return """
                an export is being restored into this database, or was and did not come to its end: run clientele \
                import with it again, which begins anew, or remove the database
                """
        }
        return """
            a copy of \(origin) into this database is not finished: run the same clientele copy again to finish it, or \
            remove the database
            """
    }

    /// Those that say something about one store, and go nowhere.
    static let local: Set = [probe, transfer]
    /// Those that every store has as soon as it is made.
    static let initial: Set = [derivation, identityRules]
}
