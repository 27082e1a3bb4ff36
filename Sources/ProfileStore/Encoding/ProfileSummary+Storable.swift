package import ProfileCore

extension ProfileSummary: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.values(customers)
        writer.count(identifiers.count)
        for entry in identifiers {
            entry.key.write(to: &writer)
            entry.value.write(to: &writer)
        }
        bonds.write(to: &writer)
        writer.words(sources)
        contact.write(to: &writer)
        purchases.write(to: &writer)
        writer.presence(views != Recent(), wishes != Recent(), cart != Recent(), upcoming != Upcoming())
        if views != Recent() { views.write(to: &writer) }
        if wishes != Recent() { wishes.write(to: &writer) }
        if cart != Recent() { cart.write(to: &writer) }
        if upcoming != Upcoming() { upcoming.write(to: &writer) }
        writer.count(shelved.count)
        for entry in shelved {
            writer.byte(entry.key.rawValue)
            writer.integer(entry.value.total)
            writer.integer(entry.value.told)
        }
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
        bonds = try Bonds(from: &reader)
        sources = try reader.words()
        contact = try ContactSummary(from: &reader)
        purchases = try PurchaseSummary(from: &reader)
        var presence = try reader.presence()
        if presence.next() { views = try Recent(from: &reader) }
        if presence.next() { wishes = try Recent(from: &reader) }
        if presence.next() { cart = try Recent(from: &reader) }
        if presence.next() { upcoming = try Upcoming(from: &reader) }
        for _ in 0..<(try reader.count()) {
            guard let kind = TallyKind(rawValue: try reader.byte()) else { throw .invalid("kind of tally") }
            let count = ShelfCount(total: try reader.int(), told: try reader.int())
            guard shelved.append(kind, count) else { throw .invalid("order") }
        }
    }
}
