import ProfileStore

/// One caller's wish to write, waiting for its turn.
struct WriteCall: Sendable {
    /// How many things it loads and saves, roughly.
    let weight: Int
    /// Whether somebody waits for it who should not wait behind a load.
    let isAwaited: Bool
    /// Whether what it removes has to vanish from the files too.
    let erases: Bool
    /// Runs in a transaction.
    let perform: @Sendable (Connection) throws(StoreError) -> Ending
    let fail: @Sendable (StoreError) -> Void

    struct Ending: Sendable {
        /// Whether what the call wrote is kept; otherwise it is as if it had never been there.
        let isKept: Bool
        /// Called when the transaction is durable.
        let tell: @Sendable () -> Void
    }
}
