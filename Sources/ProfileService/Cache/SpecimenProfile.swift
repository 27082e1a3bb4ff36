import ProfileCore

/// The profile of nobody in particular, which has a little of everything: what rendered profiles are packed against.
///
/// That of a real customer would do better by a tenth, and stay in memory after the customer was erased.
enum SpecimenProfile {
    static func profile(by settings: ServiceSettings) -> Profile? {
        let arrivals = records.map {
            IngestDecision.Arrival(record: $0, at: moment, newProfile: ProfileID(high: 1 << 62, low: 1))
        }
        let (decision, _) = IngestDecision(rules: settings.identity).decide(arrivals, seeing: Snapshot(), at: moment)
        return decision.profiles.values.first.map { state in
            Profile(
                state: state, at: moment, rules: settings.profile, policy: .standard(settings.profile.defaultCurrency),
                ranking: nil)
        }
    }

    private static let moment = Timestamp(milliseconds: 1_767_225_600_000)
    private static let mail = Identifier(type: Identifier.email, value: "maria.miller@example.com")

    private static func daysBefore(_ days: Int64) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds - days * 86_400_000 - days * 3_723_000)
    }

    private static let records =
        [customer] + (1...4).map(order) + (1...4).map(interaction) + (1...2).map(activity)
        + (1...3).map(promise)

    private static var customer: SourceRecord {
        var record = CustomerRecord()
        record.givenName = "Maria"
        record.familyName = "Miller"
        record.salutation = "Ms"
        record.birthday = Birthday(year: 1984, month: 3, day: 14)
        record.language = "en-GB"
        record.preferredChannel = "email"
        var address = Address()
        address.street = "High Street 1"
        address.postalCode = "10115"
        address.city = "London"
        address.country = "GB"
        record.address = address
        record.consents = [Consent(purpose: "marketing", channel: "email", status: .granted, at: daysBefore(500))]
        record.createdAt = daysBefore(800)
        let own = Identifier(type: "crm", value: "C-1000001")
        let phone = Identifier(type: Identifier.phone, value: "+442079460018")
        return make(.customer, "crm", 1, at: daysBefore(90), [own, mail, phone], .customer(record))
    }

    private static func order(_ number: Int) -> SourceRecord {
        var record = OrderRecord(
            placedAt: daysBefore(Int64(number * number * 9)), status: number == 1 ? .shipped : .delivered,
            currency: .euro, total: 4_990)
        record.lines = [1, number + 1].map { line in
            OrderRecord.Line(
                sku: "SKU-0000\(line)", name: "Blue shoes \(line)", category: "shoes", quantity: .one,
                unitPrice: UnitPrice(parts: 24_950_000))
        }
        return make(.order, "shop", number, at: record.placedAt, [mail], .order(record))
    }

    private static func interaction(_ number: Int) -> SourceRecord {
        var record = InteractionRecord(
            occurredAt: daysBefore(Int64(number * number * 6)), channel: number.isMultiple(of: 2) ? "phone" : "chat")
        record.topic = "delivery"
        record.status = number == 1 ? .open : .resolved
        record.agent = Person(id: "a\(number)", name: "Kim")
        record.csat = 4
        return make(.interaction, "helpdesk", number, at: record.occurredAt, [mail], .interaction(record))
    }

    private static func activity(_ number: Int) -> SourceRecord {
        var record = ActivityRecord(occurredAt: daysBefore(Int64(number)), type: "product_viewed")
        record.sku = "SKU-00001"
        record.name = "Blue shoes 1"
        record.category = "shoes"
        return make(.activity, "web", number, at: record.occurredAt, [mail], .activity(record))
    }

    private static func promise(_ number: Int) -> SourceRecord {
        var record = PromiseRecord(
            promisedAt: daysBefore(Int64(number * 9)), text: "Call back about the delivery",
            status: number == 1 ? .open : .kept)
        record.topic = "delivery"
        record.agent = Person(id: "a\(number)", name: "Kim")
        return make(.promise, "helpdesk", number, at: record.promisedAt, [mail], .promise(record))
    }

    private static func make(
        _ kind: RecordKind, _ source: String, _ number: Int, at moment: Timestamp, _ identifiers: [Identifier],
        _ body: SourceRecord.Body
    ) -> SourceRecord {
        SourceRecord(
            key: FactKey(kind: kind, source: source, id: String(1_000_000 + number)), updatedAt: moment,
            isTimedByArrival: false, identifiers: identifiers, body: body)
    }
}
