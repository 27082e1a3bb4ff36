package import ProfileCore

/// What a decision of a person would change; nothing was changed.
package struct Rehearsal: Sendable {
    /// A profile is new without a `before`, and gone without an `after`.
    package struct Change: Sendable {
        package let profile: ProfileID
        package let before: Profile?
        package let after: Profile?
    }

    /// What the decision would answer.
    package let answer: ProfileID
    /// Why it would have to be confirmed.
    package let doubt: StewardDecision.Doubt?
    /// The oldest profile first.
    package let changes: [Change]
}
