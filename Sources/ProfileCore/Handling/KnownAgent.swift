/// An agent who knows a customer, and whether the customer has reason to trust them.
package struct KnownAgent: Hashable, Sendable {
    /// Of so many contacts one has to be the last within `recentDays`, where no rating says more.
    static let fewestContacts = 3
    static let fewestRatedContacts = 2
    static let recentDays = 365
    /// CSAT, of 5.
    static let goodRating = 4

    package let id: String
    package let name: String?
    package let contacts: Int
    /// Nil for an owner without a contact.
    package let lastAt: Timestamp?
    /// Whether sources state that the agent looks after the customer.
    package let isOwner: Bool
    /// The sum of the ratings among the latest that this customer gave to them, and how many these are.
    package let ratingSum: Int
    package let ratings: Int

    package var averageRating: Double? { ratings > 0 ? Double(ratingSum) / Double(ratings) : nil }

    /// Rated well by the customer, else with some contacts of late or an owner, and never rated badly.
    package func isTrusted(on today: Day) -> Bool {
        if ratings > 0, ratingSum < Self.goodRating * ratings { return false }
        if isOwner { return true }
        guard let lastAt, today.days(since: lastAt.day) <= Self.recentDays else { return false }
        return contacts >= (ratings > 0 ? Self.fewestRatedContacts : Self.fewestContacts)
    }

    /// Those who know the customer best first.
    static func all(_ summary: ContactSummary, owner: Person?) -> [KnownAgent] {
        let ratings = summary.ratingsByAgent
        var known = summary.agents.tallies.filter { $0.value.seen.count > 0 }.map { entry in
            KnownAgent(
                id: entry.key, name: entry.value.name?.value, contacts: entry.value.seen.count,
                lastAt: entry.value.seen.last, isOwner: owner?.id == entry.key,
                ratingSum: ratings[entry.key]?.reduce(0, +) ?? 0, ratings: ratings[entry.key]?.count ?? 0)
        }
        if let owner, !known.contains(where: { $0.isOwner }) {
            known.append(
                KnownAgent(
                    id: owner.id, name: owner.name, contacts: 0, lastAt: nil, isOwner: true, ratingSum: 0, ratings: 0))
        }
        return known.sorted { ($1.contacts, $1.last, $0.id) < ($0.contacts, $0.last, $1.id) }
    }

    private var last: Timestamp { lastAt ?? Timestamp(milliseconds: .min) }

    /// The same without what is concluded of the customer.
    var unrated: KnownAgent {
        KnownAgent(
            id: id, name: name, contacts: contacts, lastAt: lastAt, isOwner: isOwner, ratingSum: 0, ratings: 0)
    }
}

extension ContactSummary {
    /// The latest ratings, of those contacts that are still listed with their agent.
    fileprivate var ratingsByAgent: [String: [Int]] {
        var agents: [FactKey: String] = [:]
        for contact in recent.list.items {
            let key = FactKey(kind: .interaction, source: contact.source, id: contact.id)
            if let agent = contact.agent { agents[key] = agent.id }
        }
        return ratings.csat.recent.items.reduce(into: [:]) { ratings, rating in
            let key = FactKey(kind: .interaction, source: rating.source, id: rating.id)
            if let agent = agents[key] { ratings[agent, default: []].append(rating.value) }
        }
    }
}
