package import ProfileCore

/// The profile document of the HTTP contract.
package enum ProfileRenderer {
    /// `sections` narrows the document; id, version and as_of are always there.
    package static func render(
        _ profile: Profile, sections: Set<ProfileSection> = ProfileSection.all,
        explanation: ProfileExplanation? = nil
    ) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 4096)
        write(profile, sections: sections, explanation: explanation, to: &writer)
        return writer.bytes
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
        case .headlines: items("headlines", profile.headlines) { $0.string($1) }
        case .vip: member("vip") { $0.standing(profile.vip) }
        case .contact: member("contact") { $0.contact(profile.contact) }
        case .purchases: member("purchases") { $0.purchases(profile.purchases) }
        case .interests: items("interests", profile.interests) { $0.interest($1) }
        case .cart: optional("cart", profile.cart) { $0.cart($1) }
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
