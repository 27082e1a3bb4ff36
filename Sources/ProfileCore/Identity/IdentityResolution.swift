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
    var kept: [Identifier] = []
    var refused: [Refusal] = []
    /// The profiles to join; empty for a new one.
    var profiles: [ProfileID] = []
    /// The most trusted identifier that led to a profile.
    var basis: Identifier?

    init(of record: SourceRecord, in view: View) {
        var weighing = Weighing(record: record, view: view)
        for identifier in Self.strong(record, rules: view.rules) { weighing.weigh(identifier, into: &self) }
    }

    private static func strong(_ record: SourceRecord, rules: IdentityRules) -> [Identifier] {
        let own = record.ownIdentifier
        return record.identifiers.filter { rules[$0.type].strength == .strong }.sorted { left, right in
            if (left == own) != (right == own) { return left == own }
            let (first, second) = (rules[left.type].priority, rules[right.type].priority)
            return first == second ? left < right : first > second
        }
    }
}

/// One record being resolved. It ends with the resolution, so that the view holds on to nothing after it.
private struct Weighing {
    let record: SourceRecord
    let view: IdentityResolution.View
    /// Whether one of the kept identifiers is new to the profiles to join.
    private var addsIdentifiers = false

    init(record: SourceRecord, view: IdentityResolution.View) {
        self.record = record
        self.view = view
    }

    mutating func weigh(_ identifier: Identifier, into resolution: inout IdentityResolution) {
        let holder = view.holder(identifier)
        var joined = resolution.profiles
        if let holder, !joined.contains(holder) { joined.append(holder) }
        let adds = addsIdentifiers || holder == nil
        if adds || joined.count > 1, let (rule, type) = objection(to: joined, with: resolution.kept + [identifier]) {
            resolution.refused.append(
                IdentityResolution.Refusal(identifier: identifier, rule: rule, limitedType: type, holder: holder))
            return
        }
        addsIdentifiers = adds
        resolution.kept.append(identifier)
        resolution.profiles = joined
        if holder != nil, resolution.basis == nil { resolution.basis = identifier }
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
