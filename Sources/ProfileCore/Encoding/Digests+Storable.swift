extension InteractionDigest: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(topic != nil, status != nil, agent != nil, orderID != nil)
        writer.word(source)
        writer.string(id)
        writer.moment(at)
        writer.word(channel)
        writer.code(direction, among: ByteCodes.directions)
        if let topic { writer.word(topic) }
        if let status { writer.code(status, among: ByteCodes.interactionStatuses) }
        agent?.write(to: &writer)
        if let orderID { writer.string(orderID) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            source: try reader.word(), id: try reader.string(), at: try reader.moment(), channel: try reader.word(),
            direction: try reader.code(among: ByteCodes.directions, "direction"),
            topic: presence.next() ? try reader.word() : nil,
            status: presence.next()
                ? try reader.code(among: ByteCodes.interactionStatuses, "interaction status") : nil,
            agent: presence.next() ? try Person(from: &reader) : nil,
            orderID: presence.next() ? try reader.string() : nil)
        try reader.pass(presence)
    }
}

extension OrderDigest: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(total != nil, expectedDelivery != nil, trackingURL != nil, customerDetails != nil)
        writer.word(source)
        writer.string(id)
        writer.moment(placedAt)
        writer.code(status, among: ByteCodes.orderStatuses)
        if let total { writer.integer(total) }
        currency.write(to: &writer)
        items.write(to: &writer)
        expectedDelivery?.write(to: &writer)
        if let trackingURL { writer.string(trackingURL) }
        customerDetails?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            source: try reader.word(), id: try reader.string(), placedAt: try reader.moment(),
            status: try reader.code(among: ByteCodes.orderStatuses, "order status"),
            total: presence.next() ? try reader.integer() : nil, currency: try Currency(from: &reader),
            items: try Quantity(from: &reader),
            expectedDelivery: presence.next() ? try Day(from: &reader) : nil,
            trackingURL: presence.next() ? try reader.string() : nil,
            customerDetails: presence.next() ? try CustomerDetails(from: &reader) : nil)
        try reader.pass(presence)
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

extension RatingEntry: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.word(source)
        writer.string(id)
        writer.moment(at)
        writer.integer(value)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(
            source: try reader.word(), id: try reader.string(), at: try reader.moment(), value: try reader.int())
    }
}

extension CustomerEntry: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.word(source)
        writer.string(id)
        writer.moment(updatedAt)
        record.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(
            source: try reader.word(), id: try reader.string(), updatedAt: try reader.moment(),
            record: try CustomerRecord(from: &reader))
    }
}
