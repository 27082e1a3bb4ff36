package import Packing
package import ProfileCore
import ProfileStore
import Synchronization

/// The renderings and VIP answers that need no store to be given again.
///
/// An identifier is remembered with the version of the profile it led to. Whatever makes it lead elsewhere changes that
/// profile, so that a version that does not fit any more sends the reader to the store: a change need only tell which
/// profiles it concerns, wherever it was made.
final class ProfileCache: Sendable {
    struct Ticket: Sendable {
        fileprivate let holder: GuardedCache<Identifier, Holder>.Ticket
        fileprivate let profile: GuardedCache<ProfileID, ServedProfile>.Ticket
        fileprivate let answer: GuardedCache<ProfileID, TimedVIPAnswer>.Ticket
        fileprivate let isTrusted: Bool
    }

    fileprivate struct Holder: Sendable {
        let id: ProfileID
        /// Nil for a profile named by its own id, of which any version does.
        let version: Int?
    }

    /// How many milliseconds it may answer after the last sign that no change was missed.
    private static let trust: Int64 = 1000

    /// Bytes that an entry takes beside its texts: its place in the table, and what an allocation rounds up to.
    private static let overhead = 256

    private let rules: IdentityRules
    private let packer: Packer
    private let isOn: Bool
    /// Whether it may hold what other nodes made untrue.
    var mayBeBehind: Bool { isOn && isShared }
    private let holders: GuardedCache<Identifier, Holder>
    private let profiles: GuardedCache<ProfileID, ServedProfile>
    private let answers: GuardedCache<ProfileID, TimedVIPAnswer>
    /// Whether other nodes change the store too.
    private let isShared: Bool
    /// When it was last known that nothing had been changed unheard.
    private let trustedSince = Atomic<Int64>(.min)
    /// Profiles that are no more, as other nodes told, and whose identifiers are still known here.
    private let gone = Mutex<Set<ProfileID>>([])
    private let hitCount = Atomic<Int>(0)
    private let missCount = Atomic<Int>(0)

    /// `size` is in bytes; 0 keeps nothing. A rendering takes some 1,500 of them, an answer or an identifier 300.
    init(size: Int, packer: Packer, rules: IdentityRules, isShared: Bool) {
        self.rules = rules
        self.isShared = isShared
        self.packer = packer
        isOn = size > 0
        holders = GuardedCache(size: size / 16 * 3) { identifier, _ in identifier.value.utf8.count + Self.overhead }
        profiles = GuardedCache(size: size / 8 * 5) { _, profile in
            let joined = profile.joint.map { $0.size + profile.packed.packedCount } ?? 0
            return profile.packed.packedCount + joined + Self.overhead
        }
        answers = GuardedCache(size: size / 16 * 3) { $1.size + Self.overhead }
    }

    var counts: CacheCounts {
        CacheCounts(hits: hitCount.load(ordering: .relaxed), misses: missCount.load(ordering: .relaxed))
    }

    /// To be taken before the store is read.
    func ticket(at now: Timestamp) -> Ticket {
        Ticket(
            holder: holders.ticket(), profile: profiles.ticket(), answer: answers.ticket(),
            isTrusted: isOn && isTrusted(at: now))
    }

    /// Pass false if the fallback counts the miss.
    func profile(
        _ reference: ProfileReference, at now: Timestamp, given stamp: ProfileBasis.Stamp, countsMiss: Bool = true
    ) -> ServedProfile? {
        let cached = holder(reference, at: now).flatMap { holder in
            profiles[holder.id].flatMap { (holder.version ?? $0.version) == $0.version ? $0 : nil }
        }
        return counted(
            cached.flatMap { $0.validity.contains(now) && stamp.allows($0.premise) ? $0 : nil }, countsMiss)
    }

    func answer(_ reference: ProfileReference, at now: Timestamp, given stamp: ProfileBasis.Stamp) -> VIPAnswer? {
        let cached = holder(reference, at: now).flatMap { holder in
            answers[holder.id].flatMap { (holder.version ?? $0.version) == $0.version ? $0 : nil }
        }
        return counted(
            cached.flatMap {
                $0.validity.contains(now) && stamp.allows($0.premise) ? $0.answer(to: reference) : nil
            })
    }

    func keep(_ profile: ServedProfile, for reference: ProfileReference, readWith ticket: Ticket) {
        guard ticket.isTrusted else { return }
        remember(Holder(id: profile.id, version: profile.version), for: reference, readWith: ticket)
        var kept = profile
        kept.packed = packed(profile)
        profiles.keep(kept, for: profile.id, readWith: ticket.profile) { $0.version > profile.version }
    }

    func keep(_ answer: TimedVIPAnswer, of id: ProfileID, for reference: ProfileReference, readWith ticket: Ticket) {
        guard ticket.isTrusted else { return }
        remember(Holder(id: id, version: answer.version), for: reference, readWith: ticket)
        answers.keep(answer, for: id, readWith: ticket.answer) { $0.version > answer.version }
    }

    /// The bytes of a profile, in as little room as they are kept in.
    func packed(_ profile: ServedProfile) -> PackedBytes { packer.packed(profile.packed) }

    /// Forgets what is known of profiles that changed or are no more.
    func invalidate(_ ids: some Sequence<ProfileID>) {
        for id in ids {
            profiles.invalidate(id)
            answers.invalidate(id)
        }
    }

    /// Forgets by which identifiers profiles were asked for that are no more: nothing remains of the erased.
    func forget(_ ids: Set<ProfileID>) {
        holders.removeAll { ids.contains($0.id) }
    }

    /// Forgets the profile that a reference led to.
    func forget(_ reference: ProfileReference) {
        switch reference {
        case .id(let id): invalidate([id])
        case .identifier(let identifier):
            if let holder = holders[identifier] { invalidate([holder.id]) }
            holders.invalidate(identifier)
        }
    }

    /// Does so for all that other nodes erased or merged since the last time. It looks at everything, and so is not
    /// done for each.
    func forgetGone() {
        let ids = gone.withLock { gone in
            defer { gone = [] }
            return gone
        }
        if !ids.isEmpty { forget(ids) }
    }

    /// Forgets what is older than changes that were made anywhere.
    func invalidate(olderThan changes: [ProfileChange]) {
        for change in changes {
            guard let version = change.version else {
                invalidate([change.profile])
                gone.withLock { _ = $0.insert(change.profile) }
                continue
            }
            profiles.invalidate(change.profile) { $0.version >= version }
            answers.invalidate(change.profile) { $0.version >= version }
        }
    }

    /// Forgets what is older than what a commit saw: its caller may know of changes that this node has not heard of.
    func invalidate(olderThan seen: SightedProfiles) {
        invalidate(seen.absorbed)
        for (id, version) in seen.versions {
            profiles.invalidate(id) { $0.version >= version }
            answers.invalidate(id) { $0.version >= version }
        }
        // One that led to a profile which was not seen leads elsewhere by now.
        for identifier in seen.identifiers { holders.invalidate(identifier) { seen.versions[$0.id] != nil } }
    }

    func forgetAll() {
        profiles.invalidateAll()
        answers.invalidateAll()
    }

    /// In a shared store, answers and keeps nothing later than a second after `moment`, unless a later call allows it;
    /// nor before, should the clock be set back.
    func trust(since moment: Timestamp) {
        trustedSince.store(moment.milliseconds, ordering: .relaxed)
    }

    /// An alias is not remembered: it would outlive the merge it stands for.
    private func holder(_ reference: ProfileReference, at now: Timestamp) -> Holder? {
        guard isTrusted(at: now) else { return nil }
        return switch reference {
        case .id(let id): Holder(id: id, version: nil)
        case .identifier(let identifier): holders[identifier]
        }
    }

    func isTrusted(at now: Timestamp) -> Bool {
        guard isShared else { return true }
        let since = trustedSince.load(ordering: .relaxed)
        return since <= now.milliseconds && now.milliseconds < since + Self.trust
    }

    /// A weak identifier may come to lead to a second profile without any change of the first.
    private func remember(_ holder: Holder, for reference: ProfileReference, readWith ticket: Ticket) {
        guard case .identifier(let identifier) = reference, rules[identifier.type].strength == .strong else { return }
        holders.keep(holder, for: identifier, readWith: ticket.holder)
    }

    private func counted<Value>(_ value: Value?, _ countsMiss: Bool = true) -> Value? {
        if value == nil {
            if countsMiss { missCount.wrappingAdd(1, ordering: .relaxed) }
        } else {
            hitCount.wrappingAdd(1, ordering: .relaxed)
        }
        return value
    }
}

/// An answer, and the profiles that were seen for it, where other nodes may have changed them.
struct Sighted<Answer: Sendable>: Sendable {
    let answer: Answer
    let profiles: SightedProfiles?
}

/// The profiles that a commit saw as they were before it.
struct SightedProfiles: Sendable {
    let versions: [ProfileID: Int]
    /// Former ids of these profiles, and ids of which nothing is left.
    let absorbed: Set<ProfileID>
    /// The identifiers of the read set. They lead to these profiles or to nobody.
    let identifiers: Set<Identifier>

    init(_ snapshot: borrowing Snapshot, reading readSet: ReadSet) {
        versions = snapshot.profiles.mapValues(\.version)
        absorbed = snapshot.profiles.values.reduce(into: readSet.profiles.subtracting(versions.keys)) {
            $0.formUnion($1.aliases)
        }
        identifiers = readSet.identifiers
    }
}

/// A profile as it is sent, and when that is true.
package struct ServedProfile: Sendable {
    package let id: ProfileID
    package let version: Int
    package var packed: PackedBytes
    /// A strong validator, quotes included.
    package let etag: String
    let validity: Range<Timestamp>
    let premise: ProfilePremise
    /// What it takes to join it with products and notices; nil when there were none, or it is joined.
    let joint: CatalogueJoint?
    /// How many changes of notices and recalls were known when it was answered.
    var alarms = 0

    package var body: [UInt8] { packed.unpacked }

    /// The same as a joined one, told to hold as long as `validity` says.
    func holding(_ validity: Range<Timestamp>, alarms: Int) -> ServedProfile {
        ServedProfile(
            id: id, version: version, packed: packed, etag: etag, validity: validity, premise: premise, joint: nil,
            alarms: alarms)
    }
}

/// How often the cache could answer, since the start.
package struct CacheCounts: Hashable, Sendable {
    package let hits: Int
    package let misses: Int
}
