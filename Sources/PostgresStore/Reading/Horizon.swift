import ProfileStore
import Synchronization

/// Which changes every reader of this node has to see: those it acknowledged and those it heard that others committed.
final class Horizon: Sendable {
    /// What the primary said about itself at some moment.
    struct Sign: Sendable {
        /// After the last change.
        let position: FeedPosition
        /// When the database was made, which identifies it; its replicas say the same.
        let madeAt: Int64
        /// Before the question was sent.
        let askedAt: ContinuousClock.Instant
    }

    private struct State {
        var position = FeedPosition.start
        var sign: Sign?
    }

    private let state = Mutex(State())

    /// Up to this one all changes have to be seen.
    var position: FeedPosition { state.withLock { $0.position } }

    /// Changes up to this position were acknowledged or heard of.
    func note(_ position: FeedPosition) {
        state.withLock { $0.position.advance(to: position) }
    }

    func note(_ changes: [ProfileChange]) {
        guard !changes.isEmpty else { return }
        state.withLock { $0.position.advance(to: changes) }
    }

    /// A server that took over may know fewer changes than the one before it; replicas are then not believed until
    /// numbers have passed what was known, since one that was left behind knows no more than that.
    func note(_ sign: Sign) {
        state.withLock { state in
            state.position.advance(to: sign.position)
            state.sign = sign
        }
    }

    /// The position up to which readers have to see all changes, of which database; nil when the primary has not been
    /// heard for longer than `age`, since anything may have been changed unheard then.
    func needed(
        at now: ContinuousClock.Instant, within age: Duration
    ) -> (position: FeedPosition, madeAt: Int64)? {
        state.withLock { state in
            guard let sign = state.sign, sign.askedAt.duration(to: now) <= age else { return nil }
            return (state.position, sign.madeAt)
        }
    }
}
