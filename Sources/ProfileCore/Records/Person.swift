/// A person on the company's side: an agent or an account owner.
package struct Person: RecordPart {
    package private(set) var id: String
    package private(set) var name: String?

    package init(id: String, name: String?) {
        self.id = id
        self.name = name
    }

    package static var blank: Person { Person(id: "", name: nil) }

    package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.text(.required("id"), .code.repeated, &id)
        fields.text(.descriptive(0, "name"), .text.repeated, &name)
    }
}

/// Where a person lives.
package struct Address: RecordPart {
    package var street: String?
    package var postalCode: String?
    package var city: String?
    package var region: String?
    /// ISO 3166-1 alpha-2.
    package var country: String?

    package init() {}

    package static var blank: Address { Address() }

    package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.text(.descriptive(0, "street"), .lines(upTo: 500), &street)
        fields.text(.descriptive(1, "postal_code"), .code, &postalCode)
        fields.text(.descriptive(2, "city"), .text, &city)
        fields.text(.descriptive(3, "region"), .text, &region)
        fields.text(.descriptive(4, "country"), .country, &country)
    }
}

/// A day to congratulate on; some people do not tell the year.
package struct Birthday: Hashable, Sendable {
    package let year: Int?
    package let month: Int
    package let day: Int

    /// Nil when no calendar has such a day; 29 February needs a leap year or no year.
    package init?(year: Int?, month: Int, day: Int) {
        guard Day(year: year ?? 2000, month: month, day: day) != nil else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }
}

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
