package import ProfileCore

extension PurchaseSummary: Storable {
    package func write(to writer: inout ByteWriter) {
        guard self != PurchaseSummary() else { return writer.flag(false) }
        writer.flag(true)
        writer.presence(span != nil)
        span?.write(to: &writer)
        writer.integer(returned)
        writer.count(currencies.count)
        for (currency, tally) in currencies.sorted(by: { $0.key < $1.key }) {
            currency.write(to: &writer)
            tally.write(to: &writer)
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
        returned = try reader.int()
        for _ in 0..<(try reader.count()) {
            let currency = try Currency(from: &reader)
            currencies[currency] = try CurrencyTally(from: &reader)
        }
        products = try reader.words()
        categories = try reader.words()
        open = try Recent(from: &reader)
        recent = try Recent(from: &reader)
    }
}
