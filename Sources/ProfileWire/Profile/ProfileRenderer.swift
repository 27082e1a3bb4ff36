package import ProfileCore

/// The profile document of the HTTP contract.
package enum ProfileRenderer {
    /// `sections` narrows the document; id, version and as_of are always there.
    package static func render(
        _ profile: Profile, sections: Set<ProfileSection> = ProfileSection.all,
        explanation: ProfileExplanation? = nil
    ) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 6144)
        write(profile, sections: sections, explanation: explanation, to: &writer)
        return writer.bytes
    }

    /// The whole document of a profile that is not joined with products and notices, which `join` adds to it.
    package static func whole(_ profile: Profile) -> RenderedProfile {
        var writer = JSONWriter(reservingCapacity: 6144)
        write(profile, to: &writer)
        return RenderedProfile(bytes: writer.bytes, seams: writer.seams)
    }

    /// The document that the joined profile would be rendered to.
    package static func join(_ join: CatalogueJoin, to rendered: RenderedProfile) -> [UInt8] {
        CatalogueSeams(rendered).join(join)
    }

    package static func write(
        _ profile: Profile, sections: Set<ProfileSection> = ProfileSection.all,
        explanation: ProfileExplanation? = nil, to writer: inout JSONWriter
    ) {
        writer.beginObject()
        for section in ProfileSection.allCases {
            if sections.contains(section) || ProfileSection.always.contains(section) {
                writer.section(section, of: profile)
            }
        }
        if let explanation { writer.member("explain") { $0.explanation(explanation, of: sections) } }
        writer.endObject()
    }

    /// What of a rendered document does not differ from reading to reading: all but `as_of` and, where the reader chose
    /// among the sections, `version`.
    package static func contents(of document: [UInt8], withVersion: Bool) -> [UInt8] {
        let comma = UInt8(ascii: ",")
        // The first members are id, version and as_of, none of which has a comma within.
        let members = document.split(separator: comma, maxSplits: 3, omittingEmptySubsequences: false)
        guard members.count == 4 else { return Array(members.prefix(withVersion ? 2 : 1).joined()) }
        return Array(withVersion ? members[0] + members[1] + members[3] : members[0] + members[3])
    }
}

extension JSONWriter {
    fileprivate mutating func section(_ section: ProfileSection, of profile: Profile) {
        switch section {
        case .id: member("id", profile.id.description)
        case .version: member("version", profile.version)
        case .asOf: member("as_of", profile.asOf)
        case .aliases: items("aliases", profile.aliases) { $0.string($1.description) }
        case .identifiers:
            items("identifiers", profile.identifiers) { $0.identifier($1) }
            more("more_identifiers", profile.moreIdentifiers)
        case .person: member("person") { $0.person(profile.person) }
        case .headlines: headlines(profile.headlines)
        case .notices: notices(profile.catalogue)
        case .vip: member("vip") { $0.standing(profile.vip) }
        case .contact: member("contact") { $0.contact(profile.contact) }
        case .promises: optional("promises", profile.promises) { $0.promises($1) }
        case .purchases: member("purchases") { $0.purchases(profile.purchases, goods: profile.catalogue.goods) }
        case .outlook: member("outlook") { $0.outlook(profile.outlook) }
        case .interests: items("interests", profile.interests) { $0.interest($1) }
        case .cart: optional("cart", profile.cart) { $0.cart($1) }
        case .journey: optional("journey", profile.journey) { $0.journey($1) }
        case .consents: items("consents", profile.consents) { $0.consent($1) }
        case .sources: items("sources", profile.sources) { $0.source($1) }
        }
    }

    private mutating func identifier(_ view: IdentifierView) {
        object {
            $0.member("type", view.identifier.type)
            $0.member("value", view.identifier.value)
            $0.items("sources", view.sources) { $0.string($1) }
            $0.member("first_seen", view.firstSeen)
            $0.member("last_seen", view.lastSeen)
            $0.member("also_claimed_by", view.alsoClaimedBy)
        }
    }

    private mutating func interest(_ view: InterestView) {
        object {
            $0.member("sku", view.sku)
            $0.member("name", view.name)
            $0.member("score", decimal: view.score)
            $0.member("last_at", view.lastAt)
            $0.member("bought", view.bought)
        }
    }

    private mutating func consent(_ view: ConsentView) {
        object {
            $0.member("purpose", view.purpose)
            $0.member("channel", view.channel)
            $0.member("status", view.status.rawValue)
            $0.member("at", view.at)
            $0.member("source", view.source)
        }
    }

    private mutating func source(_ view: SourceView) {
        object {
            $0.member("source", view.source)
            $0.member("last_at", view.lastAt)
            $0.member("facts", view.facts)
        }
    }
}

/// A top-level member of the profile document, in the document's order, that `fields` can ask for.
package enum ProfileSection: String, CaseIterable, Hashable, Sendable {
    case id
    case version
    case asOf = "as_of"
    case aliases, identifiers, person, headlines, notices, vip, contact, promises, purchases, outlook, interests, cart,
        journey, consents, sources

    package static let all = Set(allCases)

    /// These are always there, asked for or not.
    package static let always: Set<ProfileSection> = [.id, .version, .asOf]

    /// The sections that may read differently when these parts of a profile changed, in the document's order; of those
    /// that are always there none.
    package static func affected(by parts: ChangedParts) -> [ProfileSection] {
        let parts = parts.contents
        return allCases.filter { section in
            switch section {
            case .id, .version, .asOf: false
            case .aliases: parts == .all
            case .headlines, .notices, .vip: !parts.isEmpty
            case .identifiers, .sources: !parts.subtracting(.standing).isEmpty
            // An order may say who placed it, and with the country where their clocks hang.
            case .person: !parts.isDisjoint(with: [.customers, .orders])
            case .contact: !parts.isDisjoint(with: [.customers, .orders, .interactions])
            case .promises: parts.contains(.promises)
            case .purchases: parts.contains(.orders)
            case .outlook: !parts.isDisjoint(with: [.customers, .orders, .interactions])
            case .interests, .cart: !parts.isDisjoint(with: [.orders, .activities])
            case .journey: !parts.isDisjoint(with: [.customers, .orders, .interactions, .activities])
            case .consents: parts.contains(.customers)
            }
        }
    }

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

/// Forms that several parts of the profile document share.
extension JSONWriter {
    mutating func items<Element>(
        _ name: StaticString, _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
    ) {
        key(name)
        array(of: elements, write)
    }

    /// The value, else null.
    mutating func optional<Value>(
        _ name: StaticString, _ value: Value?, _ write: (inout JSONWriter, Value) -> Void
    ) {
        key(name)
        if let value { write(&self, value) } else { null() }
    }

    /// How many more there are than are shown; nothing when all are.
    mutating func more(_ name: StaticString, _ count: Int) {
        if count > 0 { member(name, count) }
    }

    /// Averages, shares and scores, which have two decimals at most.
    mutating func member(_ name: StaticString, decimal value: Double?) {
        optional(name, value) { $0.decimal($1, decimals: 2) }
    }

    mutating func member(_ name: StaticString, money amount: MinorUnits?, _ currency: Currency) {
        optional(name, amount) { $0.money($1, currency) }
    }

    mutating func member(_ name: StaticString, quantity: Quantity) {
        key(name)
        self.quantity(quantity)
    }

    mutating func member(_ name: StaticString, clock minute: Int) {
        key(name)
        clock(minute: minute)
    }

    mutating func companyPerson(_ person: Person) {
        object {
            $0.member("id", person.id)
            $0.member("name", person.name)
        }
    }
}
