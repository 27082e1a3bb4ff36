/// A store whose tables can be read as they are.
package protocol RowReading: Sendable {
    /// Tells the store from others: where it is and when it was made, without any secret.
    func identity() async throws(StoreError) -> String

    /// The rows after the one with the key of `row`, ascending by key: as many as the limit allows, none at the end.
    func page(
        of table: StoredTable, after row: StoredRow?, limit: PageLimit
    ) async throws(StoreError) -> [StoredRow]

    /// Lets go of everything; harmless when repeated.
    func close() async
}
