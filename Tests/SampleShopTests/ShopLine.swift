/// What the tests read of a line, by Foundation and so without the code that wrote it.
struct ShopLine: Decodable, Sendable {
    let kind: String
    let source: String
    let id: String
    let updatedAt: String
    let customer: [String: String]?

    let familyName: String?
    let emails: [String]?
    let phones: [String]?
    let birthday: String?
    let identifiers: [String: String]?

    let placedAt: String?
    let status: String?
    let currency: String?
    let total: String?
    let refunded: String?
    let expectedDelivery: String?

    let occurredAt: String?
    let type: String?
    let channel: String?
    let orderID: String?

    enum CodingKeys: String, CodingKey {
        case kind, source, id, customer, emails, phones, birthday, identifiers, status, currency, total, refunded,
            channel, type
        case updatedAt = "updated_at"
        case familyName = "family_name"
        case placedAt = "placed_at"
        case expectedDelivery = "expected_delivery"
        case occurredAt = "occurred_at"
        case orderID = "order_id"
    }
}
