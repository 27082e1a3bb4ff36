import Packing
package import ProfileCore
package import ProfileStore
import Synchronization

/// Everything Clientele does, between callers and the store: it carries values to the core's decisions and back.
package final class ProfileService: Sendable {
    package typealias Store = ProfileStore & ErasureStore & SettingsStore & FeedStore & WatchedStore
        & CatalogueStore & InvitationStore & IncomingWebhookStore & WebhookStore & TracedStore

    /// What tells an id from others drawn at the same moment.
    package typealias RandomBits = (UInt16, UInt64)

    let store: any Store
    let settings: ServiceSettings
    let cache: ProfileCache
    let judgement: Judgement
    let policies: PolicyKeeper
    let outlooks = Turns()
    let learnings = Turns()
    let learningsBegun = Atomic(0)
    let shelf = Shelf<LearnedSuggestions>()
    let handlings = Shelf<LearnedHandling>()
    let advocates = Shelf<LearnedAdvocates>()
    let queues = QueueMemory()
    let queueTurns = Turns()
    let invitations = InvitationKeeper()
    let catalogue: CatalogueKeeper
    let following = FollowingTally()
    let tellings = TellingTally()
    let notedTiers = NotedTiers()
    package let hub = ProfileHub()
    package let writeHealth = WriteHealth()
    let singleWrites = RecentWrites()
    let burials = BurialWatch()
    let deliveries = DeliveryMemory()
    let types: TypeRegister
    let sources: SourceRegister
    let claimsWaiting = Atomic(0)
    let isLoading = Atomic(false)
    let statesToFold = Atomic(0)
    let now: @Sendable () -> Timestamp
    let drawRandomBits: @Sendable () -> RandomBits
    let rendering: ProfileRendering

    /// Reads the policy from the store. Tests hand in a clock of their own as `now`, and bits that follow from a seed.
    package init(
        store: any Store, settings: ServiceSettings, rendering: ProfileRendering,
        now: @escaping @Sendable () -> Timestamp,
        drawRandomBits: @escaping @Sendable () -> RandomBits = { RandomPool.shared.draw() }
    ) async throws(StoreError) {
        self.store = store
        self.settings = settings
        self.rendering = rendering
        self.now = now
        self.drawRandomBits = drawRandomBits
        types = TypeRegister(store)
        sources = SourceRegister(store)
        cache = ProfileCache(
            size: settings.cacheSize,
            packer: Packer(specimen: SpecimenProfile.profile(by: settings).map { rendering.whole($0).bytes } ?? []),
            rules: settings.identity, isShared: store is any ChangeListening)
        judgement = Judgement(policy: try await store.policy() ?? settings.initialPolicy)
        policies = PolicyKeeper(store: store, judgement: judgement, now: now)
        catalogue = CatalogueKeeper(store: store, priorities: settings.profile.sourcePriorities)
        try await sources.settle()
        try await refreshPopulation()
        try await refreshOutlook()
        try await refreshCatalogue()
    }

    /// Traces the work below requests.
    package func trace(by tracer: any WorkTracer) {
        store.traces.begin(tracer)
    }

    // MARK: Profiles

    /// The rendered profile that a reference leads to, where memory holds it. Asking the store then counts the miss.
    package func remembered(_ reference: ProfileReference) -> ServedProfile? {
        let moment = now()
        return cache.profile(reference, at: moment, given: judgement.stamp, countsMiss: false)
            .flatMap { joined(kept: $0, at: moment) }
    }

    /// The rendered profile that a reference leads to.
    package func rendered(_ reference: ProfileReference) async throws(StoreError) -> Reached<ServedProfile> {
        let moment = now()
        let basis = judgement.basis
        if let cached = cache.profile(reference, at: moment, given: basis.stamp),
            let joined = joined(kept: cached, at: moment)
        {
            return .one(joined)
        }
        let ticket = cache.ticket(at: moment)
        let found = try await store.traces.recording("read") { () async throws(StoreError) in
            try await reached(reference)
        }
        return try found.map { state in
            let served = serve(state, at: moment, basis)
            cache.keep(served, for: reference, readWith: ticket)
            return joined(served, at: moment) ?? served
        }
    }

    /// The same by a rendering of the caller's own, which no cache holds.
    package func rendered(
        _ reference: ProfileReference, by rendering: (Profile, ProfileState) -> [UInt8]
    ) async throws(StoreError) -> Reached<ServedProfile> {
        let (moment, basis) = (now(), judgement.basis)
        return try await reached(reference).map { state in
            let alarms = catalogue.alarms
            let profile = joinedProfile(state, at: moment, basis)
            let body = rendering(profile, state)
            return served(RenderedProfile(bytes: body), of: profile, state, at: moment, basis, joint: nil)
                .holding(profile.validity(at: moment), alarms: alarms)
        }
    }

    /// The same, nil unless it is one profile.
    package func served(_ reference: ProfileReference) async throws(StoreError) -> ServedProfile? {
        try await rendered(reference).value
    }

    /// The state that a reference leads to.
    package func reached(_ reference: ProfileReference) async throws(StoreError) -> Reached<ProfileState> {
        let states = try await store.profiles([reference])[reference] ?? []
        return states.count > 1 ? .several : states.first.map(Reached.one) ?? .nobody
    }

    /// Those of the identifiers that somebody holds.
    package func held(_ identifiers: Set<Identifier>) async throws(StoreError) -> Set<Identifier> {
        let found = try await store.profiles(Set(identifiers.map(ProfileReference.identifier)))
        return identifiers.filter { !(found[.identifier($0)] ?? []).isEmpty }
    }

    /// Whether no more than a few profiles have to be read to follow it; a weak identifier may lead to thousands.
    package func leadsToFew(_ reference: ProfileReference) -> Bool {
        switch reference {
        case .id: true
        case .identifier(let identifier): settings.identity[identifier.type].strength == .strong
        }
    }

    /// The profiles that any of the references lead to, the best match first: by the trust in what led there, then by
    /// the latest contact, then by age.
    package func lookup(_ references: [ProfileReference]) async throws(StoreError) -> [ProfileMatch] {
        let found = try await store.profiles(Set(references))
        let (moment, basis) = (now(), judgement.basis)
        var matches: [ProfileID: ProfileMatch] = [:]
        var breather = Breather()
        for reference in references {
            await breather.pause()
            for state in found[reference] ?? [] {
                let profile = { self.joinedProfile(state, at: moment, basis) }
                matches[state.id, default: ProfileMatch(profile: profile())]
                    .add(reference, trust: trust(in: reference))
            }
        }
        for (identifier, states) in try await claimants(of: references) {
            for state in states {
                let profile = { self.joinedProfile(state, at: moment, basis) }
                matches[state.id, default: ProfileMatch(profile: profile())].add(claimed: identifier)
            }
        }
        return matches.values.sorted { $0.isBetter(than: $1) }
    }

    /// The profiles that claim what is asked for without holding it: the one who holds it may not be who is meant.
    private func claimants(
        of references: [ProfileReference]
    ) async throws(StoreError) -> [Identifier: [ProfileState]] {
        let identifiers = Set(
            references.compactMap { reference -> Identifier? in
                guard case .identifier(let identifier) = reference else { return nil }
                return settings.identity[identifier.type].strength == .strong ? identifier : nil
            })
        guard !identifiers.isEmpty else { return [:] }
        let claimants = try await store.claimants(of: identifiers)
        guard !claimants.isEmpty else { return [:] }
        let states = try await store.profiles(Set(claimants.values.joined().map(ProfileReference.id)))
        return claimants.mapValues { ids in ids.compactMap { states[.id($0)]?.first } }
    }

    func joinedProfile(_ state: ProfileState, at moment: Timestamp, _ basis: ProfileBasis) -> Profile {
        joined(Profile(state, at: moment, by: settings.profile, basis), state, at: moment)
    }

    private func trust(in reference: ProfileReference) -> Int {
        switch reference {
        case .id: Int(Int32.max)
        case .identifier(let identifier):
            settings.identity[identifier.type].strength == .strong ? settings.identity[identifier.type].priority : 0
        }
    }

    /// Not joined with products and notices: what keeps it joins it each time.
    func serve(_ state: ProfileState, at moment: Timestamp, _ basis: ProfileBasis) -> ServedProfile {
        let profile = Profile(state, at: moment, by: settings.profile, basis)
        let rendered = rendering.whole(profile)
        let joint = catalogue.current.map { _ in
            CatalogueJoint(CatalogueTies(of: profile, state, at: moment), rendered.seams)
        }
        return served(rendered, of: profile, state, at: moment, basis, joint: joint)
    }

    private func served(
        _ rendered: RenderedProfile, of profile: Profile, _ state: ProfileState, at moment: Timestamp,
        _ basis: ProfileBasis, joint: CatalogueJoint?
    ) -> ServedProfile {
        ServedProfile(
            id: profile.id, version: profile.version, packed: PackedBytes(plain: rendered.bytes),
            etag: EntityTag.strong(of: rendered.bytes), validity: profile.validity(at: moment),
            premise: basis.premise(of: state, at: moment), joint: joint)
    }
}

extension Profile {
    init(_ state: ProfileState, at now: Timestamp, by rules: ProfileRules, _ basis: ProfileBasis) {
        self.init(
            state: state, at: now, rules: rules, policy: basis.policy, ranking: basis.ranking,
            outlook: basis.outlook)
    }

    /// When a profile that was derived for `moment` reads like this: not before, should the clock be set back. By a
    /// clock behind the one that changed it, `asOf` is still to come.
    func validity(at moment: Timestamp) -> Range<Timestamp> {
        min(moment, asOf)..<max(moment, min(holdsUntil, catalogue.holdsUntil ?? holdsUntil))
    }
}

/// What an operator settles about the service.
package struct ServiceSettings: Sendable {
    /// Room for all that is asked about 100,000 customers, which fills half of it.
    package static let standardCacheSize = 512 << 20

    package var identity: IdentityRules
    package var profile: ProfileRules
    /// The policy that holds until one is put.
    package var initialPolicy: VIPPolicy
    /// How many bytes of memory hold answers that were given before.
    package var cacheSize: Int
    package var invitations = InvitationRules.standard
    /// Nil where the settings name no key: then no secret of another system is taken.
    package var secrets: SecretBox?

    package init(
        identity: IdentityRules = .standard, profile: ProfileRules = .standard, initialPolicy: VIPPolicy? = nil,
        cacheSize: Int = standardCacheSize
    ) {
        self.identity = identity
        self.profile = profile
        self.initialPolicy = initialPolicy ?? .standard(profile.defaultCurrency)
        self.cacheSize = cacheSize
    }
}

/// A profile found by a lookup, and by what.
package struct ProfileMatch: Sendable {
    package let profile: Profile
    package private(set) var matched: [ProfileReference] = []
    /// The identifiers that it states and somebody else holds.
    package private(set) var claimed: [Identifier] = []
    private var trust = 0

    init(profile: Profile) {
        self.profile = profile
    }

    mutating func add(_ reference: ProfileReference, trust: Int) {
        matched.append(reference)
        self.trust += trust
    }

    mutating func add(claimed identifier: Identifier) {
        guard !matched.contains(.identifier(identifier)) else { return }
        claimed.append(identifier)
    }

    func isBetter(than other: ProfileMatch) -> Bool {
        if trust != other.trust { return trust > other.trust }
        let (mine, theirs) = (profile.contact.last?.at, other.profile.contact.last?.at)
        if mine != theirs { return (mine?.milliseconds ?? .min) > (theirs?.milliseconds ?? .min) }
        return profile.id < other.profile.id
    }
}

/// Strong validators of what is sent, as of RFC 9110, section 8.8.3.
///
/// They depend on the bytes alone, so that they mean the same on every node, after every restart and in every
/// version of the service.
package enum EntityTag {
    /// Quotes included.
    package static func strong(of body: [UInt8]) -> String {
        "\"" + digits(of: body) + "\""
    }

    /// The hash alone.
    package static func digits(of body: [UInt8]) -> String {
        let digits = String(XXHash64.hash(body), radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
