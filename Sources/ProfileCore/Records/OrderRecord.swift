package struct OrderRecord: Hashable, Sendable {
    package enum Status: String, CaseIterable, Hashable, Sendable {
        case open, paid, shipped, delivered, cancelled, returned
    }

    package struct Line: Hashable, Sendable {
        package var sku: String?
        package var name: String?
        package var category: String?
        /// Negative for goods that came back.
        package var quantity: Quantity
        package var unitPrice: UnitPrice?

        package init(sku: String?, name: String?, category: String?, quantity: Quantity, unitPrice: UnitPrice?) {
            self.sku = sku
            self.name = name
            self.category = category
            self.quantity = quantity
            self.unitPrice = unitPrice
        }
    }

    package var placedAt: Timestamp
    package var status: Status
    package var currency: Currency
    /// As the source states it; nil when only the lines tell.
    package var total: MinorUnits?
    package var refunded: MinorUnits?
    package var lines: [Line]
    package var channel: String?
    package var expectedDelivery: Day?
    package var trackingURL: String?
    /// Who placed it, often a guest whom no customer record describes.
    package var customerDetails: CustomerDetails?

    package init(
        placedAt: Timestamp, status: Status, currency: Currency, total: MinorUnits? = nil,
        refunded: MinorUnits? = nil, lines: [Line] = [], channel: String? = nil, expectedDelivery: Day? = nil,
        trackingURL: String? = nil, customerDetails: CustomerDetails? = nil
    ) {
        self.placedAt = placedAt
        self.status = status
        self.currency = currency
        self.total = total
        self.refunded = refunded
        self.lines = lines
        self.channel = channel
        self.expectedDelivery = expectedDelivery
        self.trackingURL = trackingURL
        self.customerDetails = customerDetails
    }
}
