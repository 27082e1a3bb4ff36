import ProfileCore

extension IdentityRules {
    /// The types of the declared list and those the file describes; what is not said of a type stays as built in.
    init(
        _ reader: DeploymentReader, types: [String], trust: [String: SourceTrust]
    ) throws(DeploymentError) {
        var declared: [String: IdentifierRule] = [:]
        for type in Set(types + (try reader.list("identifiers.declared") ?? [])) {
            let base = IdentityRules.standard[type]
            let strength = try reader.parsed("identifiers.\(type).strength", "be strong or weak") {
                IdentifierRule.Strength(rawValue: $0)
            }
            declared[type] = IdentifierRule(
                priority: try reader.integer("identifiers.\(type).priority", in: 0...1000) ?? base.priority,
                limit: try reader.integer("identifiers.\(type).limit", in: 1...1000) ?? base.limit,
                strength: strength ?? base.strength)
        }
        let records = try reader.integer("identity.profile_records", in: 1...100_000_000)
        let confirmed = try reader.integer("identity.merge_confirmation_from", in: 2...1_000_000)
        self.init(
            declared: declared, trust: trust,
            mergeConfirmationFrom: confirmed ?? IdentityRules.standard.mergeConfirmationFrom,
            recordLimit: records ?? IdentityRules.standard.recordLimit)
    }
}
