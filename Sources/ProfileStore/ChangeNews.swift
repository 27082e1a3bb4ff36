/// What a node learns about changes that may have been made elsewhere.
package enum ChangeNews: Hashable, Sendable {
    /// So far changes were made: told after commits that changed profiles, and several times a second as a sign that
    /// nothing was missed.
    case upTo(FeedPosition)
    /// The connection is gone: until the next `upTo`, anything may have been changed unheard.
    case lost
}
