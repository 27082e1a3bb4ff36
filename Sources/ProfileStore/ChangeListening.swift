/// What a store that several nodes share adds to the port: it tells each of them what the others changed.
package protocol ChangeListening: Sendable {
    /// Tells `heard` about changes as they are committed, wherever that happens, until the calling task is cancelled or
    /// the store is closed. A lost connection is opened again.
    ///
    /// `heard` must be quick, and may be called from several threads, with a position it has heard before or an
    /// earlier one.
    func listen(_ heard: @escaping @Sendable (ChangeNews) -> Void) async
}
