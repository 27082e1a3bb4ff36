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

    package var at: Timestamp { placedAt }

    package init(
        source: String, id: String, placedAt: Timestamp, status: OrderRecord.Status, total: MinorUnits?,
        currency: Currency, items: Quantity, expectedDelivery: Day?, trackingURL: String?,
        customerDetails: CustomerDetails? = nil
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
    }
}
