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

    /// How many ids of one source a profile may hold when birthday and family name agree on all of them.
    package static let corroboratedLimit = 50

    /// Of how many types one profile may hold identifiers.
    package static let typeLimit = 32

    package let declared: [String: IdentifierRule]
    /// By source, where something is said of it.
    package let trust: [String: SourceTrust]
    /// A merge by hand that joins so many profiles, those merged before included, has to be confirmed.
    package let mergeConfirmationFrom: Int

    /// How much the summaries of profiles list.
    package var summaryLimits = SummaryLimits.standard

    package init(
        declared: [String: IdentifierRule], trust: [String: SourceTrust] = [:], mergeConfirmationFrom: Int = 10
    ) {
        self.declared = declared
        self.trust = trust
        self.mergeConfirmationFrom = mergeConfirmationFrom
    }

    package subscript(type: String) -> IdentifierRule {
        declared[type] ?? Self.builtIn[type] ?? Self.ownID
    }

    /// The types that only find candidates.
    package var weakTypes: Set<String> {
        Set(declared.lazy.filter { $0.value.strength == .weak }.map(\.key))
    }

    package func trust(in source: String) -> SourceTrust {
        trust.isEmpty ? .full : trust[source] ?? .full
    }

    /// Whether values of this type name records of a source, so that corroboration may lift the limit.
    package func namesRecords(_ type: String) -> Bool {
        Self.builtIn[type] == nil && self[type].limit == 1
    }
}
