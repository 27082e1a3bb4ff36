extension PurchaseSummary {
    mutating func add(_ order: OrderRecord, key: FactKey, within limits: SummaryLimits = .standard) {
        let amounts = OrderAmounts(order)
        let digest = OrderDigest(order, amounts: amounts, key: key)
        recent.add(digest, capacity: Self.recentCapacity)
        if order.isUnderway { open.add(digest, capacity: Self.openCapacity) }
        guard order.status != .cancelled else { return }
        let entry = OrderEntry(order, amounts)
        if entry.isCreditNote { returns.add(order.placedAt) } else { span.add(order.placedAt) }
        if amounts.isReturned, !entry.isCreditNote { returned += 1 }
        currencies.change(order.currency, from: CurrencyTally()) { $0.add(entry, days: limits.orderDays) }
        let lines = order.movingLines
        products.change(by: lines.products, from: ProductTally(), removingWhen: \.isEmpty) {
            $0.add($1, at: order.placedAt)
        }
        categories.change(by: lines.categories, from: .zero, removingWhen: { $0 == .zero }) { $0 += $1 }
    }

    mutating func remove(_ order: OrderRecord, key: FactKey, within limits: SummaryLimits = .standard) {
        let amounts = OrderAmounts(order)
        let digest = OrderDigest(order, amounts: amounts, key: key)
        recent.remove(digest)
        if order.isUnderway { open.remove(digest) }
        guard order.status != .cancelled else { return }
        let entry = OrderEntry(order, amounts)
        if entry.isCreditNote { returns.remove(order.placedAt) } else { span.remove(order.placedAt) }
        if amounts.isReturned, !entry.isCreditNote { returned -= 1 }
        currencies.change(order.currency, removingWhen: \.isEmpty) { $0.remove(entry, days: limits.orderDays) }
        let lines = order.movingLines
        products.change(by: lines.products, removingWhen: \.isEmpty) { $0.remove($1, at: order.placedAt) }
        categories.change(by: lines.categories, from: .zero, removingWhen: { $0 == .zero }) { $0 -= $1 }
    }

    /// What taking `order` away left unknown.
    func losses(without order: OrderRecord, within limits: SummaryLimits) -> [SummaryLoss] {
        var losses: [SummaryLoss] = []
        losses.note(.orders, unless: span.isExact)
        losses.note(.returns, unless: returns.isExact)
        losses.note(.recentOrders, unless: recent.isExact(capacity: Self.recentCapacity))
        losses.note(.openOrders, unless: open.isExact(capacity: Self.openCapacity))
        let days = currencies[order.currency]?.isExact(days: limits.orderDays)
        losses.note(.orderDays(order.currency), unless: days ?? true)
        for line in order.lines {
            guard let sku = line.sku else { continue }
            losses.note(.product(sku), unless: products[sku]?.isExact ?? true)
        }
        return losses
    }

    func combined(with other: PurchaseSummary, within limits: SummaryLimits) -> PurchaseSummary {
        var result = self
        result.span = span.combined(with: other.span)
        result.returned += other.returned
        result.returns = returns.combined(with: other.returns)
        result.currencies = currencies.combined(with: other.currencies) {
            $0.combined(with: $1, days: limits.orderDays)
        }
        result.products = products.combined(with: other.products) { $0.combined(with: $1) }
        result.categories.change(by: other.categories, from: .zero, removingWhen: { $0 == .zero }) { $0 += $1 }
        result.open = open.combined(with: other.open, capacity: Self.openCapacity)
        result.recent = recent.combined(with: other.recent, capacity: Self.recentCapacity)
        return result
    }
}

extension ProductTally {
    /// Whether no order and no credit note is left that it was in.
    var isEmpty: Bool { span == nil && comebacks == 0 }

    mutating func add(_ product: OrderedProduct, at moment: Timestamp) {
        if product.quantity > .zero { span.add(moment) } else { comebacks += 1 }
        quantity += product.quantity
        name.add(product.name, at: moment)
    }

    mutating func remove(_ product: OrderedProduct, at moment: Timestamp) {
        if product.quantity > .zero { span.remove(moment) } else { comebacks -= 1 }
        quantity -= product.quantity
        name.remove(product.name, at: moment)
    }

    var isExact: Bool { span.isExact && (name?.isExact ?? true) }

    func combined(with other: ProductTally) -> ProductTally {
        ProductTally(
            quantity: Quantity(thousandths: quantity.thousandths &+ other.quantity.thousandths),
            span: span.combined(with: other.span), comebacks: comebacks + other.comebacks,
            name: name.combined(with: other.name))
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
            customerDetails: order.customerDetails)
    }
}
