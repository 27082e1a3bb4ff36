import ProfileCore

/// Where members may stand in a record, and what each is: what a mapping can fill.
indirect enum MemberShape: Sendable {
    case cell(CellForm)
    case object([String: MemberShape])
    /// An object with whatever names.
    case names(MemberShape)
    case list(MemberShape)

    static func record(_ kind: RecordKind) -> [String: MemberShape] {
        let own: [String: MemberShape] =
            switch kind {
            case .customer: customer
            case .order: order
            case .interaction: interaction
            case .activity: activity
            }
        return own.merging(["id": .cell(.id), "updated_at": .cell(.time)]) { own, _ in own }
    }

    private static let person: MemberShape = .object(["id": .cell(.text), "name": .cell(.text)])
    private static let address: MemberShape = .object([
        "street": .cell(.text), "postal_code": .cell(.text), "city": .cell(.text), "region": .cell(.text),
        "country": .cell(.text),
    ])
    private static let identifiers: MemberShape = .names(.list(.cell(.text)))

    private static let customer: [String: MemberShape] = [
        "given_name": .cell(.text), "family_name": .cell(.text), "full_name": .cell(.text),
        "salutation": .cell(.text), "emails": .list(.cell(.text)), "phones": .list(.cell(.text)),
        "birthday": .cell(.birthday), "gender": .cell(.text), "language": .cell(.text), "time_zone": .cell(.text),
        "address": address,
        "preferred_channel": .cell(.text),
        "preferred_time": .object([
            "days": .list(.cell(.text)), "from": .cell(.text), "to": .cell(.text),
        ]),
        "owner": person, "loyalty": .object(["tier": .cell(.text), "points": .cell(.integer)]),
        "tags": .list(.cell(.text)),
        "consents": .list(
            .object([
                "purpose": .cell(.text), "channel": .cell(.text), "status": .cell(.text), "at": .cell(.time),
            ])),
        "identifiers": identifiers, "traits": .names(.cell(.trait)), "created_at": .cell(.time),
    ]

    private static let order: [String: MemberShape] = [
        "customer": identifiers, "placed_at": .cell(.time), "status": .cell(.text), "currency": .cell(.text),
        "total": .cell(.decimal), "refunded": .cell(.decimal),
        "lines": .list(
            .object([
                "sku": .cell(.text), "name": .cell(.text), "category": .cell(.text), "quantity": .cell(.decimal),
                "unit_price": .cell(.decimal),
            ])),
        "channel": .cell(.text), "expected_delivery": .cell(.day), "tracking_url": .cell(.text),
        "customer_details": .object([
            "given_name": .cell(.text), "family_name": .cell(.text), "full_name": .cell(.text),
            "salutation": .cell(.text), "birthday": .cell(.birthday), "address": address,
        ]),
    ]

    private static let interaction: [String: MemberShape] = [
        "customer": identifiers, "occurred_at": .cell(.time), "channel": .cell(.text), "direction": .cell(.text),
        "topic": .cell(.text), "status": .cell(.text), "agent": person, "wait_seconds": .cell(.integer),
        "duration_seconds": .cell(.integer), "csat": .cell(.integer), "nps": .cell(.integer),
        "effort": .cell(.integer), "sentiment": .cell(.number), "summary": .cell(.text), "order_id": .cell(.text),
    ]

    private static let activity: [String: MemberShape] = [
        "customer": identifiers, "occurred_at": .cell(.time), "type": .cell(.text), "sku": .cell(.text),
        "name": .cell(.text), "category": .cell(.text), "price": .cell(.decimal), "currency": .cell(.text),
        "quantity": .cell(.decimal), "query": .cell(.text), "url": .cell(.text),
    ]
}

/// What the text of a cell becomes.
enum CellForm: Hashable, Sendable {
    case text, time, day, birthday, integer
    /// What tells one record from others.
    case id
    /// Money, a price or a quantity: exact, written as a string.
    case decimal
    /// A measured number, written as one.
    case number
    /// Text, or what the mapping says.
    case trait
}
