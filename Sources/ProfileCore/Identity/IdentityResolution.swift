/// The decision which profiles a record belongs to, with reasons.
///
/// Identifiers are weighed one by one, the most trusted first. Each is kept unless joining the profile it leads to, or
/// adding it to those chosen so far, would break a limit; then it is refused, the record is still filed by the others,
/// and the refusal is kept for review. As long as nothing is refused, the order of arrival does not matter.
///
/// What does not count (`IdentityRules.objection`) leads nowhere, and a record of a source that may not join attaches
/// to one profile.
struct IdentityResolution {
    struct Refusal {
        let identifier: Identifier
        let rule: Conflict.Rule
        let limitedType: String?
        let holder: ProfileID?
    }

    /// Strong identifiers that lead, or will lead, to the profile; the most trusted first.
    var kept: [Identifier] = []
    var refused: [Refusal] = []
    /// The profiles to join; empty for a new one.
    var profiles: [ProfileID] = []
    /// The most trusted identifier that led to a profile.
    var basis: Identifier?

    init(of record: SourceRecord, in view: borrowing some IdentityView) {
        var weighing = Weighing(record: record, size: 1, mayJoin: view.rules.trust(in: record.key.source).joins)
        for identifier in view.rules.strongest(of: record) {
            if Self.isClosed(identifier, in: view) {
                refuse(identifier, by: .types, in: view)
            } else {
                weighing.weigh(identifier, in: view, into: &self)
            }
        }
        for identifier in record.identifiers {
            if let rule = view.rules.objection(to: identifier, of: record) { refuse(identifier, by: rule, in: view) }
        }
    }

    /// Weighs one claim of a fact that is filed already, beside the identifiers by which its profile holds it.
    init(judging claim: Identifier, of fact: Fact, in view: borrowing some IdentityView) {
        let record = fact.record
        profiles = [fact.filing.profile]
        if let rule = view.rules.objection(to: claim, of: record) {
            refuse(claim, by: rule, in: view)
            return
        }
        guard !Self.isClosed(claim, in: view) else {
            refuse(claim, by: .types, in: view)
            return
        }
        for identifier in view.rules.strongest(of: record)
        where view.holder(of: identifier) == fact.filing.profile { kept.append(identifier) }
        var weighing = Weighing(
            record: record, size: view.records(of: fact.filing.profile),
            mayJoin: view.rules.trust(in: record.key.source).joins)
        weighing.weigh(claim, in: view, into: &self)
    }

    /// Whether nothing speaks against joining two profiles but that no record does.
    static func mayJoin(
        _ one: ProfileID, _ other: ProfileID, for record: SourceRecord, in view: borrowing some IdentityView
    ) -> Bool {
        let size = view.records(of: one) + view.records(of: other)
        let weighing = Weighing(record: record, size: size, mayJoin: true)
        return weighing.objection(to: [one, other], with: [], size: size, in: view) == nil
    }

    /// Whether there is no room for its type; what leads somewhere already has its place.
    private static func isClosed(_ identifier: Identifier, in view: borrowing some IdentityView) -> Bool {
        guard view.rules.closedTypes.contains(identifier.type) else { return false }
        return view.holder(of: identifier) == nil
    }

    private mutating func refuse(_ identifier: Identifier, by rule: Conflict.Rule, in view: borrowing some IdentityView)
    {
        let holder = view.rules[identifier.type].strength == .strong ? view.holder(of: identifier) : nil
        refused.append(Refusal(identifier: identifier, rule: rule, limitedType: nil, holder: holder))
    }
}

/// What resolution may ask about the profiles there are.
protocol IdentityView {
    var rules: IdentityRules { get }
    /// The profile that a strong identifier leads to.
    func holder(of identifier: Identifier) -> ProfileID?
    func summary(of profile: ProfileID) -> ProfileSummary?
    func records(of profile: ProfileID) -> Int
    func areSeparated(_ one: ProfileID, _ other: ProfileID) -> Bool
    /// Whether a fact that comes back is of somebody who was taken apart from the profile.
    func isParted(_ fact: FactKey, from profile: ProfileID) -> Bool
}

/// One record being resolved.
private struct Weighing {
    let record: SourceRecord
    let mayJoin: Bool
    /// How many records the chosen profiles have, with this one.
    private var size: Int
    /// Whether one of the kept identifiers is new to the profiles to join.
    private var addsIdentifiers = false

    init(record: SourceRecord, size: Int, mayJoin: Bool) {
        self.record = record
        self.size = size
        self.mayJoin = mayJoin
    }

    mutating func weigh(
        _ identifier: Identifier, in view: borrowing some IdentityView, into resolution: inout IdentityResolution
    ) {
        let holder = view.holder(of: identifier)
        var (joined, size) = (resolution.profiles, size)
        if let holder, !joined.contains(holder) {
            joined.append(holder)
            size += view.records(of: holder)
        }
        let adds = addsIdentifiers || holder == nil
        var isParted = false
        if let holder { isParted = view.isParted(record.key, from: holder) }
        if size > view.rules.recordLimit || isParted || adds || joined.count > 1,
            let (rule, type) = objection(to: joined, with: resolution.kept + [identifier], size: size, in: view)
        {
            resolution.refused.append(
                IdentityResolution.Refusal(identifier: identifier, rule: rule, limitedType: type, holder: holder))
            return
        }
        (addsIdentifiers, self.size) = (adds, size)
        resolution.kept.append(identifier)
        resolution.profiles = joined
        if holder != nil, resolution.basis == nil { resolution.basis = identifier }
    }

    func objection(
        to joined: [ProfileID], with identifiers: [Identifier], size: Int, in view: borrowing some IdentityView
    ) -> (Conflict.Rule, String?)? {
        if joined.count > 1, !mayJoin, isOfSeveral(joined, in: view) { return (.joins, nil) }
        if let newcomer = joined.last {
            if view.isParted(record.key, from: newcomer) { return (.separated, nil) }
            for other in joined.dropLast() where view.areSeparated(other, newcomer) { return (.separated, nil) }
        }
        var summaries: [ProfileSummary] = []
        for profile in joined { if let summary = view.summary(of: profile) { summaries.append(summary) } }
        guard size <= view.rules.recordLimit else { return (.size, nil) }
        guard hasRoom(for: identifiers, besides: summaries, view.rules) else { return (.types, nil) }
        // Beside a single profile only what is new to it can break a limit.
        let types = joined.count > 1 ? Self.types(identifiers, summaries) : Set(identifiers.map(\.type))
        for type in types.sorted() {
            let stated = identifiers.filter { $0.type == type }
            let values = stated.reduce(into: Set(summaries.flatMap { $0.bindingValues(of: type) })) {
                $0.insert($1.value)
            }
            guard values.count > view.rules[type].limit, !isHeld(values, of: type, joined, stated, in: view) else {
                continue
            }
            guard view.rules.namesRecords(type) else { return (.limit, type) }
            guard isCorroborated(values, of: type, in: summaries) else { return (.uncorroborated, type) }
        }
        return nil
    }

    /// Whether the profiles belong to more than one person. A profile that only the record's source describes, by its
    /// own ids alone, comes along with the record and does not count.
    private func isOfSeveral(_ profiles: [ProfileID], in view: borrowing some IdentityView) -> Bool {
        let source = record.key.source
        var others = 0
        for profile in profiles {
            let summary = view.summary(of: profile)
            let isOwn = summary?.sources.keys.allSatisfy { $0 == source } ?? false
            if !isOwn || summary?.bindingTypes.isSubset(of: [source]) == false { others += 1 }
        }
        return others > 1
    }

    /// Whether there are not more types than one profile may hold, or held before.
    private func hasRoom(
        for identifiers: [Identifier], besides summaries: [ProfileSummary], _ rules: IdentityRules
    ) -> Bool {
        let most = summaries.reduce(identifiers.count) { $0 + $1.identifiers.count }
        guard most > rules.undeclaredTypesOfProfile else { return true }
        let types = Self.types(identifiers, summaries)
        guard types.count > rules.undeclaredTypesOfProfile else { return true }
        let undeclared = { (types: Set<String>) in types.count { !rules.declares($0) } }
        let held = summaries.map(\.bindingTypes)
        return types.count <= max(IdentityRules.typeLimit, held.map(\.count).max() ?? 0)
            && undeclared(types) <= max(rules.undeclaredTypesOfProfile, held.map(undeclared).max() ?? 0)
    }

    private static func types(_ identifiers: [Identifier], _ summaries: [ProfileSummary]) -> Set<String> {
        Set(identifiers.map(\.type)).union(summaries.flatMap(\.bindingTypes))
    }

    /// Whether one profile has all of the values already. What leads there counts, though the summary of a record that
    /// is being corrected does not tell it.
    private func isHeld(
        _ values: Set<String>, of type: String, _ joined: [ProfileID], _ stated: [Identifier],
        in view: borrowing some IdentityView
    ) -> Bool {
        for profile in joined {
            var rest = values
            if let summary = view.summary(of: profile) { rest.subtract(summary.bindingValues(of: type)) }
            for identifier in stated where view.holder(of: identifier) == profile { rest.remove(identifier.value) }
            if rest.isEmpty { return true }
        }
        return false
    }

    /// Every id must be told of by a customer record of its source, and all those records must agree on the person.
    private func isCorroborated(_ ids: Set<String>, of source: String, in joined: [ProfileSummary]) -> Bool {
        guard ids.count <= IdentityRules.corroboratedLimit else { return false }
        var records: [CustomerRecord] = []
        var told: Set<String> = []
        for entry in joined.flatMap(\.customers) where entry.source == source {
            records.append(entry.record)
            told.insert(entry.id)
        }
        if record.key.source == source, case .customer(let customer) = record.body {
            records.append(customer)
            told.insert(record.key.id)
        }
        return ids.isSubset(of: told) && Corroboration.holds(for: records)
    }
}

extension ProfileSummary {
    fileprivate var bindingTypes: Set<String> {
        var types: Set<String> = []
        for entry in identifiers where entry.value.binds { types.insert(entry.key.type) }
        return types
    }

    fileprivate func bindingValues(of type: String) -> [String] {
        identifiers.filter { $0.value.binds && $0.key.type == type }.map(\.key.value)
    }
}
