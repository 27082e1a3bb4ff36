/// The snapshot of a decision, changed step by step, and the decision that grows from it.
///
/// Profiles that merge within one decision are followed lazily: what was filed under an absorbed profile is renamed
/// once, at the end.
struct Workspace {
    let rules: IdentityRules
    let now: Timestamp

    var decision: Decision
    /// Those of the snapshot that are still as they were; `decision.facts` holds the others.
    private var untouched: [FactKey: Fact]
    /// What is remembered of touched facts that were withdrawn.
    let withdrawn: [FactKey: Withdrawal]
    private var links: [Identifier: [Link]]
    var profiles: [ProfileID: ProfileState]
    var separations: [Separation]
    /// Merges of the snapshot's profiles, loaded only when a withdrawn fact returns.
    let merges: [Merge]
    let shelves: Shelves
    /// What the profiles of the snapshot are found by.
    let searched: [ProfileID: SearchMaterial]
    var changed: Set<ProfileID> = []
    var conflicts: [FactKey: [Conflict]] = [:]
    /// Where an absorbed profile went.
    private(set) var forward: [ProfileID: ProfileID] = [:]
    /// Bonds that went with a fact, by the profile it was in.
    private var loosened: [ProfileID: Set<UInt64>] = [:]
    /// Earlier versions of customer records, each with the profile it was in.
    private(set) var formerCustomers: [(profile: ProfileID, record: SourceRecord)] = []
    /// What summaries lost with facts, by profile.
    private(set) var lost: [ProfileID: Set<SummaryLoss>] = [:]

    /// `newProfile` is an id drawn for this decision, from which others are made for profiles that come apart.
    init(_ snapshot: consuming Snapshot, rules: IdentityRules, now: Timestamp, newProfile: ProfileID? = nil) {
        self.rules = rules
        self.now = now
        decision = Decision(decidedAt: now, rules: rules, spareID: newProfile?.next)
        untouched = snapshot.facts
        withdrawn = snapshot.withdrawn
        links = snapshot.links
        profiles = snapshot.profiles
        separations = snapshot.separations
        merges = snapshot.merges
        searched = snapshot.profiles.compactMapValues { SearchMaterial($0.summary) }
        shelves = Shelves(snapshot.tallies, listingIn: &profiles, rules.summaryLimits)
    }

    /// The present name of a profile.
    func present(_ id: ProfileID) -> ProfileID {
        var id = id
        while let next = forward[id] { id = next }
        return id
    }

    func profile(_ id: ProfileID) -> ProfileState? { profiles[id] }

    /// Changes a profile where it lies: to take it out and put it back would count each of its references.
    @discardableResult
    private mutating func step<Result>(_ id: ProfileID, _ change: (inout ProfileState) -> Result) -> Result? {
        profiles.index(forKey: id).map { change(&profiles.values[$0]) }
    }

    private mutating func isContested(_ id: ProfileID) -> Bool { step(id) { $0.isContested } ?? false }

    func link(_ identifier: Identifier) -> Link? { links[identifier]?.first }

    // MARK: Facts

    /// A fact, filed under the name that its profile had then.
    func fact(_ key: FactKey) -> Fact? { decision.facts[key] ?? untouched[key] }

    /// A fact as it is filed now.
    func presentFact(_ key: FactKey) -> Fact? {
        guard let fact = fact(key) else { return nil }
        var filing = fact.filing
        filing.profile = present(filing.profile)
        return Fact(record: fact.record, receivedAt: fact.receivedAt, filing: filing)
    }

    /// Whether a fact and another, which is there, lie in two profiles.
    func isApart(_ fact: Fact, from other: FactKey) -> Bool {
        presentFact(other).map { $0.filing.profile != present(fact.filing.profile) } ?? false
    }

    // MARK: Filing

    /// Files a record: takes the earlier version of its fact out, joins the profiles it leads to, puts it in, and has
    /// all that follows from it. `arrival` begins a profile when nothing else says where it belongs.
    mutating func file(
        _ arrival: IngestDecision.Arrival, replacing earlier: Fact?, after withdrawal: Withdrawal?
    ) -> (filing: Filing, refused: [IdentityResolution.Refusal]) {
        let record = arrival.record
        let order = orderFiling(of: arrival, after: earlier)
        if let earlier { detach(earlier, before: record) }
        let resolution = IdentityResolution(of: record, in: self)
        let reunion = order == nil ? self.reunion(after: withdrawal, beside: resolution.profiles) : nil
        let home = order?.home ?? reunion?.home ?? self.home(of: arrival, resolution, after: earlier)
        if let earlier, resolution.profiles.count > 1 { rebuildIfInexact(after: earlier) }
        var joined = merge(resolution.profiles) { _ in .record(record.key, identifiers: resolution.kept) }
        if let reunion { joined = reunite(joined, with: reunion) }
        let filing = Filing(profile: joined ?? order?.profile ?? home, home: home, basis: resolution.basis)
        let fact = Fact(record: record, receivedAt: earlier?.receivedAt ?? arrival.at, filing: filing)
        attach(fact, keeping: resolution.kept, after: earlier?.record)
        refuse(resolution.refused, for: fact, after: earlier?.record)
        if let former = earlier?.filing.profile ?? withdrawal?.profile {
            let beginsAnew = earlier == nil && filing.profile == arrival.newProfile
            takeSeparations(along: fact, from: former, beginsAnew: beginsAnew)
        }
        if let earlier { letGo(of: earlier) }
        return (filing, resolution.refused)
    }

    /// How the order is filed whose customer the record is about. What a part completes stays with an order that was
    /// not read.
    private func orderFiling(of arrival: IngestDecision.Arrival, after earlier: Fact?) -> Filing? {
        guard let order = arrival.record.orderOfItsCustomer else { return nil }
        if let fact = presentFact(order) { return fact.filing }
        guard arrival.isPieced, let earlier, earlier.record.orderOfItsCustomer == order else { return nil }
        return presentFact(earlier.key)?.filing
    }

    /// Where the fact belongs when no merge counts: with the most trusted identifier that led somewhere.
    private mutating func home(
        of arrival: IngestDecision.Arrival, _ resolution: IdentityResolution, after earlier: Fact?
    ) -> ProfileID {
        if let basis = resolution.basis, let link = link(basis) { return link.home }
        // A corrected fact that was all there was of its profile goes on in it, with those that name nobody themselves.
        if let earlier, let state = profile(present(earlier.filing.profile)), state.summary.bindingIdentifiers.isEmpty {
            return state.id
        }
        profiles[arrival.newProfile] = ProfileState(id: arrival.newProfile, changedAt: now)
        return arrival.newProfile
    }

    /// Takes the earlier version of a fact out of its profile; its links stay until `letGo`.
    private mutating func detach(_ fact: Fact, before next: SourceRecord? = nil) {
        let id = present(fact.filing.profile)
        if isContested(id) { ease(id, losing: fact.record, before: next) }
        let record = rules.trusted(fact.record)
        profiles[id]?.summary.settle(by: now, within: rules.summaryLimits)
        let loose = profiles[id]?.summary.remove(record, within: rules.summaryLimits)
        loosened[id, default: []].formUnion(loose ?? [])
        if record.key.kind == .customer { formerCustomers.append((id, record)) }
        lookUp(record, of: id)
        touch(id, by: fact)
        untouched[fact.key] = nil
        decision.facts[fact.key] = nil
        for identifier in fact.record.identifiers {
            decision.droppedClaims.insert(ClaimKey(fact: fact.key, identifier: identifier))
        }
        conflicts[fact.key] = nil
    }

    /// Changes a profile in more than what facts of a kind state.
    mutating func changeAll(of id: ProfileID) {
        changed.insert(id)
        decision.touched[id, default: []].formUnion(.all)
    }

    private mutating func touch(_ id: ProfileID, by fact: Fact) {
        changed.insert(id)
        decision.touched[id, default: []].formUnion(ChangedParts(fact.key.kind))
    }

    mutating func withdraw(_ fact: Fact, at time: Timestamp? = nil) {
        detach(fact)
        decision.withdrawnFacts[fact.key] = time.map { max($0, fact.record.updatedAt) } ?? fact.record.updatedAt
        letGo(of: fact)
    }

    /// Remembers that a fact which is not there was taken back, as one of nobody. One that was taken back before keeps
    /// its time unless this has a later one of its own.
    mutating func remember(withdrawing key: FactKey, at time: Timestamp?, as nobody: ProfileID) {
        let former = withdrawn[key]
        if let former { guard let time, time > former.updatedAt else { return } }
        decision.foreseenWithdrawals[key] = Withdrawal(
            key: key, updatedAt: time ?? now, receivedAt: former?.receivedAt ?? now, profile: former?.profile ?? nobody,
            home: former?.home ?? nobody)
    }

    /// Nothing is remembered of a withdrawn fact any more.
    mutating func forget(_ withdrawal: Withdrawal) {
        decision.withdrawnFacts[withdrawal.key] = withdrawal.updatedAt
        if profiles[withdrawal.profile] != nil {
            decision.rebuilds.insert(withdrawal.profile)
        } else {
            endSeparations(naming: withdrawal)
        }
    }

    /// What a contested profile loses may have stood in the way of a claim.
    private mutating func ease(_ id: ProfileID, losing record: SourceRecord, before next: SourceRecord?) {
        guard let summary = profiles[id]?.summary else { return }
        let held = summary.identifiers
        decision.recounts.formUnion(record.identifiers.filter { rules[$0.type].strength == .strong && held[$0] == nil })
        if !record.provesTheSame(as: next) { decision.eased.insert(id) }
    }

    private mutating func attach(_ fact: Fact, keeping kept: [Identifier], after earlier: SourceRecord? = nil) {
        let (profile, home) = (fact.filing.profile, fact.filing.home)
        let weak = rules.identifiers(of: fact.record, .weak)
        for identifier in kept { connect(identifier, to: profile, home: home, statedBy: fact.key) }
        for identifier in weak { note(identifier, of: fact) }
        let record = rules.trusted(fact.record)
        let strong = record.identifiers.filter { leads($0, to: profile) }
        lookUp(record, of: profile)
        if profiles[profile]?.summary.canCount(record) == false { decision.rebuilds.insert(profile) }
        step(profile) { [now, rules] state in
            state.summary.add(record, at: now, within: rules.summaryLimits) { identifier in
                strong.contains(identifier) ? .strong : weak.contains(identifier) ? .weak : nil
            }
        }
        if isContested(profile), !fact.record.provesTheSame(as: earlier) { decision.eased.insert(profile) }
        touch(profile, by: fact)
        decision.facts[fact.key] = fact
        if let opened = OpenedInteraction(fact.record, after: earlier, at: now) { decision.opened.append(opened) }
        if earlier == nil, profiles[profile]?.summary.contact.recurs(with: fact.record, on: now.day) ?? false {
            decision.touched[profile, default: []].insert(.problems)
        }
        if !decision.withdrawnFacts.isEmpty { decision.withdrawnFacts[fact.key] = nil }
    }

    /// After an earlier version went: links that no fact proves any more go too, and what the summary lost is noted.
    private mutating func letGo(of earlier: Fact) {
        let id = present(earlier.filing.profile)
        guard let summary = profiles[id]?.summary else { return }
        for identifier in earlier.record.identifiers where summary.identifiers[identifier] == nil {
            disconnect(identifier, from: id)
        }
        // A link that names this fact has to name another one that states the identifier.
        let corrected = presentFact(earlier.key).flatMap { $0.filing.profile == id ? $0.record : nil }
        let stated = corrected.map { rules.trusted($0).identifiers } ?? []
        let isOrphaned = earlier.record.identifiers.contains { identifier in
            !stated.contains(identifier) && links[identifier]?.contains { $0.statedBy == earlier.key } ?? false
        }
        if isOrphaned { decision.rebuilds.insert(id) }
        if summary.facts > 0, wasNamed(earlier.key, of: id) { decision.rebuilds.insert(id) }
        let isContested = profiles[id]?.isContested ?? false
        if isContested, presentFact(earlier.key)?.filing.profile != id { decision.lightened.insert(id) }
        let isLoosened = loosened[id]?.contains { summary.bonds.counts[$0] == nil } ?? false
        if mayHaveHeld(earlier, in: id) || isLoosened && !summary.isConnected { decision.rebuilds.insert(id) }
        let losses = summary.losses(without: rules.trusted(earlier.record), within: rules.summaryLimits)
        if !losses.isEmpty { lost[id, default: []].formUnion(losses) }
    }

    /// Whether a merge may have named the fact, which now is not here any more, or says something else of the person.
    private func mayHaveHeld(_ earlier: Fact, in id: ProfileID) -> Bool {
        guard profiles[id]?.aliases.isEmpty == false else { return false }
        guard let later = fact(earlier.key), present(later.filing.profile) == id else { return true }
        return !earlier.record.provesTheSame(as: later.record)
    }

    /// To be asked before a merge too: two summaries combined do not show what one of them had lost.
    private mutating func rebuildIfInexact(after earlier: Fact) {
        let id = present(earlier.filing.profile)
        let isExact = profiles[id]?.summary.isExact(without: rules.trusted(earlier.record), within: rules.summaryLimits)
        if isExact == false { decision.rebuilds.insert(id) }
    }

    /// A profile is folded when nobody looked up the tallies that a record counts for.
    private mutating func lookUp(_ record: SourceRecord, of id: ProfileID) {
        if !shelves.know(record, of: id, rules) { decision.rebuilds.insert(id) }
    }

    private mutating func refuse(
        _ refusals: [IdentityResolution.Refusal], for fact: Fact, after earlier: SourceRecord?
    ) {
        guard !refusals.isEmpty else { return }
        let known = earlier?.identifiers ?? []
        if refusals.contains(where: { !known.contains($0.identifier) }) {
            decision.touched[fact.filing.profile, default: []].insert(.conflicts)
        }
        conflicts[fact.key] = refusals.map { conflict($0, of: fact, since: now) }
        contest(fact.filing.profile)
        for refusal in refusals {
            guard let holder = refusal.holder else { continue }
            contest(holder)
            decision.recounts.insert(refusal.identifier)
            // Two who are refused the same may be one person.
            let mayAgree = refusal.rule == .uncorroborated && fact.key.kind == .customer
            if mayAgree { decision.queued.insert(refusal.identifier) }
        }
    }

    // MARK: Profiles

    mutating func replace(_ state: ProfileState) {
        profiles[state.id] = state
        changeAll(of: state.id)
    }

    /// Takes the younger profiles into the oldest and gives its id.
    mutating func merge(_ ids: [ProfileID], cause: (ProfileID) -> Merge.Cause) -> ProfileID? {
        let sorted = ids.sorted()
        guard let survivor = sorted.first else { return nil }
        for absorbed in sorted.dropFirst() { merge(absorbed, into: survivor, cause: cause(absorbed)) }
        return survivor
    }

    private mutating func merge(_ absorbed: ProfileID, into survivor: ProfileID, cause: Merge.Cause) {
        guard let absorbedState = profiles.removeValue(forKey: absorbed) else { return }
        let aliases = [absorbed] + absorbedState.aliases
        if let survivorState = profiles[survivor] {
            profiles[survivor]?.summary = survivorState.summary.combined(
                with: absorbedState.summary, at: now, within: rules.summaryLimits)
            let isKnown = shelves.know(absorbedState.summary, joining: survivor)
            if !isKnown || lost[survivor] != nil || lost[absorbed] != nil { decision.rebuilds.insert(survivor) }
            // Versions of one id never come back, not even when the merge is undone.
            profiles[survivor]?.version = max(survivorState.version, absorbedState.version)
            profiles[survivor]?.aliases = (survivorState.aliases + aliases).sorted()
            if survivorState.isContested || absorbedState.isContested { mergeClaims(of: absorbedState, into: survivor) }
            profiles[survivor]?.overrides = (survivorState.overrides + absorbedState.overrides)
                .sorted { ($0.setAt, $0.home) < ($1.setAt, $1.home) }
        }
        forward[absorbed] = survivor
        loosened[survivor, default: []].formUnion(loosened.removeValue(forKey: absorbed) ?? [])
        changed.formUnion([absorbed, survivor])
        decision.touched[survivor, default: []].formUnion(.all)
        decision.moves.append(Decision.Move(from: absorbed, to: survivor))
        decision.merges.append(Merge(absorbed: absorbed, survivor: survivor, at: now, cause: cause))
        for alias in aliases { decision.aliases[alias] = survivor }
    }

    /// What one of the two was refused the other may hold: the facts tell what the survivor states.
    private mutating func mergeClaims(of absorbed: ProfileState, into survivor: ProfileID) {
        guard let state = profiles[survivor] else { return }
        profiles[survivor]?.isContested = true
        profiles[survivor]?.claimants = state.claimants.combined(with: absorbed.claimants, max)
        decision.recounts.formUnion(profiles[survivor]?.claimants.keys.map(\.self) ?? [])
        decision.eased.insert(survivor)
        decision.rebuilds.insert(survivor)
    }

    mutating func change(_ edit: (inout Decision) -> Void) {
        edit(&decision)
    }

    // MARK: Links

    private func leads(_ identifier: Identifier, to profile: ProfileID) -> Bool {
        links[identifier]?.contains { present($0.profile) == profile } ?? false
    }

    mutating func connect(
        _ identifier: Identifier, to profile: ProfileID, home: ProfileID, statedBy fact: FactKey
    ) {
        guard !leads(identifier, to: profile) else { return }
        let link = Link(identifier: identifier, profile: profile, home: home, statedBy: fact, linkedAt: now)
        links[identifier, default: []].append(link)
        decision.links[link.key] = link
        decision.removedLinks.remove(link.key)
        // What its facts stated while this was refused counts from now on.
        if isContested(profile) { decision.rebuilds.insert(profile) }
    }

    /// Makes a weak identifier find the fact's profile; others that it finds are not looked at.
    private mutating func note(_ identifier: Identifier, of fact: Fact) {
        let profile = fact.filing.profile
        guard profiles[profile]?.summary.identifiers[identifier] == nil else { return }
        let link = Link(
            identifier: identifier, profile: profile, home: fact.filing.home, statedBy: fact.key, linkedAt: now)
        decision.links[link.key] = link
        decision.forgotten.remove(Decision.Forgotten(identifier: identifier, profile: profile))
    }

    private mutating func disconnect(_ identifier: Identifier, from profile: ProfileID) {
        if rules[identifier.type].strength == .weak { return forget(identifier, of: profile) }
        let (leaving, staying) = (links[identifier] ?? []).parted { present($0.profile) == profile }
        for link in leaving {
            decision.links[link.key] = nil
            decision.removedLinks.insert(link.key)
            decision.queued.insert(identifier)
        }
        links[identifier] = staying.isEmpty ? nil : staying
        if !leaving.isEmpty, isContested(profile) { decision.eased.insert(profile) }
    }

    private mutating func forget(_ identifier: Identifier, of profile: ProfileID) {
        for (key, link) in decision.links where key.identifier == identifier && present(link.profile) == profile {
            decision.links[key] = nil
        }
        decision.forgotten.insert(Decision.Forgotten(identifier: identifier, profile: profile))
    }
}

extension Array {
    fileprivate func parted(by belongs: (Element) -> Bool) -> (matching: [Element], others: [Element]) {
        (filter(belongs), filter { !belongs($0) })
    }
}
