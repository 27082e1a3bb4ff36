/// Everything a profile shows of its orders, in a form that single orders can be added to and taken from.
package struct PurchaseSummary: Hashable, Sendable {
    package static let recentCapacity = 10
    package static let openCapacity = 50

    /// Purchases: orders neither cancelled nor credit notes; nil when there are none.
    package var seen: SeenRange?
    /// How many of them came back, wholly or in part.
    package var returned = 0
    /// Credit notes; nil when there are none.
    package var returns: SeenRange?
    package var currencies = SortedMap<Currency, CurrencyTally>()
    /// By SKU, of orders neither cancelled nor returned, and of credit notes.
    package var products = SortedMap<String, ProductTally>()
    package var categories = SortedMap<String, Quantity>()
    /// On their way to the customer: open, paid or shipped.
    package var open = Recent<OrderDigest>()
    /// Of every status, credit notes too.
    package var recent = Recent<OrderDigest>()

    /// What a later version wrote beside these.
    package var unknownFields: [UInt8] = []

    package init() {}

    package var orders: Int { seen?.count ?? 0 }
}

extension PurchaseSummary {
    mutating func add(_ order: OrderRecord, key: FactKey, within limits: SummaryLimits = .standard) {
        let amounts = OrderAmounts(order)
        let digest = OrderDigest(order, amounts: amounts, key: key)
        recent.add(digest, capacity: Self.recentCapacity)
        if order.isUnderway { open.add(digest, capacity: Self.openCapacity) }
        guard order.status != .cancelled else { return }
        let entry = OrderEntry(order, amounts)
        if entry.isCreditNote { returns.add(order.placedAt) } else { seen.add(order.placedAt) }
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
        if entry.isCreditNote { returns.remove(order.placedAt) } else { seen.remove(order.placedAt) }
        if amounts.isReturned, !entry.isCreditNote { returned -= 1 }
        currencies.change(order.currency, removingWhen: \.isEmpty) { $0.remove(entry, days: limits.orderDays) }
        let lines = order.movingLines
        products.change(by: lines.products, removingWhen: \.isEmpty) { $0.remove($1, at: order.placedAt) }
        categories.change(by: lines.categories, from: .zero, removingWhen: { $0 == .zero }) { $0 -= $1 }
    }

    /// What taking `order` away left unknown.
    func losses(without order: OrderRecord, within limits: SummaryLimits) -> [SummaryLoss] {
        var losses: [SummaryLoss] = []
        losses.note(.orders, unless: seen.isExact)
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
        result.seen = seen.combined(with: other.seen)
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
    var isEmpty: Bool { seen == nil && comebacks == 0 }

    mutating func add(_ product: OrderedProduct, at moment: Timestamp) {
        if product.quantity > .zero { seen.add(moment) } else { comebacks += 1 }
        quantity += product.quantity
        name.add(product.name, at: moment)
    }

    mutating func remove(_ product: OrderedProduct, at moment: Timestamp) {
        if product.quantity > .zero { seen.remove(moment) } else { comebacks -= 1 }
        quantity -= product.quantity
        name.remove(product.name, at: moment)
    }

    var isExact: Bool { seen.isExact && (name?.isExact ?? true) }

    func combined(with other: ProductTally) -> ProductTally {
        ProductTally(
            quantity: Quantity(thousandths: quantity.thousandths &+ other.quantity.thousandths),
            seen: seen.combined(with: other.seen), comebacks: comebacks + other.comebacks,
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
            customerDetails: order.customerDetails, goods: order.goods)
    }
}

extension PurchaseSummary: Storable {
    package func write(to writer: inout ByteWriter) {
        if seen != nil || returns != nil || returned != 0 {
            writer.field(1) {
                $0.presence(seen != nil, returns != nil)
                seen?.write(to: &$0)
                returns?.write(to: &$0)
                $0.integer(returned)
            }
        }
        if !currencies.isEmpty { writer.field(2) { $0.pairs(currencies) } }
        if !products.isEmpty { writer.field(3) { $0.words(products) } }
        if !categories.isEmpty { writer.field(4) { $0.words(categories) } }
        writer.field(5, open, unless: Recent())
        writer.field(6, recent, unless: Recent())
        writer.unknownFields(unknownFields)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        while let field = try reader.nextField() {
            switch field.number {
            case 1:
                var presence = try reader.presence()
                if presence.next() { seen = try SeenRange(from: &reader) }
                if presence.next() { returns = try SeenRange(from: &reader) }
                returned = try reader.int()
            case 2: currencies = try reader.pairs()
            case 3: products = try reader.words()
            case 4: categories = try reader.words()
            case 5: open = try Recent(from: &reader)
            case 6: recent = try Recent(from: &reader)
            default:
                unknownFields += try reader.pass(field)
                continue
            }
            try reader.end(field)
        }
    }
}
