import ProfileStore

/// One caller's wish to write, waiting for its turn.
struct WriteCall: Sendable {
    /// How many things it loads and saves, roughly.
    let weight: Int
    /// Whether somebody waits for it who should not wait behind a load.
    let isAwaited: Bool
    /// Whether what it removes has to vanish from the files too.
    let erases: Bool
    /// Runs in a transaction; what it returns tells the caller, and is called when the transaction is durable.
    let perform: @Sendable (Connection) throws(StoreError) -> @Sendable () -> Void
    let fail: @Sendable (StoreError) -> Void
}
