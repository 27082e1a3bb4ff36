/// What a contact is about: the order that it names or, where it names none, its topic.
enum ContactSubject: Hashable, Sendable {
    case order(String)
    case topic(String)

    init?(_ interaction: InteractionDigest) {
        if let order = interaction.orderID {
            self = .order(order)
        } else if let topic = interaction.topic {
            self = .topic(topic)
        } else {
            return nil
        }
    }

    var words: String {
        switch self {
        case .order(let id): "order \(id)"
        case .topic(let topic): topic
        }
    }

    /// The same for all spellings of a topic; nil for a topic without a word.
    var folded: ContactSubject? {
        switch self {
        case .order: self
        case .topic(let topic): TopicName.folded(topic).map { .topic($0) }
        }
    }
}

/// An open problem that the customer has contacted the company about more than once in the last 30 days.
///
/// Contacts are about the same problem when their `ContactSubject` is the same, however a topic is spelled.
package struct RepeatedProblem: Hashable, Sendable {
    /// How many whole UTC days before today count, and today.
    package static let days = 30

    package let subject: String
    package let contacts: Int
    package let firstAt: Timestamp
    package let lastAt: Timestamp

    /// The one contacted about most often, then most recently; nil when there is none.
    package init?(_ summary: ContactSummary, today: Day) {
        let isKnown = { (interaction: InteractionDigest) in
            (0...Self.days).contains(today.days(since: interaction.at.day))
        }
        let open = (summary.recent.list.items + summary.open.list.items).lazy.filter {
            $0.status == .open && isKnown($0)
        }
        let subjects = Set(open.compactMap { ContactSubject($0)?.folded })
        guard !subjects.isEmpty else { return nil }
        let known = Set(summary.recent.list.items).union(summary.open.list.items).filter(isKnown)
        let inbound = known.filter { $0.direction == .inbound }
        let problems = Dictionary(grouping: inbound) { ContactSubject($0)?.folded }.compactMap { subject, contacts in
            subject.flatMap { subjects.contains($0) ? RepeatedProblem(contacts) : nil }
        }
        let worst = problems.max {
            ($0.contacts, $0.lastAt, $0.subject) < ($1.contacts, $1.lastAt, $1.subject)
        }
        guard let worst else { return nil }
        self = worst
    }

    /// Of contacts about one subject, which is called as it was called last.
    private init?(_ contacts: [InteractionDigest]) {
        guard contacts.count > 1, let first = contacts.map(\.at).min(), let last = contacts.map(\.at).max(),
            let subject = contacts.filter({ $0.at == last }).compactMap({ ContactSubject($0)?.words }).max()
        else { return nil }
        self.subject = subject
        self.contacts = contacts.count
        firstAt = first
        lastAt = last
    }

    var sentence: String {
        let days = max(1, lastAt.day.days(since: firstAt.day))
        return "\(Wording.ordinal(contacts)) contact about \(subject) in \(Wording.count(days, "day")), still open"
    }
}

extension ContactSummary {
    /// Whether a contact that has just come is one more about a problem that is open. The summary counts it.
    func recurs(with record: SourceRecord, on today: Day) -> Bool {
        guard case .interaction(let interaction) = record.body, interaction.direction == .inbound,
            let subject = ContactSubject(InteractionDigest(interaction, key: record.key))?.folded
        else { return false }
        let known = Set(recent.list.items).union(open.list.items).filter { digest in
            (0...RepeatedProblem.days).contains(today.days(since: digest.at.day))
                && ContactSubject(digest)?.folded == subject
        }
        return known.contains { $0.status == .open } && known.count { $0.direction == .inbound } > 1
    }
}

/// A last rating by an unhappy customer: CSAT of 2 or less of 5, NPS of 6 or less of 10 (a detractor).
///
/// Effort is left out, because companies do not agree on which end of its scale is the good one. After a year a rating
/// says little about today.
package struct UnhappyRating: Hashable, Sendable {
    package let value: Int
    package let scale: Int
    package let at: Timestamp

    package init?(_ summary: ContactSummary, today: Day) {
        let csat = summary.ratings.csat.recent.latest.map { (rating: $0, limit: 2, scale: 5) }
        let nps = summary.ratings.nps.recent.latest.map { (rating: $0, limit: 6, scale: 10) }
        let last = [csat, nps].compactMap(\.self).max { $0.rating.at < $1.rating.at }
        guard let last, last.rating.value <= last.limit else { return nil }
        guard today.days(since: last.rating.at.day) <= 365 else { return nil }
        value = last.rating.value
        scale = last.scale
        at = last.rating.at
    }

    var sentence: String { "Last rating \(value) of \(scale) on \(Wording.date(at.day))" }
}

/// What deserves attention about a customer, besides the tier.
package struct Attention: Hashable, Sendable {
    package let promise: FailedPromise?
    package let problem: RepeatedProblem?
    package let rating: UnhappyRating?
    package let lateOrder: LateOrder?
    /// A cart worth at least the customer's average order in its currency; any priced one while there is none.
    package let valuableCart: CartView?

    package init(_ summary: ProfileSummary, promises: PromisesView?, cart: CartView?, today: Day) {
        promise = promises.flatMap { FailedPromise($0, today: today) }
        problem = RepeatedProblem(summary.contact, today: today)
        rating = UnhappyRating(summary.contact, today: today)
        lateOrder = LateOrder(summary.purchases.open.list.items, today: today)
        valuableCart = cart.flatMap { Self.isValuable($0, summary.purchases) ? $0 : nil }
    }

    private static func isValuable(_ cart: CartView, _ purchases: PurchaseSummary) -> Bool {
        guard let value = cart.value, let currency = cart.currency, value > 0 else { return false }
        guard let average = purchases.currencies.tallies[currency]?.averageOrder else { return true }
        return value >= average
    }
}
