package import ProfileCore

extension ProfileSummary: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.values(customers)
        writer.count(identifiers.count)
        for (identifier, tally) in identifiers.sorted(by: { $0.key < $1.key }) {
            identifier.write(to: &writer)
            tally.write(to: &writer)
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
            identifiers[identifier] = try IdentifierTally(from: &reader)
        }
        sources = try reader.words()
        contact = try ContactSummary(from: &reader)
        purchases = try PurchaseSummary(from: &reader)
        signals = try Recent(from: &reader)
    }
}
