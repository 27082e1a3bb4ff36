/// Why a copy came to no good end. What was copied stays where it is, for the same copy to go on with.
package enum TransferFailure: Error, Hashable, Sendable {
    case source(StoreError)
    case target(StoreError)
    /// Source and target are one.
    case sameStore
    /// The target is no copy in the making and holds something in this table.
    case occupied(table: String)
    /// The target is a copy in the making of another store.
    case otherOrigin(String)
    /// So many rows differed after everything was copied, the first of them in this table.
    case differs(rows: Int, table: String)
    /// The source was written to since the copy began.
    case sourceChanged
    /// Whoever watched wanted it to end.
    case stopped
}
