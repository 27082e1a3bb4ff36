extension ProfileSummary: Storable {
    /// The derivation comes first: what the others hold is to be read by it.
    package func write(to writer: inout ByteWriter) {
        writer.field(1) { $0.count(derivation) }
        if !customers.isEmpty { writer.field(2) { $0.values(customers) } }
        if !identifiers.isEmpty { writer.field(3) { $0.pairs(identifiers) } }
        writer.field(4, bonds, unless: Bonds())
        if !sources.isEmpty { writer.field(5) { $0.words(sources) } }
        writer.field(6) { contact.write(to: &$0) }
        writer.field(7) { purchases.write(to: &$0) }
        writer.field(8, views, unless: Recent())
        writer.field(9, wishes, unless: Recent())
        writer.field(10, cart, unless: Recent())
        writer.field(11, upcoming, unless: Upcoming())
        if !shelved.isEmpty { writer.field(12) { $0.pairs(shelved) } }
        writer.unknownFields(unknownFields)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        derivation = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1:
                derivation = Int(UInt32(clamping: try reader.unsigned()))
                reader.derivation = derivation
                contact.lackParts(after: derivation)
            case 2: customers = try reader.values()
            case 3: identifiers = try reader.pairs()
            case 4: bonds = try Bonds(from: &reader)
            case 5: sources = try reader.words()
            case 6: contact = try ContactSummary(from: &reader)
            case 7: purchases = try PurchaseSummary(from: &reader)
            case 8: views = try Recent(from: &reader)
            case 9: wishes = try Recent(from: &reader)
            case 10: cart = try Recent(from: &reader)
            case 11: upcoming = try Upcoming(from: &reader)
            case 12: shelved = try reader.pairs()
            default:
                unknownFields += try reader.pass(field)
                continue
            }
            try reader.end(field)
        }
        guard derivation > 0 else { throw .invalid("derivation") }
    }
}

extension TallyKind: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.byte(rawValue)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        guard let kind = TallyKind(rawValue: try reader.byte()) else { throw .invalid("kind of tally") }
        self = kind
    }
}

extension ShelfCount: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(total)
        writer.integer(told)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(total: try reader.int(), told: try reader.int())
    }
}
