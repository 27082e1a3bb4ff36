package import ProfileCore

extension PurchaseSummary: Storable {
    package func write(to writer: inout ByteWriter) {
        guard self != PurchaseSummary() else { return writer.flag(false) }
        writer.flag(true)
        writer.presence(span != nil, returns != nil)
        span?.write(to: &writer)
        returns?.write(to: &writer)
        writer.integer(returned)
        writer.count(currencies.count)
        for entry in currencies {
            entry.key.write(to: &writer)
            entry.value.write(to: &writer)
        }
        writer.words(products)
        writer.words(categories)
        open.write(to: &writer)
        recent.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        guard try reader.flag() else { return }
        var presence = try reader.presence()
        if presence.next() { span = try Span(from: &reader) }
        if presence.next() { returns = try Span(from: &reader) }
        returned = try reader.int()
        for _ in 0..<(try reader.count()) {
            let currency = try Currency(from: &reader)
            guard currencies.append(currency, try CurrencyTally(from: &reader)) else { throw .invalid("order") }
        }
        products = try reader.words()
        categories = try reader.words()
        open = try Recent(from: &reader)
        recent = try Recent(from: &reader)
    }
}
