/// The latest orders that are on their way to the customer: open, paid or shipped.
package enum OpenOrders: ListPlace {
    package static let field: UInt64 = 5
    package static let capacity = 50

    package static func item(of event: CountedOrder) -> OrderDigest? {
        event.record.isUnderway ? event.digest : nil
    }
}

/// The latest orders of every status, credit notes too.
package enum RecentOrders: ListPlace {
    package static let field: UInt64 = 6
    package static let capacity = 10

    package static func item(of event: CountedOrder) -> OrderDigest? { event.digest }
}

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

extension OrderDigest {
    init(_ order: OrderRecord, amounts: OrderAmounts, key: FactKey) {
        let lines = order.isCreditNote ? order.movingLines : order.lines
        self.init(
            source: key.source, id: key.id, placedAt: order.placedAt, status: order.status,
            total: order.total ?? (amounts.isStated ? amounts.net : nil), currency: order.currency,
            items: Quantity(thousandths: lines.reduce(0) { $0 &+ $1.quantity.thousandths }),
            expectedDelivery: order.expectedDelivery, trackingURL: order.trackingURL,
            customerDetails: order.customerDetails, goods: order.goods)
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
