/// All that can go wrong in a store, as far as anyone above it can act on.
package enum StoreError: Error, Hashable, Sendable {
    /// The store cannot be reached or is stopping; the same call may succeed later.
    case unavailable
    /// The disk is full or the store may not be written to; reads still work.
    case cannotWrite
    /// The disk did not keep what it was given. What was acknowledged is safe as long as nothing more is written: this
    /// process has to end, and the next one to begin with what the disk has.
    case diskFailed(detail: String)
    /// What was read makes no sense: damaged, or written by a newer version.
    case unreadable(detail: String)
    /// Anything else, described without any stored value.
    case failed(detail: String)
}
