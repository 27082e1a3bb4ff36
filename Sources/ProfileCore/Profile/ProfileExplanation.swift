/// Why a profile reads as it does: who stated each field of the person, and how each derived value was made.
///
/// Pointers are JSON pointers into the profile document, in its order.
package struct ProfileExplanation: Hashable, Sendable {
    /// A value as a customer record states it.
    package struct Statement: Hashable, Sendable {
        package let pointer: String
        package let source: String
        package let recordID: String
        package let at: Timestamp
        /// Why this record won: `declared by crm, priority 10, most recent of 3`.
        package let rule: String
    }

    /// A value made from facts.
    package struct Derivation: Hashable, Sendable {
        package let pointer: String
        package let formula: String
        /// How many facts it was made from; nil where that says nothing.
        package let sample: Int?
        /// What it rests on; nil when the formula alone tells.
        package let basis: String?

        init(_ pointer: String, _ formula: String, sample: Int? = nil, basis: String? = nil) {
            self.pointer = pointer
            self.formula = formula
            self.sample = sample
            self.basis = basis
        }
    }

    package let stated: [Statement]
    package let derived: [Derivation]

    /// Of `profile`, which was derived from `state` by the same rules.
    package init(of profile: Profile, state: ProfileState, rules: ProfileRules) {
        let survivorship = Survivorship(state.summary, rules: rules)
        stated = StatedFields(survivorship, consents: profile.consents, rules: rules).statements
        derived =
            Self.person(profile, survivorship) + Self.standing(profile) + profile.contact.derivations
            + Self.purchases(profile) + Self.behaviour(profile, summary: state.summary)
    }
}
