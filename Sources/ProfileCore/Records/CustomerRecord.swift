/// What a source says of a person.
package struct CustomerRecord: RecordPart {
    package var givenName: String?
    package var familyName: String?
    package var fullName: String?
    package var salutation: String?
    package var birthday: Birthday?
    package var gender: String?
    /// A BCP 47 tag, in its canonical case: `en-GB`.
    package var language: String?
    /// An IANA name that exists.
    package var timeZone: String?
    package var address: Address?
    package var preferredChannel: String?
    package var preferredTime: PreferredTime?
    package var owner: Person?
    package var loyalty: Loyalty?
    package var tags: [String] = []
    package var consents: [Consent] = []
    package var traits: [String: TraitValue] = [:]
    package var createdAt: Timestamp?

    package init() {}

    package static var blank: CustomerRecord { CustomerRecord() }

    package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.text(.descriptive(0, "given_name"), .text, &givenName)
        fields.text(.descriptive(1, "family_name"), .text, &familyName)
        fields.text(.descriptive(2, "full_name"), .text, &fullName)
        fields.text(.descriptive(3, "salutation"), .text, &salutation)
        fields.identifiers(.standard("emails"), .list(.code))
        fields.identifiers(.standard("phones"), .list(.code))
        fields.birthday(.descriptive(4, "birthday"), &birthday)
        fields.text(.descriptive(5, "gender"), .text, &gender)
        fields.text(.descriptive(6, "language"), .language, &language)
        fields.text(.descriptive(7, "time_zone"), .timeZone, &timeZone)
        fields.part(.descriptive(8, "address"), &address)
        fields.text(.descriptive(9, "preferred_channel"), .channel, &preferredChannel)
        fields.part(.descriptive(10, "preferred_time"), &preferredTime)
        fields.part(.descriptive(11, "owner"), &owner)
        fields.part(.descriptive(12, "loyalty"), &loyalty)
        fields.texts(.descriptive(13, "tags"), .text(upTo: 100), atMost: 100, &tags)
        fields.parts(.strict(14, "consents"), atMost: 200, &consents)
        fields.identifiers(.standard("identifiers"), .identifiers)
        fields.traits(.descriptive(15, "traits"), &traits)
        fields.moment(.descriptive(16, "created_at"), &createdAt)
    }
}

package struct Consent: RecordPart {
    package enum Status: String, CaseIterable, Hashable, FieldChoice {
        case granted, denied, revoked

        package static let list = ChoiceList<Status>()
    }

    package private(set) var purpose: String
    /// Nil when the consent holds for every channel.
    package private(set) var channel: String?
    package private(set) var status: Status
    package private(set) var at: Timestamp?

    package init(purpose: String, channel: String?, status: Status, at: Timestamp?) {
        self.purpose = purpose
        self.channel = channel
        self.status = status
        self.at = at
    }

    package static var blank: Consent { Consent(purpose: "", channel: nil, status: .denied, at: nil) }

    package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.text(.required("purpose"), .text(upTo: 100).repeated, &purpose)
        fields.text(.strict(0, "channel"), .channel, &channel)
        fields.choice(.required("status"), &status)
        fields.moment(.strict(1, "at"), &at)
    }
}

package struct Loyalty: RecordPart {
    package private(set) var tier: String?
    package private(set) var points: Int?

    package init(tier: String?, points: Int?) {
        self.tier = tier
        self.points = points
    }

    package static var blank: Loyalty { Loyalty(tier: nil, points: nil) }

    package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        let bound = -1_000_000_000_000_000...1_000_000_000_000_000
        fields.text(.descriptive(0, "tier"), .text, &tier)
        fields.integer(.descriptive(1, "points"), .whole(bound), &points)
    }
}

/// When a customer says they like to be reached, in their local time.
package struct PreferredTime: RecordPart {
    /// Monday first, without repetitions, never empty.
    package private(set) var days: [Weekday]
    /// Minutes after local midnight, `from` before `to`; `to` may be 1440.
    package private(set) var fromMinute: Int
    package private(set) var toMinute: Int

    package init(days: [Weekday], fromMinute: Int, toMinute: Int) {
        self.days = days
        self.fromMinute = fromMinute
        self.toMinute = toMinute
    }

    package static var blank: PreferredTime { PreferredTime(days: [], fromMinute: 0, toMinute: 0) }
    package static var isAlwaysWhole: Bool { true }

    package var fault: FieldFault? {
        if days.isEmpty { return FieldFault(field: "days", rule: nil) }
        guard fromMinute >= toMinute else { return nil }
        return FieldFault(field: "to", rule: "a time after \"from\"; midnight at the end of a day is 24:00")
    }

    package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.weekdays(.standard("days"), &days)
        fields.integer(.required("from"), .clock, &fromMinute)
        fields.integer(.required("to"), .clock, &toMinute)
    }
}
