extension CustomerRecord: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(
            givenName != nil, familyName != nil, fullName != nil, salutation != nil, birthday != nil, gender != nil,
            language != nil, timeZone != nil, address != nil, preferredChannel != nil, preferredTime != nil,
            owner != nil, loyalty != nil, !tags.isEmpty, !consents.isEmpty, !traits.isEmpty, createdAt != nil)
        if let givenName { writer.string(givenName) }
        if let familyName { writer.string(familyName) }
        if let fullName { writer.string(fullName) }
        if let salutation { writer.string(salutation) }
        birthday?.write(to: &writer)
        if let gender { writer.string(gender) }
        if let language { writer.word(language) }
        if let timeZone { writer.word(timeZone) }
        address?.write(to: &writer)
        if let preferredChannel { writer.word(preferredChannel) }
        preferredTime?.write(to: &writer)
        owner?.write(to: &writer)
        loyalty?.write(to: &writer)
        if !tags.isEmpty { writer.strings(tags) }
        if !consents.isEmpty { writer.values(consents) }
        if !traits.isEmpty { writer.words(SortedMap(traits)) }
        if let createdAt { writer.moment(createdAt) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        var presence = try reader.presence()
        if presence.next() { givenName = try reader.string() }
        if presence.next() { familyName = try reader.string() }
        if presence.next() { fullName = try reader.string() }
        if presence.next() { salutation = try reader.string() }
        if presence.next() { birthday = try Birthday(from: &reader) }
        if presence.next() { gender = try reader.string() }
        if presence.next() { language = try reader.word() }
        if presence.next() { timeZone = try reader.word() }
        if presence.next() { address = try Address(from: &reader) }
        if presence.next() { preferredChannel = try reader.word() }
        if presence.next() { preferredTime = try PreferredTime(from: &reader) }
        if presence.next() { owner = try Person(from: &reader) }
        if presence.next() { loyalty = try Loyalty(from: &reader) }
        if presence.next() { tags = try reader.strings() }
        if presence.next() { consents = try reader.values() }
        if presence.next() { traits = Dictionary(try reader.words()) }
        if presence.next() { createdAt = try reader.moment() }
        try reader.pass(presence)
    }
}
