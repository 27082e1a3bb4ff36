/// Two ids of one source that one profile holds, although their customer records no longer agree on the person.
package struct Contradiction: Hashable, Sendable {
    let one: Identifier
    let other: Identifier
}

extension ProfileSummary {
    /// The records that a customer record agreed with until it was corrected or withdrawn. A record that never agreed
    /// is here for another reason, such as a person's merge or a wider limit, and stays.
    func contradictions(since earlier: SourceRecord, _ rules: IdentityRules) -> [Contradiction] {
        guard let former = earlier.customer, let own = earlier.ownIdentifier, identifiers[own] != nil,
            rules[own.type].strength == .strong, rules.namesRecords(own.type)
        else { return [] }
        let ofSource = customers.filter { $0.source == own.type && identifiers[$0.ownIdentifier] != nil }
        guard ofSource.contains(where: { $0.ownIdentifier != own }) else { return [] }
        let before = Testimony(former)
        let now = ofSource.first { $0.ownIdentifier == own }.map { Testimony($0.record) }
        return ofSource.compactMap { entry in
            let testimony = Testimony(entry.record)
            guard entry.ownIdentifier != own, before.agrees(with: testimony), now?.agrees(with: testimony) != true
            else {
                return nil
            }
            return Contradiction(one: own, other: entry.ownIdentifier)
        }
    }
}

extension CustomerEntry {
    fileprivate var ownIdentifier: Identifier { Identifier(type: source, value: id) }
}
