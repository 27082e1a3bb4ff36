import ProfileCore
import ProfileStore
import Synchronization

/// Remembers the tiers that this node's latest commits lead to. Announcing tiers then skips reading those profiles. A
/// noted tier holds for one stamp, one day and one change: any other change of the profile has another number.
final class NotedTiers: Sendable {
    /// Of a commit that changes more profiles none is noted: a load would push out what single writes noted.
    static let mostTogether = 50
    private static let capacity = 10_000

    private struct State {
        /// Whether tiers were taken since the notes last grew too many. Only a node that announces takes any.
        var isWanted = false
        var stamp: ProfileBasis.Stamp?
        var day: Day?
        var tiers: [ProfileID: (number: ChangeNumber, tier: AnnouncedTier)] = [:]

        func fits(_ stamp: ProfileBasis.Stamp, _ day: Day) -> Bool { self.stamp == stamp && self.day == day }
    }

    private let state = Mutex(State())

    var isWanted: Bool { state.withLock(\.isWanted) }

    func add(_ found: [(ProfileChange, AnnouncedTier)], by stamp: ProfileBasis.Stamp, on day: Day) {
        state.withLock { state in
            guard state.isWanted else { return }
            guard state.tiers.count < Self.capacity else {
                state = State()
                return
            }
            if !state.fits(stamp, day) {
                state.tiers = [:]
                (state.stamp, state.day) = (stamp, day)
            }
            for (change, tier) in found { state.tiers[change.profile] = (change.number, tier) }
        }
    }

    /// The tiers noted with these changes, each the last of its profile. They are noted no longer.
    func take(_ changes: [ProfileChange], by stamp: ProfileBasis.Stamp, on day: Day) -> [ProfileID: AnnouncedTier] {
        state.withLock { state in
            state.isWanted = true
            var found: [ProfileID: AnnouncedTier] = [:]
            for change in changes where state.tiers[change.profile]?.number == change.number {
                found[change.profile] = state.tiers.removeValue(forKey: change.profile)?.tier
            }
            return state.fits(stamp, day) ? found : [:]
        }
    }

    func forget(_ profile: ProfileID) {
        state.withLock { $0.tiers[profile] = nil }
    }
}
