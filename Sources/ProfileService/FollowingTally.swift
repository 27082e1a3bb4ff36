import ProfileStore
import Synchronization

/// How a node keeps up with the changes of others.
final class FollowingTally: Sendable {
    private struct State {
        var changes = 0
        var catchUps = DurationSpread()
        var lapses = 0
        var resyncs = 0
        var hasLost = false
        var hasCaughtUp = false
    }

    private let state = Mutex(State())

    func noteChanges(_ count: Int) {
        state.withLock { $0.changes += count }
    }

    /// The connection that tells of changes is gone.
    func noteLoss() {
        state.withLock { $0.hasLost = true }
    }

    /// Everything that was changed until a sign came is known, after a time in which the cache answered nothing or not.
    func noteCatchUp(took duration: Duration, afterLapse: Bool) {
        state.withLock { state in
            state.catchUps.add(duration)
            if afterLapse, state.hasCaughtUp { state.lapses += 1 }
            if state.hasLost, state.hasCaughtUp { state.resyncs += 1 }
            (state.hasLost, state.hasCaughtUp) = (false, true)
        }
    }

    func measures(isFollowing: Bool) -> [Measure] {
        let state = state.withLock { $0 }
        return [
            Measure(
                "following", .level(isFollowing ? 1 : 0),
                help: "Whether all changes of other nodes are known, so that the cache answers."),
            Measure(
                "followed_changes", .total(state.changes),
                help: "Changes that were taken in, of this node and others."),
            Measure(
                "following_catch_up_seconds", .durations(state.catchUps),
                help: "Time from a sign of the store to having taken in what it stands for."),
            Measure(
                "following_lapses", .total(state.lapses),
                help: "How often the cache stopped answering because no sign had come for a second."),
            Measure(
                "following_resyncs", .total(state.resyncs),
                help: "How often changes were caught up with after the connection that tells of them was lost."),
        ]
    }
}
