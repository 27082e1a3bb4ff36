extension PurchaseSummary: Storable {
    package func write(to writer: inout ByteWriter) {
        if span != nil || returns != nil || returned != 0 {
            writer.field(1) {
                $0.presence(span != nil, returns != nil)
                span?.write(to: &$0)
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
                if presence.next() { span = try Span(from: &reader) }
                if presence.next() { returns = try Span(from: &reader) }
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
