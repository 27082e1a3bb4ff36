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

extension ProductSignal {
    /// Whether anything went into the cart or out of it. None or fewer is a slip of the source, which nobody can
    /// tell from a change the other way.
    var movesSomething: Bool { quantity > .zero }

    /// Nil for an activity that shows no interest in a certain product.
    init?(_ activity: ActivityRecord, key: FactKey) {
        guard let sku = activity.sku, let kind = activity.knownType.flatMap(Kind.init) else { return nil }
        self.init(
            source: key.source, id: key.id, at: activity.occurredAt, kind: kind, sku: sku, name: activity.name,
            quantity: activity.quantity ?? .one, price: activity.price, currency: activity.currency)
    }
}

extension ActivityRecord {
    /// Whether it states a change of the cart by a quantity of zero or less, which changes nothing.
    package var changesNoCart: Bool {
        let type = knownType
        return (type == .productAdded || type == .productRemoved) && quantity.map { $0 <= .zero } ?? false
    }
}

extension ProductSignal.Kind {
    init?(_ type: ActivityType) {
        switch type {
        case .productViewed: self = .view
        case .search: self = .search
        case .wishlistAdded: self = .wish
        case .productAdded: self = .cart
        case .productRemoved: self = .uncart
        case .pageViewed, .helpViewed, .searchFailed, .productCompared, .couponFailed, .formFailed, .checkoutStarted,
            .paymentFailed, .orderCompleted:
            return nil
        }
    }
}

extension ProductSignal: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(name != nil, price != nil, currency != nil)
        writer.word(source)
        writer.string(id)
        writer.moment(at)
        writer.byte(kind.rawValue)
        writer.string(sku)
        if let name { writer.string(name) }
        quantity.write(to: &writer)
        price?.write(to: &writer)
        currency?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        let (source, id, at) = (try reader.word(), try reader.string(), try reader.moment())
        guard let kind = Kind(rawValue: try reader.byte()) else { throw .invalid("signal") }
        self.init(
            source: source, id: id, at: at, kind: kind, sku: try reader.string(),
            name: presence.next() ? try reader.string() : nil, quantity: try Quantity(from: &reader),
            price: presence.next() ? try UnitPrice(from: &reader) : nil,
            currency: presence.next() ? try Currency(from: &reader) : nil)
        try reader.pass(presence)
    }
}
