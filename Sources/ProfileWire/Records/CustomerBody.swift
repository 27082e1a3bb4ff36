import ProfileCore

enum CustomerBody {
    private static let maximumTags = 100
    private static let maximumConsents = 200

    /// All that a customer record says merely describes, but for its consents.
    static func read(_ members: inout MemberReader, _ context: DecodingContext) -> CustomerRecord {
        var customer = members.leniently { describing(&$0, context) }
        customer.consents = members.objects("consents", atMost: maximumConsents, consent)
        return customer
    }

    private static func describing(_ members: inout MemberReader, _ context: DecodingContext) -> CustomerRecord {
        var customer = CustomerRecord()
        customer.givenName = members.text("given_name")
        customer.familyName = members.text("family_name")
        customer.fullName = members.text("full_name")
        customer.salutation = members.text("salutation")
        customer.birthday = members.birthday("birthday", on: context.latestBirthday)
        customer.gender = members.text("gender")
        customer.language = members.language("language")
        customer.timeZone = members.timeZoneName("time_zone")
        customer.address = members.address("address")
        customer.preferredChannel = members.word("preferred_channel")
        customer.preferredTime = preferredTime(&members)
        customer.owner = members.person("owner")
        customer.loyalty = loyalty(&members)
        customer.tags = members.texts("tags", atMost: maximumTags, limit: TextLimit.tag)
        customer.traits = traits(&members)
        customer.createdAt = members.time("created_at")
        return customer
    }

    private static func preferredTime(_ members: inout MemberReader) -> PreferredTime? {
        guard var reader = members.child("preferred_time") else { return nil }
        let days = weekdays(&reader)
        let (from, to) = (reader.clock("from"), reader.clock("to"))
        let (start, end) = (reader.required("from", from), reader.required("to", to))
        reader.warnOfUnknownMembers()
        guard let days, let start, let end else { return nil }
        guard start < end else {
            reader.reject("to", .outOfRange, "a time after \"from\"; midnight at the end of a day is 24:00")
            return nil
        }
        return PreferredTime(days: days, fromMinute: start, toMinute: end)
    }

    /// Monday first, each once; no days at all mean every day, and nil that none of those given is one.
    private static func weekdays(_ reader: inout MemberReader) -> [Weekday]? {
        let elements = reader.elements("days", atMost: 50)
        guard !elements.isEmpty else {
            return reader.findings.hasProblem(at: reader.pointer("days")) ? nil : Weekday.allCases
        }
        var days: Set<Weekday> = []
        for (value, place) in elements {
            if case .string(let text) = value, let day = Weekday(text) {
                days.insert(day)
            } else {
                let words = Weekday.allCases.map(\.rawValue).joined(separator: ", ")
                reader.findings.reject(place, .notAllowed, "one of: \(words)")
            }
        }
        return days.isEmpty ? nil : Weekday.allCases.filter(days.contains)
    }

    private static func loyalty(_ members: inout MemberReader) -> Loyalty? {
        guard var reader = members.child("loyalty") else { return nil }
        let tier = reader.text("tier")
        let points = reader.integer("points", in: -NumberLimit.points...NumberLimit.points)
        reader.warnOfUnknownMembers()
        return tier == nil && points == nil ? nil : Loyalty(tier: tier, points: points)
    }

    private static func consent(_ reader: inout MemberReader) -> Consent? {
        let purpose = reader.text("purpose", limit: TextLimit.tag)
        let channel = reader.word("channel")
        let status = reader.choice("status", Consent.Status.self)
        let at = reader.time("at")
        let (requiredPurpose, requiredStatus) = (
            reader.required("purpose", purpose), reader.required("status", status)
        )
        reader.warnOfUnknownMembers()
        guard let requiredPurpose, let requiredStatus else { return nil }
        return Consent(purpose: requiredPurpose, channel: channel, status: requiredStatus, at: at)
    }

    private static func traits(_ members: inout MemberReader) -> [String: TraitValue] {
        guard let value = members.take("traits") else { return [:] }
        guard case .object(let object) = value else {
            members.rejectType("traits", value, expected: "an object")
            return [:]
        }
        return TraitReader.read(object, at: members.pointer("traits"), members.findings)
    }
}

extension Weekday {
    /// By its word, or by its whole English name.
    fileprivate init?(_ text: String) {
        let name = CleanText.clean(text).lowercased()
        guard let day = Weekday(rawValue: String(name.prefix(3))), name == day.rawValue || name == "\(day)" else {
            return nil
        }
        self = day
    }
}
