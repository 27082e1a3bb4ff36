/// Folds profiles from their facts, and takes apart those whose facts do not hang together any more.
///
/// A profile may hold nothing that its own facts do not prove, and has to be connected: each of its facts is tied to
/// the others by an identifier that leads to the profile, or by what a person decided. A link whose proof stayed on the
/// other side of an unmerge goes there.
///
/// All facts of `wanted` are added, in any order; `endPass` then tells whether some have to be read once more.
package struct Refolding: Sendable {
    private var subjects: [ProfileID: RefoldedProfile] = [:]
    private let rules: IdentityRules
    private let spareID: ProfileID?
    /// The profiles whose facts are read in this pass.
    package private(set) var wanted: Set<ProfileID>
    private let known: [Separation]
    private let merges: [Merge]
    private let erasedHomes: Set<ProfileID>
    private var isSecondPass = false

    /// `links` are all that lead to the profiles that `decision` rebuilds, `merges` and `separations` all that name
    /// them.
    package init(_ decision: Decision, links: [Link], merges: [Merge], separations: [Separation]) {
        rules = decision.rules
        spareID = decision.spareID
        wanted = decision.rebuilds.filter { decision.profiles[$0] != nil }
        let linksByProfile = Dictionary(grouping: links, by: \.profile)
        self.merges = merges
        erasedHomes = decision.erasedHomes
        let standing = decision.standing(merges)
        known = (separations + decision.separations).distinct.filter { !decision.removedSeparations.contains($0.pair) }
        for id in wanted {
            guard let state = decision.profiles[id] else { continue }
            let names = Set([id] + state.aliases)
            subjects[id] = RefoldedProfile(
                state, links: linksByProfile[id] ?? [], rules: rules,
                merges: standing.filter { names.contains($0.absorbed) },
                separations: known, contradictions: decision.contradictions[id] ?? [], at: decision.decidedAt)
        }
    }

    package mutating func add(_ fact: Fact) {
        if isSecondPass {
            subjects[fact.filing.profile]?.file(fact)
        } else {
            subjects[fact.filing.profile]?.survey(fact)
        }
    }

    /// Takes over what was added for an earlier decision before its first pass ended; false when that does not hold
    /// for this one.
    mutating func takeOver(_ earlier: Refolding) -> Bool {
        guard wanted == earlier.wanted else { return false }
        for (id, subject) in earlier.subjects {
            guard subjects[id]?.takeOver(subject) == true else { return false }
        }
        return true
    }

    /// Returns false once all is known.
    package mutating func endPass() -> Bool {
        guard !isSecondPass else {
            wanted = []
            return false
        }
        isSecondPass = true
        var next = spareID
        for id in wanted.sorted() {
            subjects[id]?.dropNames(ofErased: erasedHomes)
            subjects[id]?.takeApart(next: &next)
        }
        passUnprovenLinks()
        wanted = wanted.filter { subjects[$0]?.needsSecondPass == true }
        for id in wanted { subjects[id]?.beginFiling() }
        return !wanted.isEmpty
    }

    /// A link that no fact of its profile proves goes to the oldest of the others that state the identifier.
    private mutating func passUnprovenLinks() {
        for id in subjects.keys.sorted() {
            for link in subjects[id]?.dropUnprovenLinks() ?? [] where rules[link.identifier.type].strength == .strong {
                let heirs = subjects.keys.filter { subjects[$0]?.wants(link.identifier) == true }
                if let heir = heirs.min() { subjects[heir]?.inherit(link) }
            }
        }
    }

    package var outcome: Outcome {
        var outcome = Outcome()
        for (_, subject) in subjects.sorted(by: { $0.key < $1.key }) { subject.add(to: &outcome) }
        let erased = subjects.values.reduce(into: Set<ProfileID>()) { $0.formUnion($1.erasedNames) }
        outcome.removedSeparations = Set(known.filter { $0.names(erased) }.map(\.pair))
        outcome.erasedMerges = merges.filter { erased.contains($0.absorbed) || erased.contains($0.survivor) }
        outcome.removedLinks.subtract(outcome.links.keys)
        outcome.known = known
        return outcome
    }

    /// What follows from it.
    package struct Outcome: Sendable {
        package var links: [LinkKey: Link] = [:]
        package var removedLinks: Set<LinkKey> = []
        package var profiles: [ProfileID: ProfileState] = [:]
        package var removedProfiles: Set<ProfileID> = []
        /// Facts that go elsewhere.
        package var filings: [FactKey: Filing] = [:]
        /// Where withdrawn facts go: nobody knows what they stated, but whose home is theirs.
        package var withdrawn: [Decision.Move] = []
        package var aliases: [ProfileID: ProfileID] = [:]
        /// Aliases that name a profile of their own again.
        package var endedAliases: Set<ProfileID> = []
        package var merges: [Merge] = []
        package var separations: [Separation] = []
        package var removedSeparations: Set<Separation.Pair> = []
        var erasedMerges: [Merge] = []
        /// All that name one of the profiles.
        var known: [Separation] = []
        /// Claims that are refused: to insert, or only to name the profile of the fact when they are known.
        package var claims: [Conflict] = []
        package var queued: Set<Identifier> = []
        package var eased: Set<ProfileID> = []

        /// Without what folding found out about claims and decisions: links and merges may name facts that have left
        /// since, for which a fold names others.
        package var summaries: Outcome {
            var summaries = Outcome()
            (summaries.profiles, summaries.removedProfiles, summaries.known) = (profiles, removedProfiles, known)
            return summaries
        }
    }
}

extension Link {
    /// A weak one, which only finds.
    init(finding profile: ProfileID, by identifier: Identifier, of fact: Fact, at now: Timestamp) {
        self.init(identifier: identifier, profile: profile, home: profile, statedBy: fact.key, linkedAt: now)
    }
}

extension Decision {
    /// Those of `stored`, and of the decision's own, that hold once it is applied.
    fileprivate func standing(_ stored: [Merge]) -> [Merge] {
        var latest: [ProfileID: [Timestamp: Merge]] = [:]
        for merge in stored + merges { latest[merge.absorbed, default: [:]][merge.at] = merge }
        return latest.values.flatMap(\.values).filter { $0.undone == nil }
    }
}
