/// A top-level member of the profile document, in the document's order, that `fields` can ask for.
package enum ProfileSection: String, CaseIterable, Hashable, Sendable {
    case id
    case version
    case asOf = "as_of"
    case aliases, identifiers, person, headlines, vip, contact, purchases, interests, cart, consents, sources

    package static let all = Set(allCases)

    /// These are always there, asked for or not.
    package static let always: Set<ProfileSection> = [.id, .version, .asOf]

    /// What a comma-separated list of names asks for, with those that are always there.
    package static func parse(_ fields: some StringProtocol) throws(UnknownProfileSection) -> Set<ProfileSection> {
        var sections = always
        for name in fields.split(separator: ",", omittingEmptySubsequences: false) {
            let name = name.drop { $0 == " " }
            guard let section = ProfileSection(rawValue: String(name)) else { throw UnknownProfileSection() }
            sections.insert(section)
        }
        return sections
    }
}

/// A list of fields named something that a profile does not have.
package struct UnknownProfileSection: Error, Hashable, Sendable {
    /// What would be right; the name given is left out, because it may be anything.
    package var detail: String {
        "fields is a comma-separated list of: " + ProfileSection.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
