/// The decision which profiles a record belongs to, with reasons.
///
/// Identifiers are weighed one by one, the most trusted first. Each is kept unless joining the profile it leads to, or
/// adding it to those chosen so far, would break a limit; then it is refused, the record is still filed by the others,
/// and the refusal is kept for review. As long as nothing is refused, the order of arrival does not matter.
struct IdentityResolution {
    struct Refusal {
        let identifier: Identifier
        let rule: Conflict.Rule
        let limitedType: String?
        let holder: ProfileID?
    }

    /// What resolution may ask about the profiles there are.
    struct View {
        let rules: IdentityRules
        /// The profile that a strong identifier leads to.
        let holder: (Identifier) -> ProfileID?
        let summary: (ProfileID) -> ProfileSummary?
        let areSeparated: (ProfileID, ProfileID) -> Bool
    }

    /// Strong identifiers that lead, or will lead, to the profile; the most trusted first.
    private(set) var kept: [Identifier] = []
    private(set) var refused: [Refusal] = []
    /// The profiles to join; empty for a new one.
    private(set) var profiles: [ProfileID] = []
    /// The most trusted identifier that led to a profile.
    private(set) var basis: Identifier?

    private let record: SourceRecord
    private let view: View

    init(of record: SourceRecord, in view: View) {
        self.record = record
        self.view = view
        for identifier in Self.strong(record, rules: view.rules) { weigh(identifier) }
    }

    private static func strong(_ record: SourceRecord, rules: IdentityRules) -> [Identifier] {
        let own = record.ownIdentifier
        return record.identifiers.filter { rules[$0.type].strength == .strong }.sorted { left, right in
            if (left == own) != (right == own) { return left == own }
            let (first, second) = (rules[left.type].priority, rules[right.type].priority)
            return first == second ? left < right : first > second
        }
    }

    private mutating func weigh(_ identifier: Identifier) {
        let holder = view.holder(identifier)
        let joined = holder.map { profiles.contains($0) ? profiles : profiles + [$0] } ?? profiles
        if let (rule, type) = objection(to: joined, with: kept + [identifier]) {
            refused.append(Refusal(identifier: identifier, rule: rule, limitedType: type, holder: holder))
            return
        }
        kept.append(identifier)
        profiles = joined
        if holder != nil, basis == nil { basis = identifier }
    }

    private func objection(to joined: [ProfileID], with identifiers: [Identifier]) -> (Conflict.Rule, String?)? {
        if let newcomer = joined.last, joined.count > 1,
            joined.dropLast().contains(where: { view.areSeparated($0, newcomer) })
        {
            return (.separated, nil)
        }
        let types = Set(joined.flatMap { view.summary($0)?.heldTypes ?? [] } + identifiers.map(\.type))
        for type in types.sorted() {
            let values = self.values(of: type, in: joined, and: identifiers)
            guard values.union.count > view.rules[type].limit, values.union.count > values.mostInOne else { continue }
            guard view.rules.namesRecords(type) else { return (.limit, type) }
            guard isCorroborated(values.union, of: type, in: joined) else { return (.uncorroborated, type) }
        }
        return nil
    }

    private func values(
        of type: String, in joined: [ProfileID], and identifiers: [Identifier]
    ) -> (union: Set<String>, mostInOne: Int) {
        var union = Set(identifiers.lazy.filter { $0.type == type }.map(\.value))
        var most = 0
        for profile in joined {
            let held = view.summary(profile)?.heldValues(of: type) ?? []
            union.formUnion(held)
            most = max(most, held.count)
        }
        return (union, most)
    }

    /// Every id must be told of by a customer record of its source, and all those records must agree on the person.
    private func isCorroborated(_ ids: Set<String>, of source: String, in joined: [ProfileID]) -> Bool {
        guard ids.count <= IdentityRules.corroboratedLimit else { return false }
        var corroboration = Corroboration()
        var told: Set<String> = []
        for entry in joined.flatMap({ view.summary($0)?.customers ?? [] }) where entry.source == source {
            corroboration.add(entry.record)
            told.insert(entry.id)
        }
        if record.key.source == source, case .customer(let customer) = record.body {
            corroboration.add(customer)
            told.insert(record.key.id)
        }
        return corroboration.holds && ids.isSubset(of: told)
    }
}

extension ProfileSummary {
    var heldTypes: Set<String> {
        Set(identifiers.lazy.filter(\.value.isHeld).map(\.key.type))
    }

    func heldValues(of type: String) -> [String] {
        identifiers.filter { $0.key.type == type && $0.value.isHeld }.map(\.key.value)
    }
}
