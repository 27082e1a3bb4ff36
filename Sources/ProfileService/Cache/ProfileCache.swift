import ProfileCore
import ProfileStore
import Synchronization

/// The renderings and VIP answers that need no store to be given again.
final class ProfileCache: Sendable {
    struct Ticket: Sendable {
        fileprivate let holder: GuardedCache<Identifier, ProfileID>.Ticket
        fileprivate let profile: GuardedCache<ProfileID, ServedProfile>.Ticket
        fileprivate let answer: GuardedCache<ProfileID, TimedVIPAnswer>.Ticket
    }

    private let holders: GuardedCache<Identifier, ProfileID>
    private let profiles: GuardedCache<ProfileID, ServedProfile>
    private let answers: GuardedCache<ProfileID, TimedVIPAnswer>
    private let hitCount = Atomic<Int>(0)
    private let missCount = Atomic<Int>(0)

    /// `capacity` counts profiles; an answer or an identifier is far smaller than a rendering, so more of them are
    /// kept.
    init(capacity: Int) {
        holders = GuardedCache(capacity: capacity * 8)
        profiles = GuardedCache(capacity: capacity)
        answers = GuardedCache(capacity: capacity * 8)
    }

    var counts: CacheCounts {
        CacheCounts(hits: hitCount.load(ordering: .relaxed), misses: missCount.load(ordering: .relaxed))
    }

    func ticket() -> Ticket {
        Ticket(holder: holders.ticket(), profile: profiles.ticket(), answer: answers.ticket())
    }

    func profile(_ reference: ProfileReference, at now: Timestamp, given stamp: VIPBasis.Stamp) -> ServedProfile? {
        let cached = id(reference).flatMap { profiles[$0] }
        return counted(cached.flatMap { $0.holdsUntil > now && $0.basis == stamp ? $0 : nil })
    }

    func answer(_ reference: ProfileReference, at now: Timestamp, given stamp: VIPBasis.Stamp) -> VIPAnswer? {
        let cached = id(reference).flatMap { answers[$0] }
        return counted(cached.flatMap { $0.holdsUntil > now && $0.basis == stamp ? $0.answer : nil })
    }

    func keep(_ profile: ServedProfile, for reference: ProfileReference, readWith ticket: Ticket) {
        remember(profile.id, for: reference, readWith: ticket)
        profiles.keep(profile, for: profile.id, readWith: ticket.profile)
    }

    func keep(_ answer: TimedVIPAnswer, of id: ProfileID, for reference: ProfileReference, readWith ticket: Ticket) {
        remember(id, for: reference, readWith: ticket)
        answers.keep(answer, for: id, readWith: ticket.answer)
    }

    /// Forgets all that a decision made untrue.
    func invalidate(_ decision: Decision) {
        for id in decision.changedProfiles { invalidate(id) }
        for link in decision.links.keys { holders.invalidate(link.identifier) }
        for link in decision.removedLinks { holders.invalidate(link.identifier) }
        // A move with homes splits a profile: any of its identifiers may lead elsewhere now.
        if decision.moves.contains(where: { $0.homes != nil }) { holders.invalidateAll() }
    }

    func invalidateAll() {
        holders.invalidateAll()
        profiles.invalidateAll()
        answers.invalidateAll()
    }

    func invalidate(_ id: ProfileID) {
        profiles.invalidate(id)
        answers.invalidate(id)
    }

    /// An alias is not remembered: it would outlive the merge it stands for.
    private func id(_ reference: ProfileReference) -> ProfileID? {
        switch reference {
        case .id(let id): id
        case .identifier(let identifier): holders[identifier]
        }
    }

    private func remember(_ id: ProfileID, for reference: ProfileReference, readWith ticket: Ticket) {
        guard case .identifier(let identifier) = reference else { return }
        holders.keep(id, for: identifier, readWith: ticket.holder)
    }

    private func counted<Value>(_ value: Value?) -> Value? {
        if value == nil {
            missCount.wrappingAdd(1, ordering: .relaxed)
        } else {
            hitCount.wrappingAdd(1, ordering: .relaxed)
        }
        return value
    }
}
