package import ProfileCore

extension JSONWriter {
    /// `{"profile_id","name","greeting","email","phone","city","vip","tier","last_contact_at","matched"}`.
    package mutating func searchResult(_ profile: Profile, matched: [SearchMatch]) {
        object {
            $0.member("profile_id", profile.id.description)
            $0.appearance(of: profile)
            $0.member("vip", profile.vip.vip)
            $0.member("tier", profile.vip.tier)
            $0.member("last_contact_at", profile.contact.last?.at)
            $0.member("matched") { $0.array(of: matched) { $0.searchMatch($1) } }
        }
    }

    /// How a person tells this customer from others: members of the object at hand.
    mutating func appearance(of profile: Profile) {
        member("name", profile.person.name)
        member("greeting", profile.person.greeting)
        member("email", profile.latest(Identifier.email))
        member("phone", profile.latest(Identifier.phone))
        member("city", profile.person.address?.city)
    }

    mutating func searchMatch(_ match: SearchMatch) {
        object {
            $0.member("in", match.place.word)
            $0.member("how", match.how.word)
        }
    }
}

extension SearchMatch.Place {
    fileprivate var word: String {
        switch self {
        case .name: "name"
        case .phone: "phone"
        case .email: "email"
        case .order: "order"
        case .postalCode: "postal_code"
        }
    }
}

extension SearchMatch.How {
    fileprivate var word: String {
        switch self {
        case .exact: "exact"
        case .prefix: "prefix"
        case .end: "end"
        case .part: "part"
        case .tolerant: "tolerant"
        }
    }
}

extension Profile {
    /// The identifier of a type that was in use last.
    fileprivate func latest(_ type: String) -> String? {
        identifiers.filter { $0.identifier.type == type }
            .max { ($0.lastSeen?.milliseconds ?? .min) < ($1.lastSeen?.milliseconds ?? .min) }?.identifier.value
    }
}
