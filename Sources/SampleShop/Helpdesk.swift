import ProfileCore

/// The contacts of a person: about orders, sometimes again and again about the same one, and about anything else.
struct Helpdesk {
    let clock: ShopClock
    let seed: UInt64

    func records(of shopper: Shopper, orders: [Order]) -> [ShopRecord] {
        var die = Die(seed: seed, index: shopper.index, purpose: Purpose.contacts)
        var tickets: [Ticket] = []
        for order in orders { tickets += self.tickets(about: order, of: shopper, &die) }
        for _ in 0..<shopper.segment.idleContacts(&die) { tickets.append(idleTicket(of: shopper, &die)) }
        return tickets.enumerated().compactMap { number, ticket in
            record("t-\(shopper.index * 256 + number)", ticket, shopper, &die)
        }
    }

    // MARK: Occasions

    private func tickets(about order: Order, of shopper: Shopper, _ die: inout Die) -> [Ticket] {
        let wentWrong = order.isLate ? die.chance(75) : die.chance(7)
        guard wentWrong || die.chance(22) else { return [] }
        let topic = order.isLate || die.chance(45) ? Topic.delivery : die.pick(Topic.afterSales)
        let contacts = wentWrong ? die.roll(2...4) : 1
        let isUnsolved = wentWrong && clock.daysAgo(order.placedAt) < 25
        var moment = clock.later(than: order.placedAt, bySeconds: die.roll(1...8) * 86_400 + die.roll(0...36_000))
        return (1...contacts).map { number in
            let ticket = Ticket(
                at: moment, topic: topic, orderID: order.id, isOpen: isUnsolved && number == contacts,
                isAngry: number > 1, comesAgain: number < contacts)
            moment = clock.later(than: moment, bySeconds: die.roll(20_000...180_000))
            return ticket
        }
    }

    private func idleTicket(of shopper: Shopper, _ die: inout Die) -> Ticket {
        let daysAgo = min(shopper.customerSince, die.roll(0...730))
        let moment = clock.moment(daysAgo: daysAgo, second: shopper.habit.second(&die), in: shopper.country)
        return Ticket(
            at: moment, topic: die.pick(Topic.idle), orderID: nil, isOpen: daysAgo < 4 && die.chance(40), isAngry: false
        )
    }

    // MARK: Record

    func record(_ id: String, _ ticket: Ticket, _ shopper: Shopper, _ die: inout Die) -> ShopRecord? {
        let channel = ticket.channel ?? shopper.habit.nextChannel(&die)
        guard let customer = caller(shopper, on: channel, &die) else { return nil }
        let isInbound = ticket.isAngry || die.chance(92)
        let lasts = die.roll(90...1500)
        var record = ShopRecord(
            "interaction", source: "helpdesk", id: id, customer: customer,
            updatedAt: clock.later(than: ticket.at, bySeconds: lasts),
            [
                "occurred_at": .moment(ticket.at), "channel": .text(channel),
                "direction": isInbound ? die.maybe(50, "inbound") : "outbound", "topic": .text(ticket.topic.name),
                "status": ticket.isOpen ? "open" : "resolved",
                "agent": die.maybe(96, agent(shopper, ticket, &die).node),
                "wait_seconds": ["phone", "chat"].contains(channel) ? .integer(die.roll(5...600)) : nil,
                "duration_seconds": ["phone", "chat", "store"].contains(channel) ? .integer(lasts) : nil,
                "summary": die.maybe(70, .text(die.pick(ticket.topic.notes))), "order_id": .maybe(ticket.orderID),
            ])
        if isInbound, !ticket.isOpen { record.members += ratings(isAngry: ticket.isAngry, &die) }
        return record
    }

    /// As the channel knows people: a call by its number, a chat by the mail address typed into it.
    private func caller(_ shopper: Shopper, on channel: String, _ die: inout Die) -> Node? {
        let called = ["phone", "whatsapp", "sms"].contains(channel)
        if called, let phone = shopper.phone, die.chance(85) { return .object(["phone": .text(phone.logged(&die))]) }
        if let email = shopper.email, die.chance(80) { return .object(["email": .text(email)]) }
        if let crmID = shopper.crmID { return .object(["crm": .text(crmID)]) }
        return shopper.handle(&die)
    }

    /// Half of the time the same agent, whom the customer knows by then. Those who have the skill solve most at once.
    private func agent(_ shopper: Shopper, _ ticket: Ticket, _ die: inout Die) -> Staff {
        let agent = die.chance(50) ? Staff.agents[shopper.index % Staff.agents.count] : die.pick(Staff.agents)
        let failed = ticket.comesAgain && shopper.index % 3 > 0 && agent.skills.contains(ticket.topic.name)
        guard failed else { return agent }
        let others = Staff.agents.filter { !$0.skills.contains(ticket.topic.name) }
        return others.isEmpty ? agent : others[shopper.index % others.count]
    }

    private func ratings(isAngry: Bool, _ die: inout Die) -> [(name: String, value: Node)] {
        let csat = isAngry ? die.roll(1...3) : die.pick([3, 4, 4, 5, 5, 5])
        let nps = isAngry ? die.roll(0...6) : die.roll(5...10)
        let sentiment = isAngry ? die.roll(-95...(-10)) : die.roll(-30...90)
        return Node.present([
            "csat": die.maybe(35, .integer(csat)), "nps": die.maybe(10, .integer(nps)),
            "effort": die.maybe(8, .integer(isAngry ? die.roll(4...7) : die.roll(1...4))),
            "sentiment": die.maybe(30, .hundredths(sentiment)),
        ])
    }
}

/// The occasion of one contact.
struct Ticket {
    let at: Timestamp
    let topic: Topic
    let orderID: String?
    let isOpen: Bool
    let isAngry: Bool
    /// Whether the customer has to ask again.
    var comesAgain = false
    /// Nil for any channel that the customer uses.
    var channel: String?
}

/// What a contact was about, and what an agent would note down.
struct Topic: Sendable {
    let name: String
    let notes: [String]

    static let delivery = Topic(
        name: "delivery",
        notes: [
            "Asks where the parcel is.", "Tracking has not moved for days.", "Wants delivery to a pick-up point.",
            "Parcel left with a neighbour nobody knows.",
        ])
    static let afterSales = [
        Topic(name: "return", notes: ["Wrong size, wants to send it back.", "Return label does not open."]),
        Topic(name: "refund", notes: ["Refund not yet on the account.", "Asks when the money comes."]),
        Topic(name: "warranty", notes: ["Zip broke after one season.", "Seam opened, sends photos."]),
        Topic(
            name: "invoice", notes: ["Needs an invoice with the company's address.", "Invoice shows the wrong VAT."]),
        Topic(name: "complaint", notes: ["Unhappy with the packaging.", "Colour differs from the picture."]),
    ]
    static let idle = [
        Topic(
            name: "product advice",
            notes: ["Which size for 1.78 m?", "Is the tent good for winter?", "Boot for wide feet?"]),
        Topic(name: "stock", notes: ["When is the blue one back?", "Available in the store in town?"]),
        Topic(name: "account", notes: ["Cannot log in.", "Changed the address.", "Wants another mail address."]),
        Topic(name: "loyalty", notes: ["Points of the last order missing.", "How to reach the next tier?"]),
        Topic(name: "gift card", notes: ["Code is not accepted.", "Wants to give one as a present."]),
        Topic(name: "payment", notes: ["Card was declined.", "Asks to pay by invoice."]),
    ]
}

/// The people who answer customers.
struct Staff: Sendable {
    let id: String
    let name: String
    let languages: [String]
    let skills: [String]

    var node: Node { .object(["id": .text(id), "name": .text(name)]) }

    static let agents: [Staff] = [
        "Mira Holt", "Jonas Berg", "Aylin Kara", "Tomás Vidal", "Nora Feld", "Piotr Lis", "Hanna Ström", "Owen Reid",
        "Chloé Marchand", "Bence Varga", "Linh Đào", "Sara Conti", "Emil Lund", "Greta Haas", "Ravi Nair",
    ].enumerated().map { place, name in
        Staff(
            id: "a\(place + 1)", name: name, languages: tongues[place % tongues.count],
            skills: subjects[place % subjects.count])
    }

    private static let tongues = [["en", "de"], ["en", "sv"], ["en", "fr"], ["en"]]
    private static let subjects = [
        ["delivery", "invoice"], ["return", "refund"], ["warranty", "product advice"], ["account", "payment"],
        ["stock", "loyalty", "gift card"],
    ]

    /// Those who also look after customers by name.
    static let owners = Array(agents.prefix(5))
}
