/// All of one product that one order brought or took back.
struct OrderedProduct: Hashable, Sendable {
    let sku: String
    /// Negative when more came back than was sold.
    var quantity: Quantity
    var name: String?
}

extension OrderRecord {
    /// Whether money or goods came back and nothing was bought: a negative total, or only negative lines.
    var isCreditNote: Bool {
        if let total, total < 0 { return true }
        return lines.contains { $0.quantity < .zero } && !lines.contains { $0.quantity > .zero }
    }

    /// Whether the customer still waits for it.
    var isUnderway: Bool {
        switch status {
        case .open, .paid, .shipped: !isCreditNote
        case .delivered, .cancelled, .returned: false
        }
    }

    /// The SKUs of what the customer waits for, each once, in the order of the lines.
    var goods: [String] {
        guard isUnderway else { return [] }
        var goods: [String] = []
        for line in lines where line.quantity > .zero && goods.count < OrderDigest.goodsLimit {
            if let sku = line.sku, !goods.contains(sku) { goods.append(sku) }
        }
        return goods
    }

    /// The lines by which the goods that a customer has change: none of an order that came back whole. A credit note
    /// takes goods back whatever sign its source gives them.
    var movingLines: [Line] {
        guard isCreditNote else { return status == .returned ? [] : lines }
        guard !lines.contains(where: { $0.quantity < .zero }) else { return lines }
        return lines.map { line in
            var line = line
            line.quantity = Quantity(thousandths: 0 &- line.quantity.thousandths)
            return line
        }
    }
}

extension [OrderRecord.Line] {
    /// Each SKU once; lines without one belong to no product.
    var products: SortedMap<String, OrderedProduct> {
        gathered(by: \.sku, from: { OrderedProduct(sku: $0, quantity: .zero) }) { product, line in
            product.quantity += line.quantity
            product.name = line.name ?? product.name
        }
    }

    /// How much of each category.
    var categories: SortedMap<String, Quantity> {
        gathered(by: \.category, from: { _ in .zero }) { $0 += $1.quantity }
    }

    private func gathered<Value: Hashable & Sendable>(
        by key: (Element) -> String?, from initial: (String) -> Value, _ add: (inout Value, Element) -> Void
    ) -> SortedMap<String, Value> {
        var few = SortedMap<String, Value>()
        guard count > 32 else {
            for line in self {
                if let key = key(line) { few.change(key, from: initial(key)) { add(&$0, line) } }
            }
            return few
        }
        var many: [String: Value] = [:]
        for line in self {
            if let key = key(line) { add(&many[key, default: initial(key)], line) }
        }
        return SortedMap(many)
    }
}

/// What a customer bought and kept: orders neither cancelled nor returned, less what credit notes took back.
package struct ProductTallies: SummaryPart {
    package static let field: UInt64 = 3

    /// By SKU.
    package var tallies = SortedMap<String, ProductTally>()

    package init() {}

    package mutating func add(_ event: CountedOrder) {
        tallies.change(by: event.movingLines.products, from: ProductTally(), removingWhen: \.isEmpty) {
            $0.add($1, at: event.moment)
        }
    }

    package mutating func remove(_ event: CountedOrder) {
        tallies.change(by: event.movingLines.products, removingWhen: \.isEmpty) { $0.remove($1, at: event.moment) }
    }

    package mutating func combine(with other: ProductTallies, within limits: SummaryLimits) {
        tallies = tallies.combined(with: other.tallies) { $0.combined(with: $1) }
    }

    package func losses(without event: CountedOrder) -> [SummaryLoss] {
        let skus = event.record.lines.lazy.compactMap(\.sku)
        return skus.filter { tallies[$0]?.isExact == false }.map { .product($0) }
    }

    package func write(to writer: inout ByteWriter) {
        writer.words(tallies)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        tallies = try reader.words()
    }
}

/// The same by category.
package struct CategoryQuantities: SummaryPart {
    package static let field: UInt64 = 4

    package var quantities = SortedMap<String, Quantity>()

    package init() {}

    package mutating func add(_ event: CountedOrder) { change(by: event.movingLines.categories, +=) }

    package mutating func remove(_ event: CountedOrder) { change(by: event.movingLines.categories, -=) }

    package mutating func combine(with other: CategoryQuantities, within limits: SummaryLimits) {
        change(by: other.quantities, +=)
    }

    private mutating func change(by others: SortedMap<String, Quantity>, _ step: (inout Quantity, Quantity) -> Void) {
        quantities.change(by: others, from: .zero, removingWhen: { $0 == .zero }, step)
    }

    package func write(to writer: inout ByteWriter) {
        writer.words(quantities)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        quantities = try reader.words()
    }
}

/// What a customer bought and kept of one product.
package struct ProductTally: Hashable, Sendable {
    /// Bought less brought back.
    package var quantity: Quantity
    /// The orders that brought more of it than they took back; nil when there are none.
    package var seen: SeenRange?
    /// The orders and credit notes that brought none.
    package var comebacks: Int
    /// The name as last stated.
    package var name: Latest<String>?

    package init(
        quantity: Quantity = .zero, seen: SeenRange? = nil, comebacks: Int = 0, name: Latest<String>? = nil
    ) {
        self.quantity = quantity
        self.seen = seen
        self.comebacks = comebacks
        self.name = name
    }

    /// When it was last bought, if any of it was kept.
    package var keptAt: Timestamp? { quantity > .zero ? seen?.last : nil }

    /// Whether no order and no credit note is left that it was in.
    fileprivate var isEmpty: Bool { seen == nil && comebacks == 0 }

    var isExact: Bool { seen.isExact && (name?.isExact ?? true) }

    fileprivate mutating func add(_ product: OrderedProduct, at moment: Timestamp) {
        if product.quantity > .zero { seen.add(moment) } else { comebacks += 1 }
        quantity += product.quantity
        name.add(product.name, at: moment)
    }

    fileprivate mutating func remove(_ product: OrderedProduct, at moment: Timestamp) {
        if product.quantity > .zero { seen.remove(moment) } else { comebacks -= 1 }
        quantity -= product.quantity
        name.remove(product.name, at: moment)
    }

    func combined(with other: ProductTally) -> ProductTally {
        ProductTally(
            quantity: Quantity(thousandths: quantity.thousandths &+ other.quantity.thousandths),
            seen: seen.combined(with: other.seen), comebacks: comebacks + other.comebacks,
            name: name.combined(with: other.name))
    }
}

extension ProductTally: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(seen != nil, comebacks != 0, name != nil)
        quantity.write(to: &writer)
        seen?.write(to: &writer)
        if comebacks != 0 { writer.integer(comebacks) }
        name?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            quantity: try Quantity(from: &reader), seen: presence.next() ? try SeenRange(from: &reader) : nil,
            comebacks: presence.next() ? try reader.int() : 0,
            name: presence.next() ? try Latest(from: &reader) : nil)
        try reader.pass(presence)
    }
}
