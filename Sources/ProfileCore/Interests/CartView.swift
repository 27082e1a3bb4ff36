/// What lies in the cart: products added minus removed since each was last bought and kept.
package struct CartView: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package let sku: String
        package let name: String?
        package let quantity: Quantity
        /// Of one unit, as last stated.
        package let price: UnitPrice?
        package let currency: Currency
        fileprivate let changedAt: Timestamp
    }

    /// Last changed first.
    package let items: [Item]
    /// Nil when a price is missing, the items have several currencies, or they come to more than amounts may be.
    package let value: MinorUnits?
    /// The items' one currency; nil when they have several.
    package let currency: Currency?
    package let updatedAt: Timestamp

    /// Of signals that are additions and removals. Nil when the cart is empty. A price without a currency is in
    /// `defaultCurrency`.
    init?(_ signals: [ProductSignal], bought: SortedMap<String, ProductTally>, defaultCurrency: Currency) {
        let relevant = signals.filter { signal in bought[signal.sku]?.keptAt.map { signal.at > $0 } ?? true }
        let items = Dictionary(grouping: relevant, by: \.sku)
            .compactMap { Item($0.key, signals: $0.value, defaultCurrency: defaultCurrency) }
            .sorted { ($1.changedAt, $0.sku) < ($0.changedAt, $1.sku) }
        guard !items.isEmpty, let updatedAt = relevant.map(\.at).max() else { return nil }
        let currencies = Set(items.map(\.currency))
        self.items = items
        self.updatedAt = updatedAt
        currency = currencies.count == 1 ? currencies.first : nil
        value = currency == nil ? nil : Self.value(of: items)
    }

    /// Nil for more than an order may come to: a greater cart is a slip of who stated it.
    private static func value(of items: [Item]) -> MinorUnits? {
        var parts: Int128 = 0
        for item in items {
            guard let price = item.price else { return nil }
            parts += Int128(price.parts) * Int128(item.quantity.thousandths)
        }
        let value = parts.dividedRoundingHalfAway(by: Int128(UnitPrice.partsPerMinorUnit) * 1000)
        return value.magnitude <= MinorUnits.greatestAmount.magnitude ? MinorUnits(value) : nil
    }
}

extension CartView.Item {
    fileprivate init?(_ sku: String, signals: [ProductSignal], defaultCurrency: Currency) {
        let signals = signals.sorted { $0.isLater(than: $1) }
        // More taken out than was seen going in means that the additions are too old to be known: the cart held none.
        let quantity = signals.reversed().reduce(into: Quantity.zero) { quantity, signal in
            if signal.kind == .cart { quantity += signal.quantity } else { quantity -= signal.quantity }
            quantity = max(.zero, quantity)
        }
        guard quantity > .zero, let latest = signals.first else { return nil }
        let priced = signals.first { $0.price != nil }
        self.sku = sku
        self.quantity = quantity
        name = signals.lazy.compactMap(\.name).first
        price = priced?.price
        currency = priced?.currency ?? signals.lazy.compactMap(\.currency).first ?? defaultCurrency
        changedAt = latest.at
    }
}

extension ProductSignal {
    /// A removal comes after what was added at the same moment: systems that stamp whole seconds write both at once.
    fileprivate func isLater(than other: ProductSignal) -> Bool {
        let (isRemoval, otherIsRemoval) = (kind == .uncart, other.kind == .uncart)
        if at == other.at, isRemoval != otherIsRemoval { return isRemoval }
        return isListedBefore(other)
    }
}
