/// A claim that was refused: a fact states an identifier, which does not lead to the fact's profile.
///
/// A person may review it; it is judged again whenever its reason may be gone. There is one for each fact and
/// identifier, however often the fact is stated.
package struct Conflict: Hashable, Sendable {
    package enum Rule: String, CaseIterable, Hashable, Sendable {
        /// The link would have given a profile more identifiers of one type than its limit.
        case limit
        /// The profile would hold identifiers of more types than one profile may.
        case types
        /// The profile would have more records than one may have.
        case size
        /// It came to light when its profile came apart, and waits to be judged.
        case pending
        /// Two ids of one source whose records do not agree that they are one person.
        case uncorroborated
        /// The profiles were taken apart by hand.
        case separated
        /// The source may not state identifiers of this type.
        case untrusted
        /// The record would have joined two profiles, or tied together two who come later: its source may only attach
        /// to one, by the record's most trusted identifier.
        case joins
    }

    package var key: ClaimKey { ClaimKey(fact: fact, identifier: identifier) }

    package let fact: FactKey
    /// The identifier whose link was refused.
    package let identifier: Identifier
    package let rule: Rule
    /// The identifier type whose limit would have been broken; nil when no limit is concerned.
    package let limitedType: String?
    /// The profile the fact was filed under.
    package let profile: ProfileID
    /// The profile the identifier leads to, when that is another one.
    package let holder: ProfileID?
    /// When the claim was first refused: claims are judged again in this order.
    package let at: Timestamp
    package var resolvedAt: Timestamp?

    package init(
        fact: FactKey, identifier: Identifier, rule: Rule, limitedType: String?, profile: ProfileID,
        holder: ProfileID?, at: Timestamp, resolvedAt: Timestamp? = nil
    ) {
        self.fact = fact
        self.identifier = identifier
        self.rule = rule
        self.limitedType = limitedType
        self.profile = profile
        self.holder = holder
        self.at = at
        self.resolvedAt = resolvedAt
    }

    /// The same, once the fact is filed under another profile.
    func filed(under profile: ProfileID) -> Conflict {
        Conflict(
            fact: fact, identifier: identifier, rule: rule, limitedType: limitedType, profile: profile, holder: holder,
            at: at, resolvedAt: resolvedAt)
    }
}

/// What makes a claim one and the same: the fact that states it and the identifier.
package struct ClaimKey: Hashable, Comparable, Sendable {
    package let fact: FactKey
    package let identifier: Identifier

    package init(fact: FactKey, identifier: Identifier) {
        self.fact = fact
        self.identifier = identifier
    }

    package static func < (left: ClaimKey, right: ClaimKey) -> Bool {
        (left.fact, left.identifier) < (right.fact, right.identifier)
    }
}
