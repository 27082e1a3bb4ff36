import ProfileCore
import ProfileStore
import Synchronization

/// The state of invitations on this node: the learned models, the secret that arms are drawn with, and the last count
/// of their effect.
final class InvitationKeeper: Sendable {
    private struct State {
        var maker: TombstoneMaker?
        var counted: (effect: InvitationEffect, until: ContinuousClock.Instant)?
    }

    /// With more people than this, a count is kept for a while.
    private static let few = 5_000
    /// A kept count lasts so many times as long as counting took, so counting uses a twentieth of one processor.
    private static let patience = 20

    private let state = Mutex(State())
    let counting = Turns()
    let shelf = Shelf<LearnedInvitations>()

    /// The maker of the hashes that arms are drawn by, with a secret that all nodes share; the first who asks makes it.
    func maker(_ store: any SettingsStore) async throws(StoreError) -> TombstoneMaker {
        if let maker = state.withLock({ $0.maker }) { return maker }
        let secret: [UInt8] =
            if let known = try await store.note(StoredSetting.invitationSecret) {
                known
            } else {
                try await store.keep(TombstoneMaker.drawSecret(), note: StoredSetting.invitationSecret)
            }
        let maker = TombstoneMaker(secret: secret)
        state.withLock { $0.maker = maker }
        return maker
    }

    /// The kept count, while it lasts.
    var counted: InvitationEffect? {
        state.withLock { state in
            state.counted.flatMap { $0.until > .now ? $0.effect : nil }
        }
    }

    func keep(_ effect: InvitationEffect, countedSince begin: ContinuousClock.Instant) {
        guard effect.invited.people + effect.heldOut.people > Self.few else { return }
        let took = begin.duration(to: .now)
        state.withLock { $0.counted = (effect, .now + took * Self.patience) }
    }
}
