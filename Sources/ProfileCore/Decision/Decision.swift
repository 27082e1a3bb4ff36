/// What a store has to do, in the order of the members.
package struct Decision: Sendable {
    /// Everything filed under one profile, or that part of it with certain homes, goes to another.
    package struct Move: Hashable, Sendable {
        package let from: ProfileID
        package let to: ProfileID
        /// Nil moves everything, whatever its home.
        package let homes: Set<ProfileID>?

        package init(from: ProfileID, to: ProfileID, homes: Set<ProfileID>? = nil) {
            self.from = from
            self.to = to
            self.homes = homes
        }
    }

    /// That a profile does not state a weak identifier any more.
    package struct Forgotten: Hashable, Sendable {
        package let identifier: Identifier
        package let profile: ProfileID

        package init(identifier: Identifier, profile: ProfileID) {
            self.identifier = identifier
            self.profile = profile
        }
    }

    /// Facts and links to re-file before anything else is written, and conflicts with the facts that claim. Without
    /// `homes`, conflicts that name `from` as profile or holder name `to` after it, and those that then name one
    /// profile twice are resolved at `decidedAt`.
    package var moves: [Move] = []
    /// Claims that no fact makes any more, because the fact was corrected or withdrawn.
    package var droppedClaims: Set<ClaimKey> = []
    /// To insert or replace, by key.
    package var facts: [FactKey: Fact] = [:]
    /// Facts that are no more, and the time of the last version, which the store remembers.
    package var withdrawnFacts: [FactKey: Timestamp] = [:]
    /// What is remembered of facts that are not there, so that they do not come after their end: to insert or replace.
    package var foreseenWithdrawals: [FactKey: Withdrawal] = [:]
    /// Whether not even that is remembered of facts that are no more, nor what only they stated.
    package var erases = false
    /// The homes of facts to erase: what names those of which no fact is left goes too.
    var erasedHomes: Set<ProfileID> = []
    /// Merges of such homes.
    private var erasedMerges: [Merge] = []
    /// Stored merges that name facts to erase; some of them may name others in the end.
    var doubtedMerges: [Merge] = []
    /// To insert or replace, by identifier and home.
    package var links: [LinkKey: Link] = [:]
    package var removedLinks: Set<LinkKey> = []
    /// To insert or replace, by id.
    package var profiles: [ProfileID: ProfileState] = [:]
    package var removedProfiles: Set<ProfileID> = []
    /// All names of profiles of which no fact is left: merges that name one go too.
    package var ended: Set<ProfileID> = []
    /// Where each alias leads from now on.
    package var aliases: [ProfileID: ProfileID] = [:]
    package var removedAliases: Set<ProfileID> = []
    /// To insert, or replace by absorbed profile and time.
    package var merges: [Merge] = []
    /// To insert, or replace by fact and identifier; a claim keeps the time at which it was first refused.
    package var conflicts: [Conflict] = []
    /// Identifiers whose refused claims have to be judged again.
    package var queued: Set<Identifier> = []
    /// Profiles that now may take in more than before: the claims that name one of them have to be judged again.
    package var eased: Set<ProfileID> = []
    /// Profiles that have fewer records than before: the claims refused for their size have to be judged again.
    package var lightened: Set<ProfileID> = []
    /// How far the claims of queued identifiers were judged; those without a place after which to go on are done.
    package var judged: [DueClaims.Place] = []
    /// Identifiers whose claimants the store must count, and tell `take(claimants:)`, before it saves profiles.
    package var recounts: Set<Identifier> = []
    /// Weak identifiers that no fact of a profile states any more.
    package var forgotten: Set<Forgotten> = []
    /// To insert, or to update with the facts that are named, by pair.
    package var separations: [Separation] = []
    /// To remove after `separations` are saved.
    package var removedSeparations: Set<Separation.Pair> = []
    /// Profiles that the store must fold from their facts with `Refolding` before it saves them; `take(folded:)` takes
    /// in what comes of it.
    package var rebuilds: Set<ProfileID> = []
    /// Pairs of ids that folding `rebuilds` takes apart, unless something besides agreement ties them.
    var contradictions: [ProfileID: Set<Contradiction>] = [:]
    /// What the store must look up among the facts of profiles before it saves them; `take(recovered:)` takes in what
    /// was found. Where something was not, the profile is one of `rebuilds`.
    package var recoveries: [ProfileID: Recovery] = [:]
    /// Rebuilt profiles that are saved only when folding makes them differ from this.
    private var stored: [ProfileID: ProfileState] = [:]
    /// The holders of `recounts`, as they are stored.
    package var holders: [ProfileID: ProfileState] = [:]
    /// The search material of changed profiles before the change. A profile that had no search rows is absent.
    package var searched: [ProfileID: SearchMaterial] = [:]
    /// The rows that hold tallies, by profile; a profile that is moved elsewhere or is no more keeps none.
    package var tallies: [ProfileID: TallyChange] = [:]
    /// What of profiles changed, where that is known.
    package var touched: [ProfileID: ChangedParts] = [:]
    /// Interactions that agents have just begun to work on.
    package var opened: [OpenedInteraction] = []
    /// The tiers that are announced, and those that were before.
    package var announced: [ProfileID: (from: String?, to: AnnouncedTier)] = [:]
    /// Whether claims and decisions are as they were elsewhere, and folding finds summaries alone.
    package private(set) var restores = false
    /// Whether a store only finds out what would be saved, and then leaves everything as it was.
    package var rehearses = false
    package let rules: IdentityRules
    /// The first of the ids for profiles that come apart from one of `rebuilds`; without it none does.
    package let spareID: ProfileID?
    package let decidedAt: Timestamp

    package init(decidedAt: Timestamp, rules: IdentityRules = .standard, spareID: ProfileID? = nil) {
        self.decidedAt = decidedAt
        self.rules = rules
        self.spareID = spareID
    }

    /// Takes in what came of folding `rebuilds`, and, of profiles of which they are known, all rows that held tallies.
    package mutating func take(folded: Refolding.Outcome, tallies rows: [ProfileID: [TallyRow]] = [:]) {
        let earlier = profiles
        links.merge(folded.links) { $1 }
        removedLinks.formUnion(folded.removedLinks)
        removedLinks.subtract(folded.links.keys)
        profiles.merge(folded.profiles) { $1 }
        removedProfiles.subtract(folded.profiles.keys)
        for (key, filing) in folded.filings {
            guard let fact = facts[key] else { continue }
            facts[key] = Fact(record: fact.record, receivedAt: fact.receivedAt, filing: filing)
        }
        conflicts = conflicts.map { claim in
            folded.filings[claim.fact].map { claim.filed(under: $0.profile) } ?? claim
        }
        // A corrected fact may still claim an identifier that its profile no longer holds.
        droppedClaims.subtract(folded.claims.map(\.key))
        for id in folded.profiles.keys {
            aliases[id] = nil
            // It may have come apart, and differ in more than what led to it.
            touched[id, default: []].formUnion(.all)
        }
        removedAliases.formUnion(folded.endedAliases)
        aliases.merge(folded.aliases) { $1 }
        merges += folded.merges
        separations += folded.separations
        removedSeparations.formUnion(folded.removedSeparations)
        erasedMerges += folded.erasedMerges
        queued.formUnion(folded.queued)
        eased.formUnion(folded.eased)
        for id in folded.profiles.keys { shelve(id, after: earlier[id]?.summary, of: rows[id]) }
        for id in folded.removedProfiles {
            guard let state = profiles.removeValue(forKey: id) else { continue }
            removedProfiles.insert(id)
            ended.formUnion([id] + state.aliases)
            keep(folded.known, ofEnded: state)
            removedAliases.formUnion(state.aliases)
            for alias in state.aliases { aliases[alias] = nil }
        }
        for (id, state) in stored where profiles[id]?.equalsButForVersion(state) ?? false { profiles[id] = nil }
    }

    /// Takes in how many profiles claim each of `recounts`; a holder changes when its number does.
    package mutating func take(claimants: [Identifier: Int]) {
        for (id, stored) in holders where !removedProfiles.contains(id) {
            var state = profiles[id] ?? stored
            let known = state.claimants
            for identifier in recounts where state.summary.identifiers[identifier]?.binds == true {
                let count = min(claimants[identifier] ?? 0, ProfileState.claimantLimit)
                state.claimants[identifier] = count == 0 ? nil : count
            }
            guard state.claimants != known else { continue }
            if profiles[id] == nil {
                (state.version, state.changedAt) = (state.version + 1, decidedAt)
                searched[id] = SearchMaterial(stored.summary)
            }
            profiles[id] = state
        }
    }

    /// Identifiers whose claims, if there are any, have to be judged again: those freed, and those that have just been
    /// linked.
    package var claimable: Set<Identifier> {
        queued.union(links.values.lazy.map(\.identifier)).union(removedLinks.lazy.map(\.identifier))
    }

    /// To remove after `merges` are saved: they name facts that are erased.
    package var removedMerges: [Merge] {
        let kept = merges.filter { $0.cause.facts.allSatisfy { withdrawnFacts[$0] == nil } }
        return erasedMerges
            + doubtedMerges.filter { merge in
                !kept.contains { $0.absorbed == merge.absorbed && $0.at == merge.at }
            }
    }

    /// Whether claims wait to be judged after this, which the store may know better: links that are new may be claimed.
    package var leavesClaims: Bool {
        !queued.isEmpty || !eased.isEmpty || !lightened.isEmpty || !removedLinks.isEmpty
    }

    /// Whether facts, profiles and their search rows are all there is to save, as of another order of a known customer:
    /// nothing has to be moved, looked up, folded, reviewed or fed on.
    package var isPlain: Bool {
        links.isEmpty && removedLinks.isEmpty && forgotten.isEmpty && removedProfiles.isEmpty && isUnreviewed
            && leavesFactsAlone && asksNothing && announced.isEmpty && !erases
    }

    /// Whether it leaves alone all facts and claims but those that it states.
    private var leavesFactsAlone: Bool {
        moves.isEmpty && withdrawnFacts.isEmpty && foreseenWithdrawals.isEmpty && droppedClaims.isEmpty
            && conflicts.isEmpty
    }

    /// Whether the store has to look up nothing before it saves the profiles.
    private var asksNothing: Bool {
        rebuilds.isEmpty && recoveries.isEmpty && tallies.isEmpty && recounts.isEmpty
    }

    /// Whether it leaves alone what people decided, aliases and the queue of claims.
    private var isUnreviewed: Bool {
        aliases.isEmpty && removedAliases.isEmpty && merges.isEmpty && erasedMerges.isEmpty && doubtedMerges.isEmpty
            && separations.isEmpty && removedSeparations.isEmpty && ended.isEmpty && judged.isEmpty && queued.isEmpty
            && eased.isEmpty && lightened.isEmpty
    }

    /// The profiles that this changes, new and removed ones included.
    package var changedProfiles: Set<ProfileID> {
        removedProfiles.union(profiles.keys)
    }
}

extension Decision {
    /// Only folds `profiles` again from their facts. Those that come out equal stay as they are.
    package init(
        rebuilding profiles: [ProfileID: ProfileState], rules: IdentityRules = .standard, spareID: ProfileID? = nil,
        at now: Timestamp
    ) {
        self.init(decidedAt: now, rules: rules, spareID: spareID)
        for (id, state) in profiles {
            var next = state
            next.version += 1
            next.changedAt = now
            self.profiles[id] = next
            searched[id] = SearchMaterial(state.summary)
        }
        rebuilds = Set(profiles.keys)
        stored = profiles
    }
}

extension ProfileState {
    fileprivate func equalsButForVersion(_ other: ProfileState) -> Bool {
        id == other.id && aliases == other.aliases && overrides == other.overrides && summary == other.summary
    }
}

extension Decision {
    /// Nothing but profiles as they were elsewhere, folded from the facts and claims that are in the store already.
    package init(restoring profiles: [ProfileState], rules: IdentityRules, at now: Timestamp) {
        // Without an id to spare none of them comes apart.
        self.init(decidedAt: now, rules: rules)
        restores = true
        for state in profiles {
            self.profiles[state.id] = state
            for alias in state.aliases { aliases[alias] = state.id }
        }
        rebuilds = Set(self.profiles.keys)
    }
}
