/// Which columns of a file say who was treated, what was known of each, and what came of it.
package struct VisitMapping: Hashable, Sendable {
    package static let members = ["arm", "treated", "control", "outcome", "features", "rule"]

    /// The column that says how each was treated, and its words for the two that are compared.
    package let arm: String
    package let treated: String
    package let control: String
    /// Of a number above zero, or `yes` or `true`, where it happened.
    package let outcome: String
    package let features: [String]
    /// The column whose number ranks people by a plain rule; nil where there is no rule.
    package let rule: String?

    /// Nil when something is missing, or two of the columns or words are one.
    package init?(
        arm: String?, treated: String?, control: String?, outcome: String?, features: [String], rule: String?
    ) {
        guard let arm, let treated, let control, let outcome, !features.isEmpty, treated != control,
            Set(features).count == features.count, !features.contains(arm), !features.contains(outcome)
        else { return nil }
        self.arm = arm
        self.treated = treated
        self.control = control
        self.outcome = outcome
        self.features = features
        self.rule = rule
    }

    /// From a mapping file: `{arm: segment, treated: Womens E-Mail, control: No E-Mail, outcome: visit, features:
    /// [recency, history], rule: womens}`.
    package init(_ tree: JSONValue) throws(WireRejection) {
        let reader = MappingReader()
        var mapping: VisitMapping?
        if let object = reader.object(tree, "") {
            reader.rejectUnknown(object, "", known: Self.members)
            let text = { (name: String) in reader.text(object[name], "/" + name) }
            let features = reader.texts(object["features"], "/features")
            for name in Self.members.prefix(4) where text(name) == nil {
                reader.reject("/" + name, .missing, "this is needed")
            }
            mapping = VisitMapping(
                arm: text("arm"), treated: text("treated"), control: text("control"), outcome: text("outcome"),
                features: features, rule: text("rule"))
            if mapping == nil, reader.findings.problems.isEmpty {
                reader.reject("/features", .notAllowed, "columns, each once, that are neither arm nor outcome")
            }
        }
        guard reader.findings.problems.isEmpty, let mapping else {
            throw WireRejection(problems: reader.findings.problems)
        }
        self = mapping
    }
}
