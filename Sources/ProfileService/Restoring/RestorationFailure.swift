package import ProfileStore

/// Why an export was not restored.
package enum RestorationFailure: Error, Hashable, Sendable {
    /// The store holds people, or traces of what people decided.
    case occupied
    /// A copy of another store into this one is not finished.
    case otherOrigin(String)
    /// An entry comes after those that build on it.
    case outOfOrder
    case store(StoreError)
}
