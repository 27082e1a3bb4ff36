import ProfileCore

/// What agents promise when a contact is not settled at once, and what becomes of it.
struct Promises {
    let clock: ShopClock
    let seed: UInt64

    func records(of shopper: Shopper, after contacts: [ShopRecord]) -> [ShopRecord] {
        var die = Die(seed: seed, index: shopper.index, purpose: Purpose.promises)
        return contacts.compactMap { die.chance(22) ? record(after: $0, &die) : nil }
    }

    private func record(after contact: ShopRecord, _ die: inout Die) -> ShopRecord? {
        let days = die.roll(1...5)
        let dueOn = contact.updatedAt.day.advanced(by: days)
        let status = status(dueOn, &die)
        let most = days * 86_400
        let seconds = status == "broken" ? most : die.roll(3_600...most)
        let settledAt = status == "open" ? nil : clock.later(than: contact.updatedAt, bySeconds: seconds)
        return record(
            after: contact, die.pick(Self.texts(about: contact["topic"])), status, dueOn: dueOn, settledAt: settledAt)
    }

    /// What is due has an end, but for a few that nobody gave a word of.
    private func status(_ dueOn: Day, _ die: inout Die) -> String {
        guard dueOn < clock.today else { return die.chance(40) ? "kept" : "open" }
        let isRecent = clock.today.days(since: dueOn) < 30
        switch die.roll(1...100) {
        case ...78: return "kept"
        case ...92: return "broken"
        case ...96: return "withdrawn"
        default: return isRecent ? "open" : "kept"
        }
    }

    /// Made at the end of a contact, to its customer and by its agent.
    func record(
        after contact: ShopRecord, _ text: String, _ status: String, dueOn: Day, settledAt: Timestamp?
    ) -> ShopRecord {
        var record = ShopRecord(
            "promise", source: contact.source, id: "p-\(contact.id)", customer: contact.customer,
            updatedAt: settledAt ?? contact.updatedAt,
            [
                "promised_at": .moment(contact.updatedAt), "text": .text(text), "status": .text(status),
                "due_on": .day(dueOn), "settled_at": settledAt.map(Node.moment), "interaction_id": .text(contact.id),
            ])
        record.members += contact.members.filter { ["agent", "topic", "order_id"].contains($0.name) }
        return record
    }

    private static func texts(about topic: Node?) -> [String] {
        guard case .text(let name)? = topic else { return answers }
        return byTopic[name] ?? answers
    }

    private static let answers = ["Call back with an answer", "Mail the answer", "Ask the workshop and call back"]
    private static let byTopic = [
        "delivery": ["Call back when the carrier has answered", "Send a replacement if the parcel does not turn up"],
        "return": ["Send a new return label", "Have the parcel picked up"],
        "refund": ["Money back on the account", "Mail when the refund is on its way"],
        "warranty": ["Send the part free of charge", "Call back with what the workshop says"],
        "invoice": ["Mail the corrected invoice"],
        "stock": ["Mail when it is back", "Put one aside and call"],
        "loyalty": ["Book the missing points"],
    ]
}

extension ShopRecord {
    /// The value of a member.
    fileprivate subscript(name: String) -> Node? { members.first { $0.name == name }?.value }
}
