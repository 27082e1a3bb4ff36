extension PurchaseSummary {
    mutating func add(_ order: OrderRecord, key: FactKey) {
        let amounts = OrderAmounts(order)
        let digest = OrderDigest(order, amounts: amounts, key: key)
        recent.add(digest, capacity: Self.recentCapacity)
        if order.isUnderway { open.add(digest, capacity: Self.openCapacity) }
        guard order.status != .cancelled else { return }
        let entry = OrderEntry(order, amounts)
        if entry.isCreditNote { returns.add(order.placedAt) } else { span.add(order.placedAt) }
        if amounts.isReturned, !entry.isCreditNote { returned += 1 }
        currencies.change(order.currency, from: CurrencyTally()) { $0.add(entry) }
        let lines = order.movingLines
        for product in lines.products { add(product, at: order.placedAt) }
        for line in lines { changeCategory(of: line, by: line.quantity.thousandths) }
    }

    mutating func remove(_ order: OrderRecord, key: FactKey) {
        let amounts = OrderAmounts(order)
        let digest = OrderDigest(order, amounts: amounts, key: key)
        recent.remove(digest)
        if order.isUnderway { open.remove(digest) }
        guard order.status != .cancelled else { return }
        let entry = OrderEntry(order, amounts)
        if entry.isCreditNote { returns.remove(order.placedAt) } else { span.remove(order.placedAt) }
        if amounts.isReturned, !entry.isCreditNote { returned -= 1 }
        currencies.change(order.currency, removingWhen: \.isEmpty) { $0.remove(entry) }
        let lines = order.movingLines
        for product in lines.products { remove(product, at: order.placedAt) }
        for line in lines { changeCategory(of: line, by: 0 &- line.quantity.thousandths) }
    }

    /// What taking `order` away left unknown.
    func losses(without order: OrderRecord) -> [SummaryLoss] {
        var losses: [SummaryLoss] = []
        losses.note(.orders, unless: span.isExact)
        losses.note(.returns, unless: returns.isExact)
        losses.note(.recentOrders, unless: recent.isExact(capacity: Self.recentCapacity))
        losses.note(.openOrders, unless: open.isExact(capacity: Self.openCapacity))
        for line in order.lines {
            guard let sku = line.sku else { continue }
            losses.note(.product(sku), unless: products[sku]?.isExact ?? true)
        }
        return losses
    }

    func combined(with other: PurchaseSummary) -> PurchaseSummary {
        var result = self
        result.span = span.combined(with: other.span)
        result.returned += other.returned
        result.returns = returns.combined(with: other.returns)
        result.currencies = currencies.combined(with: other.currencies) { $0.combined(with: $1) }
        result.products = products.combined(with: other.products) { $0.combined(with: $1) }
        for entry in other.categories { result.change(entry.key, by: entry.value.thousandths) }
        result.open = open.combined(with: other.open, capacity: Self.openCapacity)
        result.recent = recent.combined(with: other.recent, capacity: Self.recentCapacity)
        return result
    }

    private mutating func add(_ product: OrderedProduct, at moment: Timestamp) {
        products.change(product.sku, from: ProductTally()) { tally in
            if product.quantity > .zero { tally.span.add(moment) } else { tally.comebacks += 1 }
            tally.quantity += product.quantity
            tally.name.add(product.name, at: moment)
            tally.category.add(product.category, at: moment)
        }
    }

    private mutating func remove(_ product: OrderedProduct, at moment: Timestamp) {
        products.change(product.sku, removingWhen: { $0.span == nil && $0.comebacks == 0 }) { tally in
            if product.quantity > .zero { tally.span.remove(moment) } else { tally.comebacks -= 1 }
            tally.quantity -= product.quantity
            tally.name.remove(product.name, at: moment)
            tally.category.remove(product.category, at: moment)
        }
    }

    private mutating func changeCategory(of line: OrderRecord.Line, by thousandths: Int64) {
        if let category = line.category { change(category, by: thousandths) }
    }

    /// A category is kept only while its sum is not zero, so that coming and going leaves no trace.
    private mutating func change(_ category: String, by thousandths: Int64) {
        categories.change(category, from: .zero, removingWhen: { $0 == .zero }) {
            $0 += Quantity(thousandths: thousandths)
        }
    }
}

extension ProductTally {
    var isExact: Bool { span.isExact && (name?.isExact ?? true) && (category?.isExact ?? true) }

    func combined(with other: ProductTally) -> ProductTally {
        ProductTally(
            quantity: Quantity(thousandths: quantity.thousandths &+ other.quantity.thousandths),
            span: span.combined(with: other.span), comebacks: comebacks + other.comebacks,
            name: name.combined(with: other.name), category: category.combined(with: other.category))
    }
}

extension OrderDigest {
    init(_ order: OrderRecord, amounts: OrderAmounts, key: FactKey) {
        self.init(
            source: key.source, id: key.id, placedAt: order.placedAt, status: order.status,
            total: order.total ?? (amounts.isStated ? amounts.net : nil), currency: order.currency,
            items: Quantity(thousandths: order.lines.reduce(0) { $0 &+ $1.quantity.thousandths }),
            expectedDelivery: order.expectedDelivery, trackingURL: order.trackingURL)
    }
}
