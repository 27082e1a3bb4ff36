/// Whom somebody took apart, and how that follows their facts.
extension Workspace {
    /// Whether the two, under any of their names, were taken apart by hand.
    func areSeparated(_ one: ProfileID, _ other: ProfileID) -> Bool {
        !separations.isEmpty && !separations(between: one, and: other).isEmpty
    }

    /// Whether a fact that was withdrawn, and now comes back, is of somebody who was taken apart from the profile.
    func isParted(_ fact: FactKey, from profile: ProfileID) -> Bool {
        guard !separations.isEmpty, let former = withdrawn[fact]?.profile else { return false }
        return areSeparated(present(former), profile)
    }

    /// A fact that has left a profile takes along what parts it from others, when it is named there; so does any that
    /// comes back and begins a profile.
    mutating func takeSeparations(along fact: Fact, from former: ProfileID, beginsAnew: Bool) {
        let (former, profile) = (present(former), present(fact.filing.profile))
        guard !separations.isEmpty, former != profile else { return }
        let (formerNames, names) = (names(of: former), names(of: profile))
        for separation in separations {
            guard let (own, other) = separation.sides(of: formerNames), own.fact == fact.key || beginsAnew,
                !names.contains(other.profile)
            else { continue }
            let taken = Separation(Separation.Side(profile, fact.key), other)
            separations.append(taken)
            decision.separations.append(taken)
            if own.fact == fact.key, profiles[former] == nil { decision.removedSeparations.insert(separation.pair) }
        }
    }

    func separations(between one: ProfileID, and other: ProfileID) -> [Separation] {
        let (names, others) = (names(of: one), names(of: other))
        return separations.filter { $0.parts(names, from: others) }
    }

    /// Whether a separation names the fact as one of the profile, which it is no more.
    func wasNamed(_ fact: FactKey, of profile: ProfileID) -> Bool {
        guard !separations.isEmpty, presentFact(fact)?.filing.profile != profile else { return false }
        let names = names(of: profile)
        return separations.contains { $0.sides(of: names)?.own.fact == fact }
    }

    /// Of somebody of whom nothing else is left.
    mutating func endSeparations(naming withdrawal: Withdrawal) {
        for separation in separations where separation.sides(of: [withdrawal.profile])?.own.fact == withdrawal.key {
            decision.removedSeparations.insert(separation.pair)
        }
    }

    func names(of profile: ProfileID) -> Set<ProfileID> {
        Set([profile] + (profiles[profile]?.aliases ?? []))
    }
}

extension Decision {
    /// What parts a profile of which no fact is left from others goes by its last id, for a withdrawn fact may come
    /// back; unless the fact it names went elsewhere, or nothing may be remembered.
    mutating func keep(_ known: [Separation], ofEnded state: ProfileState) {
        let names = Set([state.id] + state.aliases)
        for separation in known {
            guard let (own, other) = separation.sides(of: names) else { continue }
            let isElsewhere = own.fact.map { facts[$0] != nil } ?? false
            let kept = isElsewhere || erases ? nil : Separation(Separation.Side(state.id, own.fact), other)
            if kept?.pair != separation.pair { removedSeparations.insert(separation.pair) }
            if let kept { separations.append(kept) }
        }
    }
}
