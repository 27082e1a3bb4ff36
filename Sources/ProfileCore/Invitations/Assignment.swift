/// Who is invited to a chat, and who is held out to see what invitations do.
package enum InvitationArm: UInt8, CaseIterable, Sendable {
    case invited = 1
    case heldOut = 2

    /// One in so many is held out.
    package static let heldOutOneIn: UInt64 = 20

    /// `bits` are drawn evenly: five in a hundred are held out.
    package init(drawing bits: UInt64) {
        self = bits <= UInt64.max / Self.heldOutOneIn ? .heldOut : .invited
    }

    package var word: String {
        switch self {
        case .invited: "invited"
        case .heldOut: "held_out"
        }
    }

    package init?(word: String) {
        guard let arm = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = arm
    }
}

/// The arm of an identifier, drawn once when somebody would first have been invited by it, and the invitations since.
///
/// It belongs to the identifier and to no profile. So two people who merge bring theirs along, of which the earlier
/// counts, and take them back when they are unmerged, without anything being written.
package struct Assignment: Hashable, Sendable {
    /// Outcomes of an arm count for so many days, and an arm without any change is kept for as many. Drawing again for
    /// the same identifier gives the same arm.
    package static let countedDays = 400

    package let arm: InvitationArm
    package let at: Timestamp
    /// What was known of the visit then.
    package let features: VisitFeatures
    /// Purchases earlier on that day.
    package let earlier: DayPurchases
    /// The time of the last invitation, and the number of invitations on its UTC day.
    package private(set) var invitedAt: Timestamp?
    package private(set) var invitationsOfDay: Int
    package private(set) var declinedAt: Timestamp?
    /// Fields of later versions, carried on.
    private var unknownFields: [UInt8] = []

    package init(
        _ arm: InvitationArm, at moment: Timestamp, _ features: VisitFeatures = VisitFeatures(),
        earlier: DayPurchases = DayPurchases(), invitedAt: Timestamp? = nil, invitationsOfDay: Int = 0,
        declinedAt: Timestamp? = nil
    ) {
        self.arm = arm
        self.features = features
        self.earlier = earlier
        self.invitedAt = invitedAt
        self.invitationsOfDay = invitationsOfDay
        self.declinedAt = declinedAt
        at = moment
    }

    /// When anything of it last changed.
    package var changedAt: Timestamp { max(at, invitedAt ?? at, declinedAt ?? at) }

    package func isCounted(on day: Day) -> Bool { day.days(since: at.day) < Self.countedDays }

    /// The assignment that holds now. One older than `countedDays` starts again with the same arm, in both arms alike.
    func current(at now: Timestamp, _ features: VisitFeatures, earlier: DayPurchases) -> Assignment {
        guard !isCounted(on: now.day) else { return self }
        var next = Assignment(
            arm, at: now, features, earlier: earlier, invitedAt: invitedAt, invitationsOfDay: invitationsOfDay,
            declinedAt: declinedAt)
        next.unknownFields = unknownFields
        return next
    }

    func invitations(on day: Day) -> Int { invitedAt?.day == day ? invitationsOfDay : 0 }

    /// The same with one more invitation.
    func invited(at moment: Timestamp) -> Assignment {
        var next = self
        next.invitationsOfDay = invitations(on: moment.day) + 1
        next.invitedAt = moment
        return next
    }

    package func declined(at moment: Timestamp) -> Assignment {
        var next = self
        next.declinedAt = moment
        return next
    }
}

extension Assignment: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.field(1) {
            $0.byte(arm.rawValue)
            $0.moment(at)
            features.write(to: &$0)
        }
        writer.field(2, earlier, unless: DayPurchases())
        if let invitedAt {
            writer.field(3) {
                $0.moment(invitedAt)
                $0.integer(invitationsOfDay)
            }
        }
        if let declinedAt { writer.field(4) { $0.moment(declinedAt) } }
        writer.unknownFields(unknownFields)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var head: (arm: InvitationArm, at: Timestamp, features: VisitFeatures)?
        var earlier = DayPurchases()
        var invited: (at: Timestamp, count: Int)?
        var declinedAt: Timestamp?
        var unknown: [UInt8] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1:
                guard let arm = InvitationArm(rawValue: try reader.byte()) else { throw .invalid("arm") }
                head = (arm, try reader.moment(), try VisitFeatures(from: &reader))
            case 2: earlier = try DayPurchases(from: &reader)
            case 3: invited = (try reader.moment(), try reader.int())
            case 4: declinedAt = try reader.moment()
            default:
                unknown += try reader.pass(field)
                continue
            }
            try reader.end(field)
        }
        guard let head else { throw .truncated }
        self.init(
            head.arm, at: head.at, head.features, earlier: earlier, invitedAt: invited?.at,
            invitationsOfDay: invited?.count ?? 0, declinedAt: declinedAt)
        unknownFields = unknown
    }
}

/// The assignments of one person, by the identifiers that they were drawn by.
package struct PersonAssignments: Hashable, Sendable {
    package let all: [Identifier: Assignment]

    package init(_ all: [Identifier: Assignment]) {
        self.all = all
    }

    /// The assignment that holds on a day: the earliest of those that count then, else of all.
    package func holding(on day: Day) -> (key: Identifier, value: Assignment)? {
        let counted = all.filter { $0.value.isCounted(on: day) }
        return (counted.isEmpty ? all : counted).min { ($0.value.at, $0.key) < ($1.value.at, $1.key) }
    }

    /// The assignment with the latest invitation.
    package var lastInvited: (key: Identifier, value: Assignment)? {
        let invited = all.compactMap { entry in entry.value.invitedAt.map { (at: $0, entry: entry) } }
        return invited.max { ($0.at, $0.entry.key) < ($1.at, $1.entry.key) }?.entry
    }

    package func invitations(on day: Day) -> Int {
        all.values.reduce(0) { $0 + min($1.invitations(on: day), InvitationRules.mostPerDay) }
    }

    package var declinedAt: Timestamp? { all.values.compactMap(\.declinedAt).max() }
}

/// Orders of some days, and their net spend.
package struct DayPurchases: Hashable, Sendable {
    package private(set) var orders = 0
    package private(set) var nets = SortedMap<Currency, MinorUnits>()

    package init() {}

    package init(orders: Int, nets: [Currency: MinorUnits]) {
        self.orders = orders
        self.nets = SortedMap(nets)
    }

    package init(_ purchases: PurchaseSummary, from first: Day, through last: Day) {
        for entry in purchases.currencies.tallies {
            for day in entry.value.days where day.day >= first && day.day <= last {
                orders += day.orders
                nets.change(entry.key, from: 0) { $0 &+= day.net }
            }
        }
    }

    /// The purchases without earlier ones.
    func without(_ earlier: DayPurchases) -> DayPurchases {
        var left = self
        left.orders = max(0, orders - earlier.orders)
        for entry in earlier.nets { left.nets.change(entry.key, from: 0) { $0 &-= entry.value } }
        return left
    }
}

extension DayPurchases: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(orders)
        writer.count(nets.count)
        for entry in nets {
            entry.key.write(to: &writer)
            writer.integer(entry.value)
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        orders = try reader.int()
        for _ in 0..<(try reader.count()) {
            let currency = try Currency(from: &reader)
            nets[currency] = try reader.integer()
        }
    }
}
