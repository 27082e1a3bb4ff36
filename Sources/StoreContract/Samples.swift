import ProfileCore

extension Timestamp {
    static func sample(_ seconds: Int) -> Timestamp {
        Timestamp(milliseconds: 1_750_000_000_000 + Int64(seconds) * 1000)
    }
}

extension ProfileID {
    /// Ascending with `number`.
    static func sample(_ number: UInt64) -> ProfileID {
        ProfileID(high: number << 16, low: .max - number)
    }
}

extension Identifier {
    static func email(_ value: String) -> Identifier { Identifier(type: email, value: value) }
    static func crm(_ value: String) -> Identifier { Identifier(type: "crm", value: value) }
}

extension SourceRecord {
    static func order(
        _ id: String, by identifiers: [Identifier] = [], at seconds: Int = 0, from source: String = "shop"
    ) -> SourceRecord {
        var record = OrderRecord(placedAt: .sample(seconds), status: .shipped, currency: .euro, total: 4_990)
        record.expectedDelivery = record.placedAt.day.advanced(by: 3)
        record.lines = [
            OrderRecord.Line(
                sku: "SKU-1", name: "Boots", category: "Shoes", quantity: .one,
                unitPrice: UnitPrice(parts: 49_900_000))
        ]
        return make(.order, source, id, identifiers, at: seconds, .order(record))
    }

    static func interaction(_ id: String, by identifiers: [Identifier] = [], at seconds: Int = 0) -> SourceRecord {
        var record = InteractionRecord(occurredAt: .sample(seconds), channel: "phone")
        record.topic = "delivery"
        record.status = .open
        record.agent = Person(id: "a7", name: "Kim")
        record.csat = 4
        record.nps = 9
        return make(.interaction, "desk", id, identifiers, at: seconds, .interaction(record))
    }

    static func activity(_ id: String, by identifiers: [Identifier] = [], at seconds: Int = 0) -> SourceRecord {
        var record = ActivityRecord(occurredAt: .sample(seconds), type: "product_viewed")
        record.sku = "SKU-1"
        record.price = UnitPrice(parts: 49_900_000)
        record.currency = .euro
        return make(.activity, "web", id, identifiers, at: seconds, .activity(record))
    }

    static func promise(_ id: String, by identifiers: [Identifier] = [], at seconds: Int = 0) -> SourceRecord {
        var record = PromiseRecord(promisedAt: .sample(seconds), text: "Call back", status: .broken)
        record.dueAt = .sample(seconds + 3_600)
        record.agent = Person(id: "a7", name: "Kim")
        record.topic = "delivery"
        return make(.promise, "desk", id, identifiers, at: seconds, .promise(record))
    }

    static func customer(_ id: String, by identifiers: [Identifier] = [], at seconds: Int = 0) -> SourceRecord {
        var record = CustomerRecord()
        record.givenName = "Zoë"
        record.familyName = "O’Neill"
        record.birthday = Birthday(year: nil, month: 2, day: 29)
        record.tags = ["press"]
        record.traits = ["shoe_size": .number("38.5"), "nested": .list([.null, .object(["a": .bool(true)])])]
        return make(.customer, "crm", id, identifiers, at: seconds, .customer(record))
    }

    private static func make(
        _ kind: RecordKind, _ source: String, _ id: String, _ identifiers: [Identifier], at seconds: Int, _ body: Body
    ) -> SourceRecord {
        SourceRecord(
            key: FactKey(kind: kind, source: source, id: id), updatedAt: .sample(seconds), isTimedByArrival: false,
            identifiers: identifiers, body: body)
    }

    func filed(under profile: ProfileID, home: ProfileID? = nil) -> Fact {
        Fact(
            record: self, receivedAt: .sample(500_000),
            filing: Filing(profile: profile, home: home ?? profile, basis: identifiers.first))
    }
}

extension Link {
    static func sample(_ identifier: Identifier, to profile: ProfileID, home: ProfileID? = nil) -> Link {
        Link(
            identifier: identifier, profile: profile, home: home ?? profile,
            statedBy: FactKey(kind: .customer, source: "crm", id: "1"), linkedAt: .sample(0))
    }
}

extension Conflict {
    static func sample(
        _ fact: String, _ identifier: Identifier = .email("jane@example.com"), profile: ProfileID = .sample(1),
        holder: ProfileID? = nil, rule: Rule = .limit, at seconds: Int = 0, resolvedAt: Int? = nil
    ) -> Conflict {
        Conflict(
            fact: FactKey(kind: .customer, source: "crm", id: fact), identifier: identifier, rule: rule,
            limitedType: "crm", profile: profile, holder: holder, at: .sample(seconds),
            resolvedAt: resolvedAt.map(Timestamp.sample))
    }
}

extension Merge {
    static func sample(_ absorbed: ProfileID, into survivor: ProfileID, at seconds: Int = 0) -> Merge {
        Merge(
            absorbed: absorbed, survivor: survivor, at: .sample(seconds),
            cause: .steward(name: "desk", reason: "same person"))
    }
}

extension Decision {
    /// Files the records under one profile, links all their identifiers and gives it the summary they make.
    mutating func file(_ records: [SourceRecord], under profile: ProfileID, version: Int = 1) {
        let identifiers = Set(records.flatMap(\.identifiers))
        for identifier in identifiers { link(Link.sample(identifier, to: profile)) }
        for record in records { facts[record.key] = record.filed(under: profile) }
        var rebuild = SummaryRebuild(held: identifiers, at: decidedAt)
        for record in records { rebuild.add(record.filed(under: profile)) }
        profiles[profile] = ProfileState(
            id: profile, version: version, changedAt: decidedAt, summary: rebuild.summary)
    }

    mutating func link(_ link: Link) {
        links[link.key] = link
    }
}

extension Erasure {
    static func sample(_ id: String, at seconds: Int = 0, tombstones: Int) -> Erasure {
        let counts = ErasureCounts(facts: [.order: 2], links: 1, conflicts: 0, merges: 0, separations: 0, aliases: 0)
        return Erasure(id: id, at: .sample(seconds), by: "desk", counts: counts, tombstones: tombstones)
    }
}
