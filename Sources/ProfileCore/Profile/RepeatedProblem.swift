/// An open problem that the customer has contacted the company about more than once in the last 30 days.
///
/// Contacts are about the same problem when they name the same order or, where they name none, the same topic.
package struct RepeatedProblem: Hashable, Sendable {
    private enum Subject: Hashable {
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
    }

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
        let subjects = Set(open.compactMap(Subject.init))
        guard !subjects.isEmpty else { return nil }
        let known = Set(summary.recent.list.items).union(summary.open.list.items).filter(isKnown)
        let inbound = known.filter { $0.direction == .inbound }
        let problems = Dictionary(grouping: inbound, by: Subject.init).compactMap { subject, contacts in
            subject.flatMap { subjects.contains($0) ? RepeatedProblem($0, contacts) : nil }
        }
        let worst = problems.max {
            ($0.contacts, $0.lastAt, $0.subject) < ($1.contacts, $1.lastAt, $1.subject)
        }
        guard let worst else { return nil }
        self = worst
    }

    private init?(_ subject: Subject, _ contacts: [InteractionDigest]) {
        guard contacts.count > 1, let first = contacts.map(\.at).min(), let last = contacts.map(\.at).max() else {
            return nil
        }
        self.subject = subject.words
        self.contacts = contacts.count
        firstAt = first
        lastAt = last
    }

    var sentence: String {
        let days = max(1, lastAt.day.days(since: firstAt.day))
        return "\(Wording.ordinal(contacts)) contact about \(subject) in \(Wording.count(days, "day")), still open"
    }
}
