extension ProductSignal {
    /// Nil for an activity that shows no interest in a certain product.
    init?(_ activity: ActivityRecord, key: FactKey) {
        guard let sku = activity.sku, let kind = Kind(activityType: activity.type) else { return nil }
        self.init(
            source: key.source, id: key.id, at: activity.occurredAt, kind: kind, sku: sku, name: activity.name,
            quantity: activity.quantity ?? .one, price: activity.price, currency: activity.currency)
    }
}

extension ProductSignal.Kind {
    init?(activityType: String) {
        switch activityType {
        case "product_viewed": self = .view
        case "search": self = .search
        case "wishlist_added": self = .wish
        case "product_added": self = .cart
        case "product_removed": self = .uncart
        default: return nil
        }
    }
}
