/// A store that takes over what another one holds, row by row.
package protocol TransferTarget: RowReading {
    /// Where the copy comes from that was begun here and is not finished; nil when there is none.
    func transferOrigin() async throws(StoreError) -> String?

    /// From now on nobody but the copy uses the store: opening it in another way fails.
    func beginTransfer(from identity: String) async throws(StoreError)

    /// Puts rows in, replacing those with the same key, and removes those with the keys of `removed`, in one
    /// transaction. Fails when no copy goes on here.
    func put(
        _ rows: [StoredRow], removing removed: [StoredRow], in table: StoredTable
    ) async throws(StoreError)

    /// Later changes are numbered after all those that were put in. Everything is durable when this returns.
    func finishTransfer() async throws(StoreError)
}
