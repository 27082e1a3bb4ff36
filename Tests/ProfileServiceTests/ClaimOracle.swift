import ProfileCore
import ProfileService
import ProfileStore
import Testing

/// The invariants of claims, told from nothing but the facts, links, claims and merges that a store holds.
struct ClaimOracle {
    let states: [ProfileState]
    let facts: [ProfileID: [Fact]]
    let links: [ProfileID: [Link]]
    let merges: [ProfileID: [Merge]]
    let claims: [Conflict]
    let settled: [Conflict]
    let separations: [Separation]
    let rules: IdentityRules

    init(_ shop: Shop, rules: IdentityRules) async throws {
        self.rules = rules
        states = try await shop.store.scan(after: nil, limit: 1000)
        var (facts, links): ([ProfileID: [Fact]], [ProfileID: [Link]]) = ([:], [:])
        var merges: [ProfileID: [Merge]] = [:]
        for state in states {
            let page = try await shop.store.identity(of: .id(state.id), factsAfter: nil, limit: 1000)
            guard case .one(let page) = page else { continue }
            (facts[state.id], links[state.id]) = (page.facts, page.history.links)
            merges[state.id] = page.history.merges
        }
        (self.facts, self.links, self.merges) = (facts, links, merges)
        separations = try await shop.separations()
        let all = try await shop.store.conflicts(after: nil, limit: 10_000)
        (claims, settled) = (all.filter { $0.resolvedAt == nil }, all.filter { $0.resolvedAt != nil })
    }

    /// Every identifier that a fact of a profile states is held by that profile or refused to it, and a held one is
    /// proven by a fact. An identifier that does not count is always refused, and proves nothing.
    func checkStatements(_ comment: Comment) {
        let refused = Set(claims.map(\.key))
        for state in states {
            let held = Set((links[state.id] ?? []).map(\.identifier))
            for fact in facts[state.id] ?? [] {
                for identifier in fact.record.identifiers {
                    let isRefused = refused.contains(ClaimKey(fact: fact.key, identifier: identifier))
                    #expect(
                        (held.contains(identifier) && counts(identifier, of: fact.record)) != isRefused,
                        "\(fact.key) states \(identifier), held \(held.contains(identifier)) \(comment)")
                }
            }
            let stated = (facts[state.id] ?? []).reduce(into: Set<Identifier>()) { $0.formUnion(counted(of: $1)) }
            #expect(held.isSubset(of: stated), comment)
        }
        let filed = Dictionary(facts.flatMap { id, facts in facts.map { ($0.key, id) } }) { $1 }
        for link in links.values.joined() where rules[link.identifier.type].strength == .strong {
            let states = facts[link.profile]?.contains { fact in
                fact.key == link.statedBy && counted(of: fact).contains(link.identifier)
            }
            #expect(states == true, "\(link) names a fact that does not state it \(comment)")
        }
        for claim in settled {
            #expect(filed[claim.fact] == claim.profile, "\(claim) is of another profile \(comment)")
        }
        for claim in claims {
            #expect(filed[claim.fact] == claim.profile, "\(claim) is of another profile \(comment)")
            let holder = states.first { state in
                (links[state.id] ?? []).contains { $0.identifier == claim.identifier }
            }
            #expect(claim.holder == holder?.id, "\(claim) names no holder or another one \(comment)")
        }
    }

    /// Those whom somebody took apart are two, and named by facts of theirs as long as they have any.
    func checkSeparations(_ comment: Comment) {
        for separation in separations {
            let holders = [separation.first, separation.second].map { side in
                states.first { $0.id == side.profile || $0.aliases.contains(side.profile) }?.id
            }
            #expect(holders[0] == nil || holders[0] != holders[1], "\(separation) \(comment)")
            for (side, holder) in zip([separation.first, separation.second], holders) {
                guard let holder else { continue }
                #expect(facts[holder]?.contains { $0.key == side.fact } == true, "\(side) names no fact \(comment)")
            }
        }
    }

    /// The facts of a profile hang together by what it holds, or by what a person decided.
    func checkConnections(_ comment: Comment) {
        for state in states {
            let held = Set((links[state.id] ?? []).map(\.identifier)).filter { rules[$0.type].strength == .strong }
            let facts = facts[state.id] ?? []
            // An interaction that names nobody came to its order, and stays when the order is corrected.
            var groups = facts.filter { $0.record.orderOfItsCustomer == nil }.map { fact in
                Group(facts: [fact.key], identifiers: counted(of: fact).intersection(held))
            }
            // Somebody decided it, or two records agree: what they hold together is judged elsewhere.
            let names = Set([state.id] + state.aliases)
            let isDecided = merges.values.joined().contains { merge in
                merge.undone == nil && merge.isDecided && names.contains(merge.absorbed)
            }
            guard !isDecided else { continue }
            // What no identifier ties stays with those it came with.
            groups.removeAll(where: \.identifiers.isEmpty)
            while let joined = Self.joined(groups) { groups = joined }
            #expect(groups.count <= 1, "\(state.id) is \(groups.count) \(comment)")
        }
    }

    /// A profile holds two ids of one source only if the customer records of both agree, or if a person merged them.
    /// Profiles that were joined under wider rules are an exception.
    func checkAgreement(_ comment: Comment) {
        for state in states {
            let names = Set([state.id] + state.aliases)
            let isDecided = merges.values.joined().contains { merge in
                guard case .steward = merge.cause else { return false }
                return merge.undone == nil && names.contains(merge.absorbed)
            }
            guard !isDecided else { continue }
            let own = (links[state.id] ?? []).map(\.identifier).filter { rules.namesRecords($0.type) }
            for (source, ids) in Dictionary(grouping: own, by: \.type) where ids.count > 1 {
                let records = (facts[state.id] ?? []).filter { $0.key.kind == .customer && $0.key.source == source }
                #expect(Set(ids.map(\.value)).isSubset(of: Set(records.map(\.key.id))), "\(state.id) \(comment)")
                let agree = Corroboration.holds(for: records.compactMap(\.record.customer))
                #expect(agree, "\(state.id) holds \(ids) \(comment)")
            }
        }
    }

    private func counted(of fact: Fact) -> Set<Identifier> {
        Set(fact.record.identifiers.filter { counts($0, of: fact.record) })
    }

    /// Whether a record's statement of an identifier may prove or tie anything. Of a source that may not join, one does
    /// besides a customer record's own id: the most trusted one.
    private func counts(_ identifier: Identifier, of record: SourceRecord) -> Bool {
        guard !rules.trust(in: record.key.source).joins, rules[identifier.type].strength == .strong else { return true }
        let strong = record.identifiers.filter { rules[$0.type].strength == .strong && $0 != record.ownIdentifier }
        let best = strong.map { rules[$0.type].priority }.max()
        let type = strong.map(\.type).filter { rules[$0].priority == best }.min()
        return identifier == record.ownIdentifier || identifier == strong.first { $0.type == type }
    }

    private struct Group {
        var facts: Set<FactKey>
        var identifiers: Set<Identifier>
    }

    private static func joined(_ groups: [Group]) -> [Group]? {
        for (place, one) in groups.enumerated() {
            for (other, two) in groups.enumerated().dropFirst(place + 1)
            where !one.identifiers.isDisjoint(with: two.identifiers) {
                var rest = groups
                rest.remove(at: other)
                rest[place] = Group(
                    facts: one.facts.union(two.facts), identifiers: one.identifiers.union(two.identifiers))
                return rest
            }
        }
        return nil
    }
}

extension Merge {
    /// Whether somebody decided it, or two records agree, so that it outlives shared identifiers.
    fileprivate var isDecided: Bool { !cause.joinedFacts.isEmpty }
}
