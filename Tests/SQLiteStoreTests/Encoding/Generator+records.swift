import ProfileCore

extension Generator {
    mutating func record() -> SourceRecord {
        let body: SourceRecord.Body
        let kind = pick(RecordKind.allCases)
        switch kind {
        case .customer: body = .customer(customer())
        case .order: body = .order(order())
        case .interaction: body = .interaction(interaction())
        case .activity: body = .activity(activity())
        case .promise: body = .promise(promise())
        case .product: body = .product(product())
        case .notice: body = .notice(notice())
        case .agent: body = .agent(agent())
        }
        return SourceRecord(
            key: FactKey(kind: kind, source: text(), id: text()), updatedAt: moment(), isTimedByArrival: chance(),
            identifiers: list { $0.identifier() }, unlinked: list { $0.identifier() }, body: body)
    }

    mutating func product() -> ProductRecord {
        var record = ProductRecord()
        record.name = maybe { $0.text() }
        record.category = maybe { $0.text() }
        record.stock = maybe { $0.quantity() }
        record.replacedBy = maybe { $0.text() }
        record.isRecalled = maybe { $0.chance() }
        record.url = maybe { $0.text() }
        record.complementOf = list { $0.text() }
        return record
    }

    mutating func notice() -> NoticeRecord {
        var record = NoticeRecord(pick(NoticeRecord.Kind.allCases), text())
        record.products = list { $0.text() }
        record.categories = list { $0.text() }
        record.tiers = list { $0.text() }
        record.countries = list { $0.text() }
        record.from = maybe { $0.moment() }
        record.until = maybe { $0.moment() }
        record.url = maybe { $0.text() }
        return record
    }

    mutating func agent() -> AgentRecord {
        var record = AgentRecord()
        record.name = maybe { $0.text() }
        record.channels = list { $0.text() }
        record.languages = list { $0.text() }
        record.skills = list { $0.text() }
        record.employer = maybe { $0.text() }
        return record
    }

    mutating func customer() -> CustomerRecord {
        var record = CustomerRecord()
        record.givenName = maybe { $0.text() }
        record.familyName = maybe { $0.text() }
        record.fullName = maybe { $0.text() }
        record.salutation = maybe { $0.text() }
        record.birthday = maybe { $0.birthday() } ?? nil
        record.gender = maybe { $0.text() }
        record.language = maybe { $0.text() }
        record.timeZone = maybe { $0.text() }
        record.address = maybe { $0.address() }
        record.preferredChannel = maybe { $0.text() }
        record.preferredTime = maybe {
            PreferredTime(
                days: $0.list { $0.pick(Weekday.allCases) }, fromMinute: $0.integer(), toMinute: $0.integer())
        }
        record.owner = maybe { $0.person() }
        record.loyalty = maybe { Loyalty(tier: $0.maybe { $0.text() }, points: $0.maybe { $0.integer() }) }
        record.tags = list { $0.text() }
        record.consents = list { $0.consent() }
        record.traits = Dictionary(map { $0.trait(depth: 3) })
        record.createdAt = maybe { $0.moment() }
        return record
    }

    mutating func promise() -> PromiseRecord {
        var record = PromiseRecord(
            promisedAt: moment(), text: text(), status: pick(PromiseRecord.Status.allCases))
        record.dueAt = maybe { $0.moment() }
        record.dueOn = maybe { $0.moment().day }
        record.settledAt = maybe { $0.moment() }
        record.agent = maybe { $0.person() }
        record.topic = maybe { $0.text() }
        record.orderID = maybe { $0.text() }
        record.interactionID = maybe { $0.text() }
        return record
    }

    private mutating func birthday() -> Birthday? {
        Birthday(year: maybe { $0.number(1900...2020) }, month: number(1...12), day: number(1...28))
    }

    private mutating func address() -> Address {
        var address = Address()
        address.street = maybe { $0.text() }
        address.postalCode = maybe { $0.text() }
        address.city = maybe { $0.text() }
        address.region = maybe { $0.text() }
        address.country = maybe { $0.text() }
        return address
    }

    private mutating func consent() -> Consent {
        Consent(
            purpose: text(), channel: maybe { $0.text() }, status: pick(Consent.Status.allCases),
            at: maybe { $0.moment() })
    }

    private mutating func trait(depth: Int) -> TraitValue {
        switch number(0...(depth > 0 ? 5 : 3)) {
        case 0: .null
        case 1: .bool(chance())
        case 2: .number("\(integer())")
        case 3: .text(text())
        case 4: .list(list { $0.trait(depth: depth - 1) })
        default: .object(Dictionary(map { $0.trait(depth: depth - 1) }))
        }
    }

    private mutating func order() -> OrderRecord {
        OrderRecord(
            placedAt: moment(), status: pick(OrderRecord.Status.allCases), currency: currency(),
            total: maybe { Int64($0.integer()) }, refunded: maybe { Int64($0.integer()) },
            lines: list { generator in
                OrderRecord.Line(
                    sku: generator.maybe { $0.text() }, name: generator.maybe { $0.text() },
                    category: generator.maybe { $0.text() }, quantity: generator.quantity(),
                    unitPrice: generator.maybe { $0.price() })
            },
            channel: maybe { $0.text() }, expectedDelivery: maybe { $0.day() }, trackingURL: maybe { $0.text() },
            customerDetails: maybe { $0.customerDetails() })
    }

    mutating func customerDetails() -> CustomerDetails {
        var details = CustomerDetails()
        details.givenName = maybe { $0.text() }
        details.familyName = maybe { $0.text() }
        details.fullName = maybe { $0.text() }
        details.salutation = maybe { $0.text() }
        details.birthday = maybe { $0.birthday() } ?? nil
        details.address = maybe { $0.address() }
        return details
    }

    private mutating func interaction() -> InteractionRecord {
        var record = InteractionRecord(
            occurredAt: moment(), channel: text(), direction: pick(InteractionRecord.Direction.allCases))
        record.topic = maybe { $0.text() }
        record.status = maybe { $0.pick(InteractionRecord.Status.allCases) }
        record.agent = maybe { $0.person() }
        record.waitSeconds = maybe { $0.integer() }
        record.durationSeconds = maybe { $0.integer() }
        record.csat = maybe { $0.integer() }
        record.nps = maybe { $0.integer() }
        record.effort = maybe { $0.integer() }
        record.sentimentThousandths = maybe { $0.integer() }
        record.summary = maybe { $0.text() }
        record.orderID = maybe { $0.text() }
        return record
    }

    private mutating func activity() -> ActivityRecord {
        var record = ActivityRecord(occurredAt: moment(), type: text())
        record.sku = maybe { $0.text() }
        record.name = maybe { $0.text() }
        record.category = maybe { $0.text() }
        record.price = maybe { $0.price() }
        record.currency = maybe { $0.currency() }
        record.quantity = maybe { $0.quantity() }
        record.query = maybe { $0.text() }
        record.url = maybe { $0.text() }
        record.referrer = maybe { $0.text() }
        record.medium = maybe { $0.text() }
        record.campaign = maybe { $0.text() }
        return record
    }
}
