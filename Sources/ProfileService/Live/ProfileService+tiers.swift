import ProfileCore
package import ProfileStore

/// Tiers change by what profiles state, by time and by the policy. One node at a time announces each difference to the
/// last announced tier, once.
extension ProfileService {
    private static let announcedAtOnce = 500

    /// Announces what differs.
    package func announceTiers() async throws(StoreError) {
        while !Task.isCancelled {
            // A day may begin between two steps, and its ranking is another one. Everybody is counted beforehand, since
            // the database bounds how long a step may leave it idle.
            try await refreshPopulation()
            let isLeft = try await store.whileOthersRest(from: .announcing) { () async throws(StoreError) in
                try await announceNext()
            }
            guard isLeft ?? false else { return }
        }
    }

    /// A bounded step; false when there is no more to do for now.
    private func announceNext() async throws(StoreError) -> Bool {
        // Nodes that differ in what was learned would take back each other's announcements.
        if policy.asksOutlook { try await refreshOutlook() }
        let (moment, basis) = (now(), judgement.basis)
        let known = try await store.note(StoredSetting.announcedTiers).flatMap(TierProgress.init)
        var progress: TierProgress
        if let known { progress = known } else { progress = TierProgress(position: try await store.lastPosition()) }
        if progress.turn(to: moment.day, PolicyDigest.text(of: basis)) {
            let oldest = Timestamp(milliseconds: moment.milliseconds - Self.eventsKept)
            try await store.forgetEvents(before: oldest)
        }
        let page = try await store.changes(after: progress.position, limit: Self.announcedAtOnce)
        let ended = try await store.endedTiers(at: moment, limit: Self.announcedAtOnce)
        let changed = Set(page.changes.filter { $0.version != nil }.map(\.profile))
        let noted = notedTiers.take(page.changes, by: basis.stamp, on: moment.day)
        try await announce(
            changed.union(ended), noted.filter { !ended.contains($0.key) }, told: changed.subtracting(ended),
            at: moment, basis, isSilent: progress.isSilent)
        progress.position = page.position
        if progress.isScanning {
            let states = try await store.scan(after: progress.last, limit: Self.announcedAtOnce)
            let ids = Set(states.map(\.id))
            try await announce(
                ids, states, after: try await store.announcedTiers(of: ids), told: [], at: moment, basis,
                isSilent: progress.isSilent)
            progress.scanned(upTo: states.last?.id)
        }
        if progress != known { try await store.put(Array(progress.text.utf8), note: StoredSetting.announcedTiers) }
        return !page.isLast || progress.isScanning || ended.count == Self.announcedAtOnce
    }

    /// A profile whose noted tier is the announced one is not read.
    private func announce(
        _ ids: Set<ProfileID>, _ noted: [ProfileID: AnnouncedTier], told: Set<ProfileID>, at moment: Timestamp,
        _ basis: ProfileBasis, isSilent: Bool
    ) async throws(StoreError) {
        guard !ids.isEmpty else { return }
        let known = try await store.announcedTiers(of: ids)
        let doubted = ids.filter { noted[$0] != known[$0] ?? AnnouncedTier.none }
        guard !doubted.isEmpty else { return }
        let found = try await store.profiles(Set(doubted.map(ProfileReference.id)))
        try await announce(
            doubted, found.values.flatMap(\.self), after: known, told: told, at: moment, basis, isSilent: isSilent)
    }

    /// `states` are those of the profiles that are still there.
    private func announce(
        _ ids: Set<ProfileID>, _ states: [ProfileState], after known: [ProfileID: AnnouncedTier],
        told: Set<ProfileID>, at moment: Timestamp, _ basis: ProfileBasis, isSilent: Bool
    ) async throws(StoreError) {
        let finder = finder(by: basis)
        var breather = Breather()
        let present = Set(states.map(\.id))
        var differing = ids.filter { known[$0] != nil && !present.contains($0) }
        for state in states where ids.contains(state.id) {
            await breather.pause()
            if finder.tier(of: state, at: moment) != known[state.id] ?? .none { differing.insert(state.id) }
        }
        guard !differing.isEmpty else { return }
        let concerned = differing
        var reading = ReadSet(profiles: concerned)
        reading.isAwaited = false
        let committed = try await store.commit(reading: reading) { snapshot in
            let profiles = snapshot.profiles.filter { concerned.contains($0.key) }
            let decision = Decision(
                announcing: profiles, among: concerned, after: known, at: snapshot.moment, isSilent: isSilent,
                told: told,
                tier: { finder.tier(of: $0, at: moment) })
            return (decision, ())
        }
        take(committed)
    }

    /// Notes the tiers that a commit of few profiles leads to. A record that lies ahead may change the tier at any
    /// moment, and so may a consent where the policy asks for outlooks: of such profiles none is noted.
    func noteTiers(_ committed: Committed<some Sendable>) {
        guard !committed.changes.isEmpty, committed.changes.count <= NotedTiers.mostTogether, notedTiers.isWanted
        else { return }
        let (moment, basis) = (now(), judgement.basis)
        guard !basis.policy.asksOutlook else { return }
        let finder = finder(by: basis)
        let found = committed.changes.compactMap { change -> (ProfileChange, AnnouncedTier)? in
            guard let state = committed.decision.profiles[change.profile], state.summary.upcoming.items.isEmpty else {
                return nil
            }
            return (change, finder.tier(of: state, at: moment))
        }
        notedTiers.add(found, by: basis.stamp, on: moment.day)
    }

    private func finder(by basis: ProfileBasis) -> TierFinder {
        TierFinder(policy: basis.policy, rules: settings.profile, ranking: basis.ranking, outlook: basis.outlook)
    }
}

/// How far tiers were announced.
struct TierProgress: Hashable {
    /// Changes up to here were looked at.
    var position: FeedPosition
    /// The policy that everybody is held against, and the day on which that began; nothing at first.
    private var policy = ""
    private var day = ""
    /// The last profile that was looked at, while all are.
    private(set) var last: ProfileID?
    private(set) var isScanning = true
    /// Whether it stores tiers without events: in a store made by an earlier version.
    private(set) var isSilent = true

    init(position: FeedPosition) {
        self.position = position
    }

    /// Everybody is looked at again when the policy or the day is another one; whether it is.
    mutating func turn(to today: Day, _ policy: String) -> Bool {
        let day = String(today.number)
        guard self.policy != policy || self.day != day else { return false }
        if !self.policy.isEmpty, !isScanning { isSilent = false }
        (self.policy, self.day, last, isScanning) = (policy, day, nil, true)
        return true
    }

    /// A page was looked at; the last is empty.
    mutating func scanned(upTo id: ProfileID?) {
        if let id { return last = id }
        (last, isScanning, isSilent) = (nil, false, false)
    }

    // MARK: As text

    var text: String {
        let words = [position.description, policy, day, last?.description ?? "", "\(isScanning)", "\(isSilent)"]
        return words.joined(separator: "\n")
    }

    init?(_ bytes: [UInt8]) {
        let words = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard words.count == 6, let position = FeedPosition(String(words[0])) else { return nil }
        self.position = position
        (policy, day, last) = (String(words[1]), String(words[2]), ProfileID(String(words[3])))
        (isScanning, isSilent) = (words[4] == "true", words[5] == "true")
    }
}

/// Tells one policy from another; one that asks outlooks, also with what was learned.
enum PolicyDigest {
    static func text(of basis: ProfileBasis) -> String {
        let digits = EntityTag.digits(of: Stored.bytes(of: basis.policy))
        return basis.policy.asksOutlook ? "\(digits) \(basis.stamp.outlook)" : digits
    }
}
