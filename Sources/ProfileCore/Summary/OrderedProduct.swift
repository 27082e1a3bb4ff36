/// All of one product in one order.
struct OrderedProduct: Hashable, Sendable {
    let sku: String
    var quantity: Quantity
    var name: String?
    var category: String?
}

extension OrderRecord {
    /// Whether the customer still waits for it.
    var isUnderway: Bool {
        switch status {
        case .open, .paid, .shipped: true
        case .delivered, .cancelled, .returned: false
        }
    }

    /// Each SKU once; lines without one belong to no product.
    var products: some Sequence<OrderedProduct> {
        var result = SortedMap<String, OrderedProduct>()
        for line in lines {
            guard let sku = line.sku else { continue }
            result.change(sku, from: OrderedProduct(sku: sku, quantity: .zero)) { product in
                product.quantity += line.quantity
                product.name = line.name ?? product.name
                product.category = line.category ?? product.category
            }
        }
        return result.values
    }
}
