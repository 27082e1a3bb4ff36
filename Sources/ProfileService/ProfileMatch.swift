package import ProfileCore

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
