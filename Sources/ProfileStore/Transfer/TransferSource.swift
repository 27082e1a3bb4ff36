/// A store as it is at one moment, whatever happens to it later.
package protocol TransferSource: RowReading {
    func count(of table: StoredTable) async throws(StoreError) -> Int

    /// The number of the last change, 0 when there was none.
    func lastChange() async throws(StoreError) -> Int64

    /// The same store as it is by now.
    func renewed() async throws(StoreError) -> any TransferSource
}
