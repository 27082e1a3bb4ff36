/// One sign of interest in a product.
package struct ProductSignal: Recorded {
    package enum Kind: UInt8, CaseIterable, Hashable, Sendable {
        case view = 1
        case search
        case wish
        case cart
        case uncart
    }

    package let source: String
    package let id: String
    package let at: Timestamp
    package let kind: Kind
    package let sku: String
    package let name: String?
    package let quantity: Quantity
    package let price: UnitPrice?
    package let currency: Currency?

    package init(
        source: String, id: String, at: Timestamp, kind: Kind, sku: String, name: String?, quantity: Quantity,
        price: UnitPrice?, currency: Currency?
    ) {
        self.source = source
        self.id = id
        self.at = at
        self.kind = kind
        self.sku = sku
        self.name = name
        self.quantity = quantity
        self.price = price
        self.currency = currency
    }
}
