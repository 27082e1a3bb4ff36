/// What folding the profiles that a decision rebuilds depends on, so that they can be folded before it is applied.
///
/// No fact comes, goes or changes without a new version of its profile, and versions of one id never come back. So
/// while two of these are equal, folding comes to the same.
package struct FoldBasis: Sendable {
    package let decision: Decision
    package let versions: [ProfileID: Int]
    private let links: Set<Link>
    private let merges: Set<Merge>
    private let separations: Set<Separation>

    /// `versions` are those that the store has of `foldSources`, `links` all that lead to one of these, `merges` and
    /// `separations` all that name one of `foldNames`.
    package init(
        _ decision: Decision, versions: [ProfileID: Int], links: [Link], merges: [Merge], separations: [Separation]
    ) {
        self.decision = decision
        self.versions = versions
        self.links = Set(decision.applied(to: links).filter { decision.rebuilds.contains($0.profile) })
        self.merges = Set(merges)
        self.separations = Set(separations)
    }

    /// To be told of every fact of `foldSources` as it is stored, as often as it likes.
    package var folding: Folding { Folding(self) }

    /// The same, but only of the facts that came since those of an earlier basis were told, before the end of their
    /// first pass. Nil when more than facts came since.
    package func folding(after earlier: Folding) -> Folding? {
        guard decision.leaves(sameFactsAs: earlier.decision) else { return nil }
        var folding = folding
        return folding.refolding.takeOver(earlier.refolding) ? folding : nil
    }

    /// Folds profiles as they will be once the decision is applied to the stored facts.
    package struct Folding: Sendable {
        fileprivate let decision: Decision
        fileprivate var refolding: Refolding

        fileprivate init(_ basis: FoldBasis) {
            decision = basis.decision
            refolding = Refolding(
                decision, links: Array(basis.links), merges: Array(basis.merges),
                separations: Array(basis.separations))
        }

        /// What the decision corrects or withdraws is left out: its own facts are known.
        package mutating func add(_ stored: Fact) {
            guard decision.facts[stored.key] == nil, decision.withdrawnFacts[stored.key] == nil else { return }
            var filing = stored.filing
            filing.profile = decision.place(of: filing.profile, home: filing.home)
            guard refolding.wanted.contains(filing.profile) else { return }
            refolding.add(Fact(record: stored.record, receivedAt: stored.receivedAt, filing: filing))
        }

        private mutating func addOwnFacts() {
            for fact in decision.facts.values where refolding.wanted.contains(fact.filing.profile) {
                refolding.add(fact)
            }
        }

        /// Returns false once all is known; otherwise all facts have to be told once more.
        package mutating func endPass() -> Bool {
            addOwnFacts()
            return refolding.endPass()
        }

        package var outcome: Refolding.Outcome { refolding.outcome }
    }
}

extension FoldBasis: Equatable {
    package static func == (one: FoldBasis, other: FoldBasis) -> Bool {
        one.versions == other.versions && one.links == other.links && one.merges == other.merges
            && one.separations == other.separations && one.decision.folds(like: other.decision)
    }
}

extension Decision {
    /// How many facts the largest of `rebuilds` has.
    package var largestFold: Int {
        rebuilds.reduce(0) { max($0, profiles[$1]?.summary.facts ?? 0) }
    }

    /// The profiles under which, before `moves`, facts of `rebuilds` are filed.
    package var foldSources: Set<ProfileID> {
        var sources = rebuilds
        for move in moves.reversed() where sources.contains(move.to) { sources.insert(move.from) }
        return sources
    }

    /// The names of `rebuilds`.
    package var foldNames: Set<ProfileID> {
        rebuilds.reduce(into: rebuilds) { $0.formUnion(profiles[$1]?.aliases ?? []) }
    }

    /// Folds profiles of which it is known that looking up what they lost does not find it.
    package mutating func foldWithoutLookingUp(_ profiles: Set<ProfileID>) {
        for id in profiles where recoveries.removeValue(forKey: id) != nil { rebuilds.insert(id) }
    }

    fileprivate func place(of profile: ProfileID, home: ProfileID) -> ProfileID {
        moves.reduce(profile) { place, move in
            place == move.from && move.homes?.contains(home) ?? true ? move.to : place
        }
    }

    /// Links as they are once this is applied.
    fileprivate func applied(to stored: [Link]) -> [Link] {
        var links: [LinkKey: Link] = [:]
        for var link in stored {
            link.profile = place(of: link.profile, home: link.home)
            links[link.key] = link
        }
        links.merge(self.links) { $1 }
        for key in removedLinks { links[key] = nil }
        return links.values.filter {
            !forgotten.contains(Forgotten(identifier: $0.identifier, profile: $0.profile))
        }
    }

    fileprivate func folds(like other: Decision) -> Bool {
        decidedAt == other.decidedAt && spareID == other.spareID && rebuilds == other.rebuilds
            && rebuilds.allSatisfy { profiles[$0] == other.profiles[$0] }
            && moves == other.moves && facts == other.facts && withdrawnFacts == other.withdrawnFacts
            && merges == other.merges && separations == other.separations
            && removedSeparations == other.removedSeparations && contradictions == other.contradictions
    }

    /// Whether it has facts of its own, and moves others, as `other` does.
    fileprivate func leaves(sameFactsAs other: Decision) -> Bool {
        moves == other.moves && erasedHomes == other.erasedHomes && facts.keys == other.facts.keys
            && withdrawnFacts.keys == other.withdrawnFacts.keys && contradictions == other.contradictions
    }
}
