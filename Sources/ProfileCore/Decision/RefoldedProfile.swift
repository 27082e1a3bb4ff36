/// One profile being folded from its facts: first it is surveyed, which tells what hangs together and folds it as a
/// whole; where it has to be taken apart, its facts are filed once more, each under its part.
struct RefoldedProfile: Sendable {
    private typealias Tie = FactTies.Tie

    private struct Part: Sendable {
        let state: ProfileState
        /// Its id and its aliases.
        let names: Set<ProfileID>
        var held: Set<Identifier> = []
        var weak: [Identifier: Fact] = [:]
        var rebuild: SummaryRebuild
        var separated: SeparatedFacts
    }

    private var state: ProfileState
    private let rules: IdentityRules
    private let now: Timestamp
    private var merges: [Merge]
    /// Those that name another fact from now on.
    private var renamedMerges: Set<Int> = []
    private let separations: [Separation]
    private var separated: SeparatedFacts
    private let named: Set<FactKey>

    private var links: [LinkKey: Link] = [:]
    private var removedLinks: Set<LinkKey> = []
    private var proofs: LinkProofs
    private var held: Set<Identifier>
    private var ties: FactTies
    /// Ids that stay aliases, because what took them in holds whatever the facts state.
    private var takenIn: Set<ProfileID> = []
    private var customers: [FactKey: SourceRecord] = [:]
    /// Names that went with facts that are erased.
    private(set) var erasedNames: Set<ProfileID> = []
    private var stated: Set<Identifier> = []
    private var unheld: Set<Identifier> = []
    /// Weak identifiers that do not lead here yet.
    private var weak: [Identifier: Fact] = [:]
    private var claims: [Conflict] = []
    private var whole: SummaryRebuild

    /// By the root of what ties them; empty while the profile is one.
    private var parts: [Tie: Part] = [:]
    private var filings: [FactKey: Filing] = [:]
    private var moved: [Link] = []
    private(set) var needsSecondPass = false

    init(
        _ state: ProfileState, links: [Link], rules: IdentityRules, merges: some Sequence<Merge>,
        separations: [Separation], contradictions: Set<Contradiction>, at now: Timestamp
    ) {
        self.now = now
        self.state = state
        self.rules = rules
        self.merges = merges.sorted { ($0.at, $0.absorbed) < ($1.at, $1.absorbed) }
        self.separations = separations
        separated = SeparatedFacts(of: separations)
        ties = FactTies(parting: contradictions)
        named = Set(self.merges.flatMap(\.cause.joinedFacts))
        for link in links { self.links[link.key] = link }
        proofs = LinkProofs(of: links)
        held = Set(links.map(\.identifier))
        whole = SummaryRebuild(held: held, rules: rules, at: now)
    }

    // MARK: The first pass

    /// Takes over what was surveyed for an earlier decision; false when that does not hold for this one.
    mutating func takeOver(_ earlier: RefoldedProfile) -> Bool {
        guard links == earlier.links, merges == earlier.merges, separations == earlier.separations,
            names == earlier.names, whole.takeOver(earlier.whole)
        else { return false }
        (proofs, separated, ties, customers) = (earlier.proofs, earlier.separated, earlier.ties, earlier.customers)
        (stated, unheld, weak, claims) = (earlier.stated, earlier.unheld, earlier.weak, earlier.claims)
        return true
    }

    mutating func survey(_ fact: Fact) {
        whole.add(fact)
        proofs.add(fact, stating: rules.trusted(fact.record).identifiers)
        separated.note(fact)
        let tie = tie(of: fact)
        let age = FactAge(receivedAt: fact.receivedAt, fact: fact.key)
        ties.note(age, of: tie, home: fact.filing.home)
        for identifier in fact.record.identifiers { survey(identifier, of: fact, tie, age) }
        if named.contains(fact.key) || fact.key.kind == .order { ties.join(tie, .fact(fact.key)) }
        if named.contains(fact.key) { customers[fact.key] = fact.record }
    }

    private mutating func survey(_ identifier: Identifier, of fact: Fact, _ tie: Tie, _ age: FactAge) {
        if rules.isWeak(identifier, statedBy: fact.record) {
            stated.insert(identifier)
            if !held.contains(identifier) { weak[identifier] = fact }
        } else if isHeld(identifier, statedBy: fact) {
            stated.insert(identifier)
            ties.join(tie, stating: identifier, since: age)
        } else {
            if rules.mayState(identifier, fact.record) { unheld.insert(identifier) }
            claims.append(claim(identifier, of: fact, in: state.id))
        }
    }

    private func isHeld(_ identifier: Identifier, statedBy fact: Fact) -> Bool {
        held.contains(identifier) && rules.mayState(identifier, fact.record)
    }

    private func tie(of fact: Fact) -> Tie {
        let binding = identifiers(of: fact.record).first {
            held.contains($0) && rules[$0.type].strength == .strong
        }
        return binding.map(Tie.identifier) ?? looseTie(of: fact)
    }

    /// The order matters only where records contradict each other: there the most trusted identifier files a record.
    private func identifiers(of record: SourceRecord) -> [Identifier] {
        ties.partsAny ? rules.strongest(of: record) : rules.trusted(record).identifiers
    }

    /// What ties a fact that no identifier ties.
    private func looseTie(of fact: Fact) -> Tie {
        fact.record.orderOfItsCustomer.map(Tie.fact) ?? .home(fact.filing.home)
    }

    private func claim(_ identifier: Identifier, of fact: Fact, in profile: ProfileID) -> Conflict {
        Conflict(
            fact: fact.key, identifier: identifier,
            rule: rules.objection(to: identifier, of: fact.record) ?? .pending, limitedType: nil, profile: profile,
            holder: nil, at: fact.receivedAt)
    }

    // MARK: Between the passes

    /// Drops the names of homes that lost their last fact to an erasure, the names merged into them, and the tiers set
    /// there. The profile keeps its id.
    mutating func dropNames(ofErased homes: Set<ProfileID>) {
        guard !homes.isEmpty else { return }
        let left = ties.homes
        erasedNames = homes.intersection(names).subtracting(left)
        while let more = merges.first(where: { merge in
            erasedNames.contains(merge.survivor) && !erasedNames.contains(merge.absorbed)
                && !left.contains(merge.absorbed)
        }) { erasedNames.insert(more.absorbed) }
        state.aliases.removeAll(where: erasedNames.contains)
        state.overrides.removeAll { erasedNames.contains($0.home) }
    }

    /// Finds the parts; `next` is the id of the next profile that has none of its own, nil when there is none to give.
    mutating func takeApart(next: inout ProfileID?) {
        ties.joinOldestFirst()
        ties.loosenStrandedFacts()
        ties.tieLooseFactsToTheirHomes()
        merges.indices.forEach { tieTogether($0) }
        ties.tieWhatIsStillLoose()
        let roots = ties.roots
        guard roots.count > 1, next != nil else { return }
        var groups: [(root: Tie, homes: [ProfileID: FactAge])] = []
        for root in roots { groups.append((root, ties.homes(under: root))) }
        groups.sort { left, right in
            let (one, other): (FactAge?, FactAge?) = (left.homes.values.min(), right.homes.values.min())
            return (one ?? .latest) < (other ?? .latest)
        }
        let names = assignNames(groups)
        for group in groups {
            var own = names[group.root] ?? []
            if own.allSatisfy(takenIn.contains), let id = next {
                own.insert(id)
                next = id.next
            }
            parts[group.root] = part(own)
        }
        needsSecondPass = true
    }

    /// What a person decided, and what two records that agree say together.
    private mutating func tieTogether(_ place: Int) {
        let merge = merges[place]
        switch merge.cause {
        case .record, .claim: return
        case .agreement(let one, let other, let identifier):
            guard let first = customers[one], let second = customers[other],
                [first, second].allSatisfy({ $0.identifiers.contains(identifier) }),
                Corroboration.holds(for: [first, second].compactMap(\.customer))
            else { return }
            guard ties.joinUnlessParted(.fact(one), .fact(other)) else { return }
        case .steward(let name, let reason, let facts):
            let ends = [merge.survivor, merge.absorbed].enumerated().compactMap { side, id in
                end(named: facts.dropFirst(side).first, among: id)
            }
            guard ends.count == 2 else { return }
            ties.join(ends[0].tie, ends[1].tie)
            guard ends.map(\.fact) != facts else { break }
            merges[place] = merge.with(cause: .steward(name: name, reason: reason, facts: ends.map(\.fact)))
            renamedMerges.insert(place)
        }
        if merge.absorbed != state.id { takenIn.insert(merge.absorbed) }
    }

    /// A fact that has left since is replaced, for good, by the oldest of those it came with. When none is left, the
    /// named fact still stands for its side of the merge, unless that side was erased.
    private func end(named fact: FactKey?, among home: ProfileID) -> (tie: Tie, fact: FactKey)? {
        if let fact, customers[fact] != nil { return (.fact(fact), fact) }
        if let oldest = ties.oldest(of: home) { return oldest }
        return erasedNames.contains(home) ? nil : fact.map { (.fact($0), $0) }
    }

    /// Each name of the profile goes where a decision ties it, else where the oldest fact lies that belongs to it; what
    /// nobody claims stays with the profile's own id, which the oldest group keeps when no fact belongs to it.
    private mutating func assignNames(_ groups: [(root: Tie, homes: [ProfileID: FactAge])]) -> [Tie: Set<ProfileID>] {
        var names: [Tie: Set<ProfileID>] = [:]
        var decided: [ProfileID: Tie] = [:]
        for merge in merges {
            for fact in merge.cause.joinedFacts.suffix(1) where customers[fact] != nil {
                decided[merge.absorbed] = ties.root(of: .fact(fact))
            }
        }
        func owner(of name: ProfileID) -> Tie? {
            if let root = decided[name], name != state.id { return root }
            return groups.filter { $0.homes[name] != nil }
                .min { ($0.homes[name] ?? .latest) < ($1.homes[name] ?? .latest) }?.root
        }
        let main = owner(of: state.id) ?? groups.first?.root
        for name in [state.id] + state.aliases {
            guard let owner = name == state.id ? main : owner(of: name) ?? main else { continue }
            names[owner, default: []].insert(name)
        }
        return names
    }

    private func part(_ names: Set<ProfileID>) -> Part {
        let id = names.contains(state.id) ? state.id : names.subtracting(takenIn).min() ?? state.id
        var part = state
        if id != state.id {
            part = ProfileState(id: id, version: state.version, changedAt: state.changedAt)
            part.isContested = true
        }
        part.claimants = [:]
        part.aliases = state.aliases.filter { names.contains($0) && $0 != id }
        part.overrides = state.overrides.filter { names.contains($0.home) }
        return Part(
            state: part, names: names, rebuild: SummaryRebuild(held: [], rules: rules, at: now),
            separated: SeparatedFacts(of: separations))
    }

    mutating func dropUnprovenLinks() -> [Link] {
        let unproven = links.values.filter { !stated.contains($0.identifier) }
        for link in unproven {
            links[link.key] = nil
            removedLinks.insert(link.key)
            held.remove(link.identifier)
        }
        return unproven.sorted { ($0.identifier, $0.home) < ($1.identifier, $1.home) }
    }

    func wants(_ identifier: Identifier) -> Bool { unheld.contains(identifier) }

    mutating func inherit(_ link: Link) {
        let inherited = Link(
            identifier: link.identifier, profile: state.id, home: state.id, statedBy: link.statedBy, linkedAt: now)
        links[inherited.key] = inherited
        held.insert(link.identifier)
        unheld.remove(link.identifier)
        needsSecondPass = true
    }

    // MARK: The second pass

    mutating func beginFiling() {
        claims = []
        if parts.isEmpty {
            whole = SummaryRebuild(held: held, rules: rules, at: now)
        } else {
            shareLinks()
        }
    }

    /// Links follow what ties their facts; one that nothing ties yet goes with the profile's own id. Weak ones are made
    /// from what each part states.
    private mutating func shareLinks() {
        let main = parts.first { $0.value.state.id == state.id }?.key
        for (key, link) in links {
            links[key] = nil
            removedLinks.insert(key)
            guard rules[link.identifier.type].strength == .strong else { continue }
            let root = ties.root(of: .identifier(link.identifier))
            guard let place = parts[root] != nil ? root : main, let part = parts[place] else { continue }
            parts[place]?.held.insert(link.identifier)
            let home = part.names.contains(link.home) ? link.home : part.state.id
            let shared = Link(
                identifier: link.identifier, profile: part.state.id, home: home, statedBy: link.statedBy,
                linkedAt: link.linkedAt)
            moved.append(shared)
        }
        for link in moved { links[link.key] = link }
        for (root, part) in parts { parts[root]?.rebuild = SummaryRebuild(held: part.held, rules: rules, at: now) }
    }

    mutating func file(_ fact: Fact) {
        guard !parts.isEmpty else { return fileWhole(fact) }
        let place = place(of: fact)
        guard let part = parts[place] else { return }
        let home = part.names.contains(fact.filing.home) ? fact.filing.home : part.state.id
        let filing = Filing(profile: part.state.id, home: home, basis: fact.filing.basis)
        if filing != fact.filing { filings[fact.key] = filing }
        parts[place]?.rebuild.add(fact)
        parts[place]?.separated.note(fact)
        for identifier in fact.record.identifiers {
            if rules.isWeak(identifier, statedBy: fact.record) {
                parts[place]?.weak[identifier] = fact
            } else if !part.held.contains(identifier) || !rules.mayState(identifier, fact.record) {
                claims.append(claim(identifier, of: fact, in: part.state.id))
            }
        }
    }

    private mutating func fileWhole(_ fact: Fact) {
        whole.add(fact)
        for identifier in fact.record.identifiers
        where !rules.isWeak(identifier, statedBy: fact.record) && !isHeld(identifier, statedBy: fact) {
            claims.append(claim(identifier, of: fact, in: state.id))
        }
    }

    private mutating func place(of fact: Fact) -> Tie {
        for identifier in identifiers(of: fact.record) {
            let root = ties.root(of: .identifier(identifier))
            if parts[root]?.held.contains(identifier) == true { return root }
        }
        let root = ties.root(of: looseTie(of: fact))
        return parts[root] != nil ? root : parts.first { $0.value.state.id == state.id }?.key ?? root
    }

    // MARK: The end

    func add(to outcome: inout Refolding.Outcome) {
        outcome.claims += claims
        outcome.endedAliases.formUnion(erasedNames.subtracting([state.id]))
        outcome.removedLinks.formUnion(removedLinks)
        outcome.queued.formUnion(removedLinks.map(\.identifier).filter { rules[$0.type].strength == .strong })
        passOnMerges(to: &outcome)
        if parts.isEmpty { return addWhole(to: &outcome) }
        outcome.links.merge(links.mapValues(proofs.proven)) { $1 }
        outcome.queued.formUnion(links.values.map(\.identifier))
        outcome.queued.formUnion(state.claimants.keys)
        outcome.filings.merge(filings) { $1 }
        for part in parts.values { add(part, to: &outcome) }
    }

    private func addWhole(to outcome: inout Refolding.Outcome) {
        var folded = state
        folded.summary = whole.summary
        if !claims.isEmpty { folded.isContested = true }
        outcome.links.merge(links.mapValues(proofs.proven)) { $1 }
        guard folded.summary.facts > 0 else {
            outcome.removedProfiles.insert(state.id)
            outcome.profiles[state.id] = folded
            return
        }
        for (identifier, fact) in weak {
            let link = Link(finding: state.id, by: identifier, of: fact, at: now)
            outcome.links[link.key] = link
        }
        outcome.profiles[state.id] = folded
        outcome.separations += separated.separations(of: state.id, names: names)
    }

    private var names: Set<ProfileID> { Set([state.id] + state.aliases) }

    private func add(_ part: Part, to outcome: inout Refolding.Outcome) {
        var folded = part.state
        folded.summary = part.rebuild.summary
        outcome.profiles[folded.id] = folded
        outcome.eased.insert(folded.id)
        for alias in folded.aliases { outcome.aliases[alias] = folded.id }
        if folded.id != state.id, state.aliases.contains(folded.id) { outcome.endedAliases.insert(folded.id) }
        for (identifier, fact) in part.weak {
            let link = Link(finding: folded.id, by: identifier, of: fact, at: now)
            outcome.links[link.key] = link
        }
        if folded.id != state.id {
            outcome.withdrawn.append(Decision.Move(from: state.id, to: folded.id, homes: part.names))
        }
        outcome.separations += part.separated.separations(of: folded.id, names: part.names, partOf: names)
    }

    /// A merge ends when its absorbed profile is one of its own again, and goes with what it holds together.
    private func passOnMerges(to outcome: inout Refolding.Outcome) {
        for (place, merge) in merges.enumerated() {
            let part = parts.values.first { $0.names.contains(merge.absorbed) }
            if let part, part.state.id == merge.absorbed {
                outcome.merges.append(merge.undone(at: now, reason: Merge.Undoing.evidenceGone))
            } else if let part, !part.names.contains(merge.survivor) {
                outcome.merges.append(merge.taken(by: part.state.id))
            } else if renamedMerges.contains(place) {
                outcome.merges.append(merge)
            }
        }
    }
}
