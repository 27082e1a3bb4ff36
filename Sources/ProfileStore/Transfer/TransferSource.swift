/// A store as it is at one moment, whatever happens to it later.
package protocol TransferSource: RowReading {
    func count(of table: StoredTable) async throws(StoreError) -> Int

    /// The position after the last change.
    func lastPosition() async throws(StoreError) -> FeedPosition

    /// The same store as it is by now.
    func renewed() async throws(StoreError) -> any TransferSource
}
