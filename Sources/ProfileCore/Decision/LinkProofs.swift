/// Which facts of a profile show that it holds what it holds.
///
/// A link names the fact that first made it. Once that has left, or does not state the identifier any more, the oldest
/// fact that does is named instead.
struct LinkProofs: Sendable {
    private let makers: Set<FactKey>
    private var standing: Set<ClaimKey> = []
    private var oldest: [Identifier: FactAge] = [:]

    init(of links: [Link]) {
        makers = Set(links.map(\.statedBy))
    }

    mutating func add(_ fact: Fact) {
        let (age, isMaker) = (FactAge(receivedAt: fact.receivedAt, fact: fact.key), makers.contains(fact.key))
        for identifier in fact.record.identifiers {
            oldest[identifier] = min(oldest[identifier] ?? age, age)
            if isMaker { standing.insert(ClaimKey(fact: fact.key, identifier: identifier)) }
        }
    }

    func proven(_ link: Link) -> Link {
        let isStanding = standing.contains(ClaimKey(fact: link.statedBy, identifier: link.identifier))
        guard !isStanding, let other = oldest[link.identifier]?.fact else { return link }
        return Link(
            identifier: link.identifier, profile: link.profile, home: link.home, statedBy: other,
            linkedAt: link.linkedAt)
    }
}
