package import ProfileCore

extension ProfileSummary: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.values(customers)
        writer.count(identifiers.count)
        for entry in identifiers {
            entry.key.write(to: &writer)
            entry.value.write(to: &writer)
        }
        writer.words(sources)
        contact.write(to: &writer)
        purchases.write(to: &writer)
        signals.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        customers = try reader.values()
        let count = try reader.count()
        identifiers.reserveCapacity(min(count, 64))
        for _ in 0..<count {
            let identifier = try Identifier(from: &reader)
            let tally = try IdentifierTally(from: &reader)
            guard identifiers.append(identifier, tally) else { throw .invalid("order") }
        }
        sources = try reader.words()
        contact = try ContactSummary(from: &reader)
        purchases = try PurchaseSummary(from: &reader)
        signals = try Recent(from: &reader)
    }
}
