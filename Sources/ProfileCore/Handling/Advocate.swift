/// A customer who could help others: rates well, kept what they bought in a category, and agreed to be asked.
package struct Advocate: Hashable, Comparable, Sendable {
    /// The purpose of the consent without which nobody is named.
    package static let purpose = "advocacy"
    static let fewestRatings = 2
    /// CSAT, of 5.
    static let goodRating = KnownAgent.goodRating

    package let profile: ProfileID
    package let name: String?
    package let language: String?
    /// How much of the category was kept.
    package let kept: Quantity
    package let ratingSum: Int
    package let ratings: Int
    package let consent: ConsentView

    package var averageRating: Double { Double(ratingSum) / Double(ratings) }

    package var reasons: [String] {
        let rated = "rated \(Wording.tenths(averageRating)) of 5 on average (\(Wording.count(ratings, "rating")))"
        let (whole, rest) = kept.thousandths.quotientAndRemainder(dividingBy: 1000)
        let amount = rest == 0 ? "\(whole)" : Wording.tenths(Double(kept.thousandths) / 1000)
        return [
            rated, "kept \(amount) from the category",
            "consent to \(Self.purpose) is granted since \(Wording.date(consent.at.day))",
        ]
    }

    /// Nil for somebody who may not be named, or has nothing to say of the category, which is as categories are
    /// compared.
    package init?(_ state: ProfileState, category: String, at now: Timestamp, rules: ProfileRules) {
        guard let standing = AdvocateStanding(state, at: now, rules: rules), let kept = standing.kept[category] else {
            return nil
        }
        profile = state.id
        name = Greeting.name(of: standing.survivorship)
        language = standing.survivorship.value(\.presentLanguage)
        self.kept = kept
        (ratingSum, ratings, consent) = (standing.ratingSum, standing.ratings, standing.consent)
    }

    package func speaks(_ other: String) -> Bool { language?.primaryLanguage == other.primaryLanguage }

    /// Orders by average rating, then by products kept, then by number of ratings, the greatest first.
    package static func < (left: Advocate, right: Advocate) -> Bool {
        let (rate, otherRate) = (left.averageRating, right.averageRating)
        return (otherRate, right.kept, right.ratings, left.profile) < (rate, left.kept, left.ratings, right.profile)
    }
}

/// Whether a customer may be named as an advocate at all, and of which categories.
struct AdvocateStanding: Sendable {
    let ratingSum: Int
    let ratings: Int
    /// By category as it is compared.
    let kept: [String: Quantity]
    let consent: ConsentView
    let survivorship: Survivorship

    init?(_ state: ProfileState, at now: Timestamp, rules: ProfileRules) {
        let summary = state.settledSummary(at: now)
        let csat = summary.contact.ratings.csat
        (ratingSum, ratings) = (csat.sum, csat.recent.total)
        // Few come so far, which keeps a scan of everybody quick.
        guard ratings >= Advocate.fewestRatings, ratingSum >= Advocate.goodRating * ratings else { return nil }
        var kept: [String: Quantity] = [:]
        for category in summary.purchases.categories.quantities where category.value > .zero {
            if let name = TopicName.folded(category.key) { kept[name, default: .zero] += category.value }
        }
        guard !kept.isEmpty else { return nil }
        self.kept = kept
        survivorship = Survivorship(summary, rules: rules)
        let statements = ConsentView.all(from: survivorship.entries, rules: rules)
        let consents = ConsentView.derive(from: statements, at: now)
        guard ProfilingObjection(consents) == nil, let consent = Self.consent(among: consents) else { return nil }
        self.consent = consent
    }

    /// A grant, where nothing of the purpose is refused, nor everything after it.
    private static func consent(among consents: [ConsentView]) -> ConsentView? {
        let own = consents.filter { $0.purpose == Advocate.purpose }
        guard let grant = own.max(by: { $0.at < $1.at }), own.allSatisfy(\.isGrant) else { return nil }
        let everything = consents.first { $0.purpose == "all" && $0.channel == nil && !$0.isGrant }
        return everything.map(grant.isAfter) ?? true ? grant : nil
    }
}
