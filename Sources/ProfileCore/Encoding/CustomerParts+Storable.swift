extension Birthday: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(year != nil)
        if let year { writer.integer(year) }
        writer.integer(month)
        writer.integer(day)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        let year = presence.next() ? try reader.int32("year") : nil
        let (month, day) = (try reader.int(), try reader.int())
        guard let birthday = Birthday(year: year.map(Int.init), month: month, day: day) else {
            throw .invalid("birthday")
        }
        self = birthday
        try reader.pass(presence)
    }
}

extension Address: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(street != nil, postalCode != nil, city != nil, region != nil, country != nil)
        for part in [street, postalCode, city, region, country] {
            if let part { writer.string(part) }
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        var presence = try reader.presence()
        if presence.next() { street = try reader.string() }
        if presence.next() { postalCode = try reader.string() }
        if presence.next() { city = try reader.string() }
        if presence.next() { region = try reader.string() }
        if presence.next() { country = try reader.string() }
        try reader.pass(presence)
    }
}

extension PreferredTime: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.count(days.count)
        for day in days { writer.code(day, among: ByteCodes.weekdays) }
        writer.integer(fromMinute)
        writer.integer(toMinute)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var days: [Weekday] = []
        for _ in 0..<(try reader.count()) { days.append(try reader.code(among: ByteCodes.weekdays, "weekday")) }
        self.init(days: days, fromMinute: try reader.int(), toMinute: try reader.int())
    }
}

extension Loyalty: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(tier != nil, points != nil)
        if let tier { writer.string(tier) }
        if let points { writer.integer(points) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            tier: presence.next() ? try reader.string() : nil, points: presence.next() ? try reader.int() : nil)
        try reader.pass(presence)
    }
}

extension Consent: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(channel != nil, at != nil)
        writer.word(purpose)
        if let channel { writer.word(channel) }
        writer.code(status, among: ByteCodes.consentStatuses)
        if let at { writer.moment(at) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            purpose: try reader.word(), channel: presence.next() ? try reader.word() : nil,
            status: try reader.code(among: ByteCodes.consentStatuses, "consent"),
            at: presence.next() ? try reader.moment() : nil)
        try reader.pass(presence)
    }
}

extension CustomerDetails: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(
            givenName != nil, familyName != nil, fullName != nil, salutation != nil, birthday != nil, address != nil)
        for name in [givenName, familyName, fullName, salutation] {
            if let name { writer.string(name) }
        }
        birthday?.write(to: &writer)
        address?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        var presence = try reader.presence()
        if presence.next() { givenName = try reader.string() }
        if presence.next() { familyName = try reader.string() }
        if presence.next() { fullName = try reader.string() }
        if presence.next() { salutation = try reader.string() }
        if presence.next() { birthday = try Birthday(from: &reader) }
        if presence.next() { address = try Address(from: &reader) }
        try reader.pass(presence)
    }
}
