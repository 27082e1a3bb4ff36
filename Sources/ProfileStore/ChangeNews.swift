/// What a node learns about changes that may have been made elsewhere.
package enum ChangeNews: Hashable, Sendable {
    /// This is the last number of a change so far: told after each commit that changed profiles, and several times a
    /// second as a sign that nothing was missed.
    case upTo(Int64)
    /// The connection is gone: until the next `upTo`, anything may have been changed unheard.
    case lost
}
