/// Why an erasure is not lifted.
package enum LiftingRefusal: Error, Hashable, Sendable {
    case unknown
    /// It was lifted before.
    case lifted
}
