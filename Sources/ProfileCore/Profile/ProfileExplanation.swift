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
            Self.person(profile, survivorship) + Self.notices(profile) + Self.standing(profile)
            + profile.contact.derivations + (profile.promises?.derivations ?? [])
            + profile.purchases.derivations + profile.outlook.derivations
            + Self.behaviour(profile, summary: state.summary)
    }
}

/// The formulas in the words of the contract.
extension ProfileExplanation {
    static func person(_ profile: Profile, _ survivorship: Survivorship) -> [Derivation] {
        let person = profile.person
        let entries = survivorship.entries.count
        var all: [Derivation] = []
        if person.greeting != nil {
            let isByName = person.salutation == nil || person.familyName == nil
            all.append(
                Derivation(
                    "/person/greeting", "salutation and family name in the language's order, else the given name",
                    basis: isByName
                        ? "given name" : "salutation and family name, language \(person.language ?? "unknown")"))
        }
        if person.birthday != nil {
            let basis = "local day in \(profile.contact.now.timeZone)"
            all.append(
                Derivation(
                    "/person/birthday/age", "whole years since the date of birth, null above 120", basis: basis))
            all.append(
                Derivation(
                    "/person/birthday/days_until",
                    "local days until the birthday; 29 February is kept on the 28th in common years", basis: basis))
        }
        if person.timeZone != nil, profile.contact.now.timeZoneBasis == .country {
            all.append(
                Derivation("/person/time_zone", "the only time zone of the country", basis: "country of the address"))
        }
        if !person.tags.isEmpty {
            all.append(Derivation("/person/tags", "all tags of all customer records", sample: entries))
        }
        if person.createdAt != nil {
            all.append(Derivation("/person/created_at", "the earliest of all customer records", sample: entries))
        }
        return all
    }

    static func notices(_ profile: Profile) -> [Derivation] {
        [
            Derivation(
                "/notices",
                "notices in force of which everything holds that they name (products and categories by what was "
                    + "bought, ordered, put into the cart or looked at; tier; country), and recalled products that "
                    + "were bought",
                sample: profile.catalogue.notices.count + profile.catalogue.moreNotices)
        ]
    }

    static func standing(_ profile: Profile) -> [Derivation] {
        let vip = profile.vip
        let basis = vip.override != nil ? "override" : vip.tier != nil ? "policy" : "no tier's conditions hold"
        return [
            Derivation(
                "/vip/tier", "the override, else the first tier of the policy whose conditions hold", basis: basis),
            Derivation("/vip/vip", "true from the policy's vip_from tier up"),
            Derivation(
                "/vip/priority",
                "the tier's base; +\(PriorityAddition.failedPromise) promise overdue, or broken in "
                    + "\(FailedPromise.days) days, +\(PriorityAddition.repeatedProblem) open problem contacted about "
                    + "repeatedly in \(RepeatedProblem.days) days, +\(PriorityAddition.lowRating) low last rating, "
                    + "+\(PriorityAddition.lateOrder) late order, +\(PriorityAddition.valuableCart) cart worth no less "
                    + "than the average order; at most 100",
                basis: "the reasons list what was added"),
        ]
    }

    static func behaviour(_ profile: Profile, summary: ProfileSummary) -> [Derivation] {
        let signals = summary.views.total + summary.wishes.total + summary.cart.total
        let interests = Derivation(
            "/interests",
            "products not bought and kept since: view 1, search 1, wishlist 3, cart 4, each x 2^(-age in days / 14)",
            sample: signals)
        let cart = Derivation(
            "/cart",
            "products added minus removed since each was last bought and kept; no value where a price is missing, "
                + "currencies differ or it would be more than any amount that is taken", sample: summary.cart.total)
        let headlines = Derivation(
            "/headlines",
            "recall of what they bought, promise overdue or broken, open repeated problem, friction of the last two "
                + "hours, tier, late order, birthday within a week, first contact, unhappy last rating, full cart; the "
                + "first \(Headlines.limit) of them")
        return [interests, cart] + (profile.journey?.derivations ?? []) + [headlines]
    }
}
