import ProfileCore
import ProfileWire

/// Links, filings, merges and conflicts, each with its reason.
extension JSONWriter {
    mutating func link(_ link: Link) {
        object { json in
            json.member("identifier", link.identifier.description)
            json.member("stated_by") { $0.factKey(link.statedBy) }
            json.member("linked_at", link.linkedAt)
            json.member("home", link.home.description)
        }
    }

    mutating func filing(of fact: Fact) {
        object { json in
            json.factKeyMembers(fact.key)
            json.member("happened_at", fact.record.happenedAt)
            json.member("updated_at", fact.record.updatedAt)
            json.member("received_at", fact.receivedAt)
            json.member("identifiers") { $0.array(of: fact.record.identifiers) { $0.string($1.description) } }
            json.member("home", fact.filing.home.description)
            json.member("reason", fact.reason)
        }
    }

    mutating func merge(_ merge: Merge) {
        object { json in
            json.member("absorbed", merge.absorbed.description)
            json.member("survivor", merge.survivor.description)
            json.member("at", merge.at)
            json.member("reason", merge.cause.inWords)
            json.member("by", merge.cause.stewardName)
            json.key("undone")
            if let undone = merge.undone { json.undoing(undone) } else { json.null() }
        }
    }

    mutating func conflict(_ conflict: Conflict) {
        object { json in
            json.member("record") { $0.factKey(conflict.fact) }
            json.member("identifier", conflict.identifier.description)
            json.member("rule", conflict.rule.rawValue)
            json.member("limited_type", conflict.limitedType)
            json.member("profile_id", conflict.profile.description)
            json.member("holder", conflict.holder?.description)
            json.member("at", conflict.at)
            json.member("resolved_at", conflict.resolvedAt)
            json.member("reason", conflict.inWords)
        }
    }

    private mutating func undoing(_ undoing: Merge.Undoing) {
        object { json in
            json.member("at", undoing.at)
            json.member("by", undoing.name)
            json.member("reason", undoing.reason)
        }
    }

    mutating func factKey(_ key: FactKey) {
        object { $0.factKeyMembers(key) }
    }

    private mutating func factKeyMembers(_ key: FactKey) {
        member("kind", key.kind.word)
        member("source", key.source)
        member("id", key.id)
    }
}

extension Fact {
    /// Why it is where it is, in words.
    var reason: String {
        if let basis = filing.basis { return "led here by \(basis)" }
        guard let order = record.orderOfItsCustomer else { return "began the profile" }
        return "names nobody but order \(order.id) of \(order.source)"
    }
}

extension Merge.Cause {
    fileprivate var inWords: String {
        switch self {
        case .record(let key, let identifiers):
            "\(key.kind.word) \(key.id) of \(key.source) names "
                + identifiers.map(\.description).joined(separator: " and ")
        case .claim(let key, let identifier):
            "\(key.kind.word) \(key.id) of \(key.source) names \(identifier), and what stood in its way is gone"
        case .agreement(let one, let other, let identifier):
            "\(one.kind.word)s \(one.id) and \(other.id) of \(one.source) name \(identifier) and agree on the person"
        case .steward(_, let reason, _): reason
        }
    }

    fileprivate var stewardName: String? {
        if case .steward(let name, _, _) = self { name } else { nil }
    }
}

extension Conflict {
    fileprivate var inWords: String {
        switch rule {
        case .limit:
            "the link would give the profile more than its limit of \(limitedType ?? identifier.type) identifiers"
        case .types:
            """
            the profile would hold identifiers of more than \(IdentityRules.typeLimit) types, or the deployment of \
            more than \(IdentityRules.undeclaredTypeLimit) that nobody declared
            """
        case .size: "the profile has as many records as one may have"
        case .pending: "its profile came apart, and the claim waits to be judged"
        case .uncorroborated:
            "two \(limitedType ?? identifier.type) records that do not agree on name and birthday"
        case .separated: "the profiles were taken apart by hand"
        case .untrusted: "\(fact.source) may not state identifiers of type \(identifier.type)"
        case .joins: "a record of \(fact.source) may attach to one profile only, by its most trusted identifier"
        }
    }
}
