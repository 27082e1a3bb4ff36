/// The rule of every identifier type, declared or not.
package struct IdentityRules: Hashable, Sendable {
    /// A source's own customer id, and any other type nobody declared.
    package static let ownID = IdentifierRule(priority: 100, limit: 1, strength: .strong)

    package static let standard = IdentityRules(declared: [:])

    private static let builtIn: [String: IdentifierRule] = [
        Identifier.email: IdentifierRule(priority: 50, limit: 5, strength: .strong),
        Identifier.phone: IdentifierRule(priority: 40, limit: 5, strength: .strong),
        Identifier.visitor: IdentifierRule(priority: 10, limit: 20, strength: .strong),
    ]

    /// How many ids of one source a profile may hold when their records agree on the person.
    package static let corroboratedLimit = 50

    /// Of how many types one profile may hold identifiers.
    package static let typeLimit = 32

    /// Of how many types that nobody declared there may be identifiers: sources, and types that somebody invents.
    package static let undeclaredTypeLimit = 256

    package let declared: [String: IdentifierRule]
    /// By source, where something is said of it.
    package let trust: [String: SourceTrust]
    /// A merge by hand that joins so many profiles, those merged before included, has to be confirmed.
    package let mergeConfirmationFrom: Int
    /// How many records a profile may have. What would go beyond is not joined to it.
    package let recordLimit: Int
    /// Undeclared types beyond those that a deployment may have; claims of them are refused.
    package private(set) var closedTypes: Set<String> = []
    /// Of how many undeclared types a profile may hold identifiers: declared ones find a place beside them.
    let undeclaredTypesOfProfile: Int
    /// The types that only find candidates.
    package let weakTypes: Set<String>
    /// Those declared and those built in.
    private let known: [String: IdentifierRule]

    /// How much the summaries of profiles list.
    package var summaryLimits = SummaryLimits.standard

    package init(
        declared: [String: IdentifierRule], trust: [String: SourceTrust] = [:], mergeConfirmationFrom: Int = 10,
        recordLimit: Int = 1_000_000
    ) {
        self.declared = declared
        self.trust = trust
        self.mergeConfirmationFrom = mergeConfirmationFrom
        self.recordLimit = recordLimit
        known = Self.builtIn.merging(declared) { $1 }
        weakTypes = Set(declared.lazy.filter { $0.value.strength == .weak }.map(\.key))
        undeclaredTypesOfProfile = Self.typeLimit - min(known.count, Self.typeLimit / 2)
    }

    /// The same, for a moment at which there is no room for some types.
    package func closing(_ types: Set<String>) -> IdentityRules {
        var rules = self
        rules.closedTypes = types
        return rules
    }

    /// Whether settings, or the product itself, say what the type is.
    package func declares(_ type: String) -> Bool {
        known[type] != nil
    }

    package subscript(type: String) -> IdentifierRule {
        known[type] ?? Self.ownID
    }

    package func trust(in source: String) -> SourceTrust {
        trust.isEmpty ? .full : trust[source] ?? .full
    }

    /// Whether values of this type name records of a source, so that corroboration may lift the limit.
    package func namesRecords(_ type: String) -> Bool {
        Self.builtIn[type] == nil && self[type].limit == 1
    }
}

/// What an operator lets one source do to profiles; a source of which nothing is said may do everything.
package struct SourceTrust: Hashable, Sendable {
    package static let full = SourceTrust()

    /// The identifier types it may state besides its own ids; nil for all.
    package let states: Set<String>?
    /// Whether its records may join profiles that were apart; otherwise each attaches to the one that its most trusted
    /// identifier leads to, and its others lead nowhere.
    package let joins: Bool
    /// Whether its consents may grant; a refusal counts from every source.
    package let grants: Bool

    package init(states: Set<String>? = nil, joins: Bool = true, grants: Bool = true) {
        self.states = states
        self.joins = joins
        self.grants = grants
    }

    /// Whether identifiers that its records state may count for nothing.
    var limitsIdentity: Bool { states != nil || !joins }

    /// Whether `source`, which is trusted like this, may say that its record is about somebody with an identifier of
    /// `type`. Its own ids name its records, and nobody else can state them better.
    package func maySay(_ type: String, as source: String) -> Bool {
        guard let states else { return true }
        return type == source || states.contains(type)
    }
}
