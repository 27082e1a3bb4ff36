extension OrderRecord: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(
            total != nil, refunded != nil, channel != nil, expectedDelivery != nil, trackingURL != nil, !lines.isEmpty,
            customerDetails != nil)
        writer.moment(placedAt)
        writer.code(status, among: ByteCodes.orderStatuses)
        currency.write(to: &writer)
        if let total { writer.integer(total) }
        if let refunded { writer.integer(refunded) }
        if let channel { writer.word(channel) }
        expectedDelivery?.write(to: &writer)
        if let trackingURL { writer.string(trackingURL) }
        if !lines.isEmpty { writer.values(lines) }
        customerDetails?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            placedAt: try reader.moment(), status: try reader.code(among: ByteCodes.orderStatuses, "order status"),
            currency: try Currency(from: &reader))
        if presence.next() { total = try reader.integer() }
        if presence.next() { refunded = try reader.integer() }
        if presence.next() { channel = try reader.word() }
        if presence.next() { expectedDelivery = try Day(from: &reader) }
        if presence.next() { trackingURL = try reader.string() }
        if presence.next() { lines = try reader.values() }
        if presence.next() { customerDetails = try CustomerDetails(from: &reader) }
        try reader.pass(presence)
    }
}

extension OrderRecord.Line: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(sku != nil, name != nil, category != nil, unitPrice != nil)
        if let sku { writer.string(sku) }
        if let name { writer.string(name) }
        if let category { writer.word(category) }
        quantity.write(to: &writer)
        unitPrice?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            sku: presence.next() ? try reader.string() : nil, name: presence.next() ? try reader.string() : nil,
            category: presence.next() ? try reader.word() : nil, quantity: try Quantity(from: &reader),
            unitPrice: presence.next() ? try UnitPrice(from: &reader) : nil)
        try reader.pass(presence)
    }
}
