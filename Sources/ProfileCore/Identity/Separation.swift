/// Two people whom somebody took apart, and whom no record may join again.
///
/// It names a fact of either, which takes it along wherever it goes, and the profile by which it is found.
package struct Separation: Hashable, Sendable {
    package struct Side: Hashable, Sendable {
        /// The profile that holds the fact, by its id or an alias. Of somebody of whom only withdrawn facts are
        /// remembered, the id of their last profile.
        package let profile: ProfileID
        /// Nil in what is saved leaves the fact that is stored. Nobody knows it of what version 1 stored.
        package let fact: FactKey?

        package init(_ profile: ProfileID, _ fact: FactKey? = nil) {
            self.profile = profile
            self.fact = fact
        }
    }

    /// What makes a separation one and the same: the two profiles.
    package struct Pair: Hashable, Comparable, Sendable {
        package let first: ProfileID
        package let second: ProfileID

        package static func < (left: Pair, right: Pair) -> Bool {
            (left.first, left.second) < (right.first, right.second)
        }
    }

    /// The side with the lesser id.
    package let first: Side
    package let second: Side

    package init(_ one: Side, _ other: Side) {
        (first, second) = one.profile < other.profile ? (one, other) : (other, one)
    }

    package init(_ one: ProfileID, _ other: ProfileID) {
        self.init(Side(one), Side(other))
    }

    package var pair: Pair { Pair(first: first.profile, second: second.profile) }

    /// The same, with the facts that another one of the same pair names.
    package func updated(by later: Separation) -> Separation {
        Separation(
            Side(first.profile, later.first.fact ?? first.fact), Side(second.profile, later.second.fact ?? second.fact))
    }

    package func names(_ profiles: Set<ProfileID>) -> Bool {
        profiles.contains(first.profile) || profiles.contains(second.profile)
    }

    /// The side that has one of the names, and the one across; nil when neither has.
    func sides(of names: Set<ProfileID>) -> (own: Side, other: Side)? {
        if names.contains(first.profile) { return (first, second) }
        return names.contains(second.profile) ? (second, first) : nil
    }

    /// Whether it parts those of some names from those of others.
    func parts(_ names: Set<ProfileID>, from others: Set<ProfileID>) -> Bool {
        names.contains(first.profile) && others.contains(second.profile)
            || names.contains(second.profile) && others.contains(first.profile)
    }
}

extension [Separation] {
    /// One for each pair, with the facts that were named last.
    package var distinct: [Separation] {
        Dictionary(map { ($0.pair, $0) }) { $0.updated(by: $1) }.values.sorted { $0.pair < $1.pair }
    }
}
