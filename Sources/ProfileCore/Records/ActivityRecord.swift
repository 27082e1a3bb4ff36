/// Browsing, cart or wishlist behaviour.
package struct ActivityRecord: Hashable, Sendable {
    package var occurredAt: Timestamp
    /// `product_viewed`, `product_added`, … or the source's own word.
    package var type: String
    package var sku: String?
    package var name: String?
    package var category: String?
    package var price: UnitPrice?
    package var currency: Currency?
    package var quantity: Quantity?
    package var query: String?
    package var url: String?

    package init(occurredAt: Timestamp, type: String) {
        self.occurredAt = occurredAt
        self.type = type
    }
}
