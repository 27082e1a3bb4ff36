/// What a store tells those who watch over it.
package protocol WatchedStore: Sendable {
    /// Which kind of store it is.
    var engine: StoreState.Engine { get }

    /// What it did since it was opened, and is doing now. Quick: no store is asked.
    var measures: [Measure] { get }

    /// Reads how the store is.
    func state() async throws(StoreError) -> StoreState
}
