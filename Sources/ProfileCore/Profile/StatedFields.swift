/// Which record each field of a person comes from.
struct StatedFields {
    private let survivorship: Survivorship
    private let rules: ProfileRules
    private(set) var statements: [ProfileExplanation.Statement] = []

    /// `consents` are those that the profile shows.
    init(_ survivorship: Survivorship, consents: [ConsentView], rules: ProfileRules) {
        self.survivorship = survivorship
        self.rules = rules
        add("/person/given_name", \.presentGivenName)
        add("/person/family_name", \.presentFamilyName)
        add("/person/full_name", \.presentFullName)
        add("/person/salutation", \.presentSalutation)
        add("/person/birthday/date", survivorship.birthdayField)
        add("/person/gender", \.presentGender)
        add("/person/language", \.presentLanguage)
        add("/person/time_zone", \.presentTimeZone)
        add("/person/address", \.presentAddress)
        add("/person/owner", \.owner)
        add("/person/loyalty", \.presentLoyalty)
        for name in survivorship.traits.keys.sorted() {
            add("/person/traits/" + Self.escaped(name)) { $0.traits[name].flatMap { $0 == .null ? nil : $0 } }
        }
        add("/contact/preferred_channel", \.presentPreferredChannel)
        add("/contact/preferred_time", \.preferredTime)
        add(consents)
    }

    private mutating func add<Value: Sendable>(_ pointer: String, _ field: (CustomerRecord) -> Value?) {
        guard let survivor = survivorship.survivor(field) else { return }
        let entry = survivor.entry
        statements.append(
            .init(
                pointer: pointer, source: entry.source, recordID: entry.id, at: entry.updatedAt,
                rule: rule(for: entry, of: survivor.statements)))
    }

    private func rule(for entry: CustomerEntry, of statements: Int) -> String {
        guard !survivorship.isFromOrder(entry) else {
            return "from an order of \(entry.source), the latest that states it; no customer record does"
        }
        let others = statements > 1 ? ", first of \(statements) by priority, then recency" : ""
        return "declared by \(entry.source), priority \(rules.sourcePriorities[entry.source, default: 0])\(others)"
    }

    private mutating func add(_ consents: [ConsentView]) {
        for (index, consent) in consents.enumerated() {
            let rule =
                "declared by \(consent.source), the latest for purpose and channel; only a later grant with a time of "
                + "its own lifts a refusal"
            statements.append(
                .init(
                    pointer: "/consents/\(index)", source: consent.source, recordID: consent.recordID, at: consent.at,
                    rule: rule))
        }
    }

    /// RFC 6901, section 3.
    private static func escaped(_ name: String) -> String {
        name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}
