extension ActivityRecord: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(
            sku != nil, name != nil, category != nil, price != nil, currency != nil, quantity != nil, query != nil,
            url != nil)
        writer.moment(occurredAt)
        writer.word(type)
        if let sku { writer.string(sku) }
        if let name { writer.string(name) }
        if let category { writer.string(category) }
        price?.write(to: &writer)
        currency?.write(to: &writer)
        quantity?.write(to: &writer)
        if let query { writer.string(query) }
        if let url { writer.string(url) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(occurredAt: try reader.moment(), type: try reader.word())
        if presence.next() { sku = try reader.string() }
        if presence.next() { name = try reader.string() }
        if presence.next() { category = try reader.string() }
        if presence.next() { price = try UnitPrice(from: &reader) }
        if presence.next() { currency = try Currency(from: &reader) }
        if presence.next() { quantity = try Quantity(from: &reader) }
        if presence.next() { query = try reader.string() }
        if presence.next() { url = try reader.string() }
        try reader.pass(presence)
    }
}
