package import ProfileStore

/// Everything the storage port promises. Each store runs every clause in its tests, on a new store each.
package enum StoreContract {
    package typealias Store = ProfileStore & ErasureStore & SettingsStore & TransferTarget

    package static let clauses: [Clause] =
        commits + moments + concurrency + foresights + snapshots + identifiers + moves + conflicts + pages + answers
        + changes + searches + tallies + recoveries + largeFolds + rehearsals + erasure + tombstones + settings
        + transfers
}
