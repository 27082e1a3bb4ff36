/// The outcome of one person since the arm was drawn.
package struct InvitationCase: Hashable, Sendable {
    /// Orders count from the assignment to the end of so many days after its day.
    package static let windowDays = 7

    let at: Timestamp
    let arm: InvitationArm
    let features: VisitFeatures
    let purchases: DayPurchases
    /// Whether they began a chat.
    let chatted: Bool

    /// Of somebody who has no profile, and therefore neither ordered nor chatted.
    init(_ assignment: Assignment) {
        self.init(assignment, purchases: DayPurchases(), chatted: false)
    }

    init(_ assignment: Assignment, _ summary: ProfileSummary) {
        let first = assignment.at.day
        let last = first.advanced(by: Self.windowDays)
        self.init(
            assignment,
            purchases: DayPurchases(summary.purchases, from: first, through: last).without(assignment.earlier),
            chatted: summary.contact.channels.hasChat(from: assignment.at, through: last))
    }

    private init(_ assignment: Assignment, purchases: DayPurchases, chatted: Bool) {
        at = assignment.at
        arm = assignment.arm
        features = assignment.features
        self.purchases = purchases
        self.chatted = chatted
    }

    var hasOrdered: Bool { purchases.orders > 0 }

    func isRunning(on day: Day) -> Bool { day.days(since: at.day) <= Self.windowDays }
}

extension ContactChannels {
    private static let quartersPerDay: Int32 = 96

    /// Chats are known by the quarter hour, so one in the quarter hour of `first` counts.
    fileprivate func hasChat(from first: Timestamp, through last: Day) -> Bool {
        let begin = BucketCounts.quarter(of: first)
        return inboundMoments["chat"]?.counts.contains { count in
            count.bucket >= begin && count.bucket.flooredQuotient(by: Self.quartersPerDay) <= last.number
        } ?? false
    }
}

/// All people with an arm, or a sample of `capacity` drawn by lot.
package struct InvitationCases: Sendable {
    package static let standardCapacity = 100_000

    private enum Person: Hashable {
        case profile(ProfileID)
        case visitor(Identifier)

        var lot: Lot {
            switch self {
            case .profile(let id): Lot(id)
            case .visitor(let identifier): Lot(of: identifier)
            }
        }
    }

    private let capacity: Int
    /// One in 2^`halvings` is drawn.
    private var halvings = 0
    private var people: [Person: InvitationCase] = [:]

    package init(capacity: Int = standardCapacity) {
        self.capacity = capacity
    }

    /// Of several assignments of one person the earliest counts. `state` is the profile that the identifier leads to.
    package mutating func add(_ identifier: Identifier, _ assignment: Assignment, _ state: ProfileState?) {
        let person = state.map { Person.profile($0.id) } ?? .visitor(identifier)
        guard person.lot.bits.trailingZeroBitCount >= halvings else { return }
        if let known = people[person], known.at <= assignment.at { return }
        people[person] = state.map { InvitationCase(assignment, $0.summary) } ?? InvitationCase(assignment)
        while people.count > capacity { halve() }
    }

    private mutating func halve() {
        halvings += 1
        people = people.filter { $0.key.lot.bits.trailingZeroBitCount >= halvings }
    }

    /// In an order that depends on nothing else.
    var all: [InvitationCase] {
        people.sorted { ($0.value.at, $0.key.lot.bits) < ($1.value.at, $1.key.lot.bits) }.map(\.value)
    }
}

extension Lot {
    fileprivate init(of identifier: Identifier) {
        self.init(identifier.lastingHash)
    }
}

extension UpliftCases {
    /// Whether an order followed, with the features of the visit as inputs.
    init(_ cases: [InvitationCase]) {
        self.init(width: VisitFeature.allCases.count)
        for person in cases {
            add(
                person.features.inputs, isTreated: person.arm == .invited, outcome: person.hasOrdered,
                rule: VisitRule.uplift(person.features))
        }
    }
}
