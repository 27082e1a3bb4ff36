/// What the profile shows of one order.
package struct OrderDigest: Recorded {
    package let source: String
    package let id: String
    package let placedAt: Timestamp
    package let status: OrderRecord.Status
    /// Nil when nobody stated an amount.
    package let total: MinorUnits?
    package let currency: Currency
    package let items: Quantity
    package let expectedDelivery: Day?
    package let trackingURL: String?
    package let customerDetails: CustomerDetails?
    /// The SKUs of what the customer waits for; none once it arrived.
    package let goods: [String]

    /// The first derivation whose digests list goods.
    package static let listsGoodsSince = 5
    /// How many are listed.
    package static let goodsLimit = 20

    package var at: Timestamp { placedAt }

    package init(
        source: String, id: String, placedAt: Timestamp, status: OrderRecord.Status, total: MinorUnits?,
        currency: Currency, items: Quantity, expectedDelivery: Day?, trackingURL: String?,
        customerDetails: CustomerDetails? = nil, goods: [String] = []
    ) {
        self.source = source
        self.id = id
        self.placedAt = placedAt
        self.status = status
        self.total = total
        self.currency = currency
        self.items = items
        self.expectedDelivery = expectedDelivery
        self.trackingURL = trackingURL
        self.customerDetails = customerDetails
        self.goods = goods
    }
}

extension OrderDigest: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(
            total != nil, expectedDelivery != nil, trackingURL != nil, customerDetails != nil, !goods.isEmpty)
        writer.word(source)
        writer.string(id)
        writer.moment(placedAt)
        writer.code(status, among: OrderRecord.Status.list.cases)
        if let total { writer.integer(total) }
        currency.write(to: &writer)
        items.write(to: &writer)
        expectedDelivery?.write(to: &writer)
        if let trackingURL { writer.string(trackingURL) }
        customerDetails?.write(to: &writer)
        if !goods.isEmpty { writer.sized { $0.strings(goods) } }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            source: try reader.word(), id: try reader.string(), placedAt: try reader.moment(),
            status: try reader.code(among: OrderRecord.Status.list.cases, "order status"),
            total: presence.next() ? try reader.integer() : nil, currency: try Currency(from: &reader),
            items: try Quantity(from: &reader),
            expectedDelivery: presence.next() ? try Day(from: &reader) : nil,
            trackingURL: presence.next() ? try reader.string() : nil,
            customerDetails: presence.next() ? try CustomerDetails(from: &reader) : nil,
            goods: presence.next()
                ? try reader.sized { reader throws(DecodingFailure) in try reader.strings() } : [])
        try reader.pass(presence)
    }
}

/// What an order that was not cancelled means for the sums.
struct OrderEntry: Sendable {
    let placedAt: Timestamp
    let isCreditNote: Bool
    let amounts: OrderAmounts

    init(_ order: OrderRecord, _ amounts: OrderAmounts) {
        placedAt = order.placedAt
        isCreditNote = order.isCreditNote
        self.amounts = amounts
    }
}
