import ProfileCore

/// Draws records that use every member.
enum RandomRecord {
    private static let texts = ["Jane", "O'Neil", "Zoë", "日本", "a \"b\" \\c", "x\u{2028}y", "50 %", "😀"]
    private static let currencies = ["EUR", "JPY", "KWD", "USD"].compactMap { Currency($0) }
    private static let words = ["chat", "phone", "live_chat", "x1"]

    static func draw(_ random: inout SeededGenerator) -> SourceRecord {
        let kind = random.pick(RecordKind.allCases)
        let isAboutNobody = kind.subject == .nobody
        let key = FactKey(kind: kind, source: random.pick(["crm", "erp", "shop_2"]), id: "id-\(random.below(1_000))")
        return SourceRecord(
            key: key, updatedAt: max(time(&random), Timestamp(milliseconds: 0)), isTimedByArrival: random.chance(30),
            identifiers: isAboutNobody ? [] : identifiers(of: key, &random),
            unlinked: !isAboutNobody && random.chance(20) ? [Identifier(type: "phone", value: "+44 1234")] : [],
            body: body(kind, &random)
        )
    }

    private static func identifiers(of key: FactKey, _ random: inout SeededGenerator) -> [Identifier] {
        var identifiers: [Identifier] = key.kind == .customer ? [Identifier(type: key.source, value: key.id)] : []
        let further: [Identifier] = [
            Identifier(type: "email", value: "jane\(random.below(9))@example.com"),
            Identifier(type: "email", value: "other@xn--bcher-kva.example"),
            Identifier(type: "phone", value: "+442079460018"),
            Identifier(type: "loyalty", value: "Ünï:\(random.below(9))"),
            Identifier(type: "loyalty", value: "b\""), Identifier(type: "visitor", value: "v-1"),
        ]
        identifiers += further.filter { _ in random.chance(50) }
        return identifiers.isEmpty ? [further[0]] : identifiers
    }

    private static func body(_ kind: RecordKind, _ random: inout SeededGenerator) -> SourceRecord.Body {
        switch kind {
        case .customer: .customer(customer(&random))
        case .order: .order(order(&random))
        case .interaction: .interaction(interaction(&random))
        case .activity: .activity(activity(&random))
        case .promise: .promise(promise(&random))
        case .product: .product(product(&random))
        case .notice: .notice(notice(&random))
        case .agent: .agent(agent(&random))
        }
    }

    private static func product(_ random: inout SeededGenerator) -> ProductRecord {
        var product = ProductRecord()
        product.name = random.maybe(text)
        product.category = random.maybe(text)
        product.price = UnitPrice(parts: 79_000_000)
        product.currency = Currency("EUR")
        product.stock = Quantity(thousandths: Int64(random.below(9_000)) - 500)
        product.replacedBy = random.maybe(text)
        product.isRecalled = random.chance(50) ? random.chance(50) : nil
        product.url = random.maybe { _ in "https://shop.example/tents?a=b" }
        product.complementOf = random.chance(50) ? ["A-1", "B 2"] : []
        return product
    }

    private static func notice(_ random: inout SeededGenerator) -> NoticeRecord {
        var notice = NoticeRecord(random.pick(NoticeRecord.Kind.allCases), "50 % off\nuntil Sunday")
        notice.products = random.chance(50) ? ["A-1", "B 2"] : []
        notice.categories = random.chance(50) ? ["Shoes"] : []
        notice.tiers = random.chance(50) ? ["gold", "silver"] : []
        notice.countries = random.chance(50) ? ["DE", "GB"] : []
        notice.from = random.chance(50) ? time(&random) : nil
        notice.until = notice.from.map { Timestamp(milliseconds: $0.milliseconds + 86_400_000) }
        notice.url = random.maybe { _ in "HTTP://münchen.example:8080" }
        return notice
    }

    private static func agent(_ random: inout SeededGenerator) -> AgentRecord {
        var agent = AgentRecord()
        agent.name = random.maybe(text)
        agent.channels = random.chance(50) ? ["chat", "phone"] : []
        agent.languages = random.chance(50) ? ["en-GB", "de"] : []
        agent.skills = random.chance(50) ? ["delivery", "Größen & Maße"] : []
        agent.employer = random.maybe(text)
        return agent
    }

    private static func customer(_ random: inout SeededGenerator) -> CustomerRecord {
        var customer = CustomerRecord()
        customer.givenName = random.maybe(text)
        customer.familyName = random.maybe(text)
        customer.fullName = random.maybe(text)
        customer.salutation = random.maybe(text)
        customer.birthday = Birthday(year: random.maybe { 1900 + $0.below(70) }, month: 1 + random.below(12), day: 28)
        customer.gender = random.maybe(text)
        customer.language = random.maybe { $0.pick(["en-GB", "de", "zh-Hant-TW"]) }
        customer.timeZone = random.maybe { $0.pick(["Europe/London", "Asia/Tokyo"]) }
        customer.address = random.maybe(address)
        customer.preferredChannel = random.maybe { $0.pick(words) }
        customer.preferredTime = random.maybe(preferredTime)
        customer.owner = random.maybe { Person(id: "a\($0.below(9))", name: $0.maybe(text)) }
        customer.loyalty = random.maybe { Loyalty(tier: "gold", points: $0.maybe { $0.below(5_000) }) }
        customer.tags = ["a", "b c", "ü"].filter { _ in random.chance(50) }
        customer.consents = (0..<random.below(3)).map { _ in consent(&random) }
        customer.traits = random.chance(50) ? ["k/ey": trait(&random, depth: 1), "n": .number("1.50")] : [:]
        customer.createdAt = random.maybe(time)
        return customer
    }

    private static func address(_ random: inout SeededGenerator) -> Address {
        var address = Address()
        address.street = random.maybe { _ in "1 High St\nFlat 2" }
        address.postalCode = random.maybe { "0\($0.below(9_999))" }
        address.city = text(&random)
        address.region = random.maybe(text)
        address.country = random.maybe { $0.pick(["GB", "DE"]) }
        return address
    }

    private static func preferredTime(_ random: inout SeededGenerator) -> PreferredTime {
        let from = random.below(1_440)
        return PreferredTime(
            days: random.pick([Weekday.workdays, Weekday.weekend, Weekday.allCases]), fromMinute: from,
            toMinute: from + 1 + random.below(1_440 - from))
    }

    private static func consent(_ random: inout SeededGenerator) -> Consent {
        Consent(
            purpose: text(&random), channel: random.maybe { $0.pick(words) },
            status: random.pick(Consent.Status.allCases), at: random.maybe(time))
    }

    private static func trait(_ random: inout SeededGenerator, depth: Int) -> TraitValue {
        switch random.below(depth > 3 ? 4 : 6) {
        case 0: .null
        case 1: .bool(random.chance(50))
        case 2: .number(random.pick(["0", "-1.50", "1e3", "12345678901234567890"]))
        case 3: .text(random.pick(texts + ["", " ", "a\n\tb"]))
        case 4: .list((0..<random.below(3)).map { _ in trait(&random, depth: depth + 1) })
        default: .object(["a": trait(&random, depth: depth + 1), "b~": .null])
        }
    }

    private static func order(_ random: inout SeededGenerator) -> OrderRecord {
        let currency = random.pick(currencies)
        return OrderRecord(
            placedAt: time(&random), status: random.pick(OrderRecord.Status.allCases), currency: currency,
            total: random.maybe(money), refunded: random.maybe(money).map(abs),
            lines: (0..<random.below(4)).map { _ in line(&random) }, channel: random.maybe { $0.pick(words) },
            expectedDelivery: random.maybe { time(&$0).day },
            trackingURL: random.maybe { _ in "https://example.com/?a=b" }, customerDetails: random.maybe(details))
    }

    private static func details(_ random: inout SeededGenerator) -> CustomerDetails {
        var details = CustomerDetails()
        details.givenName = random.maybe(text)
        details.familyName = text(&random)
        details.fullName = random.maybe(text)
        details.salutation = random.maybe(text)
        details.birthday = random.maybe { Birthday(year: 1950, month: 1 + $0.below(12), day: 28) } ?? nil
        details.address = random.maybe(address)
        return details
    }

    private static func line(_ random: inout SeededGenerator) -> OrderRecord.Line {
        OrderRecord.Line(
            sku: random.maybe(text), name: random.maybe(text), category: random.maybe(text),
            quantity: quantity(&random),
            unitPrice: random.maybe(price))
    }

    private static func interaction(_ random: inout SeededGenerator) -> InteractionRecord {
        var interaction = InteractionRecord(
            occurredAt: time(&random), channel: random.pick(words),
            direction: random.pick(InteractionRecord.Direction.allCases))
        interaction.topic = random.maybe(text)
        interaction.status = random.maybe { $0.pick(InteractionRecord.Status.allCases) }
        interaction.agent = random.maybe { Person(id: "a\($0.below(9))", name: $0.maybe(text)) }
        interaction.waitSeconds = random.maybe { $0.below(5_000) }
        interaction.durationSeconds = random.maybe { $0.below(5_000) }
        interaction.csat = random.maybe { 1 + $0.below(5) }
        interaction.nps = random.maybe { $0.below(11) }
        interaction.effort = random.maybe { 1 + $0.below(7) }
        interaction.sentimentThousandths = random.maybe { $0.below(2_001) - 1_000 }
        interaction.summary = random.maybe { _ in "first\n\tsecond" }
        interaction.orderID = random.maybe(text)
        return interaction
    }

    private static func activity(_ random: inout SeededGenerator) -> ActivityRecord {
        var activity = ActivityRecord(occurredAt: time(&random), type: random.pick(["product_viewed", "search"]))
        activity.sku = random.maybe(text)
        activity.name = random.maybe(text)
        activity.category = random.maybe(text)
        activity.currency = random.maybe { $0.pick(currencies) }
        if activity.currency != nil { activity.price = random.maybe(price) }
        activity.quantity = random.maybe(quantity)
        activity.query = random.maybe(text)
        activity.url = random.maybe { _ in "/shoes?x=1" }
        activity.referrer = random.maybe { _ in "https://search.example/?q=shoes" }
        activity.medium = random.maybe(text)
        activity.campaign = random.maybe(text)
        return activity
    }

    private static func promise(_ random: inout SeededGenerator) -> PromiseRecord {
        var promise = PromiseRecord(
            promisedAt: time(&random), text: "first\n\tsecond", status: random.pick(PromiseRecord.Status.allCases))
        promise.dueAt = random.maybe(time)
        promise.dueOn = random.maybe { time(&$0).day }
        promise.settledAt = random.maybe(time)
        promise.agent = random.maybe { Person(id: "a\($0.below(9))", name: $0.maybe(text)) }
        promise.topic = random.maybe(text)
        promise.orderID = random.maybe(text)
        promise.interactionID = random.maybe(text)
        return promise
    }

    private static func text(_ random: inout SeededGenerator) -> String { random.pick(texts) }

    private static func time(_ random: inout SeededGenerator) -> Timestamp {
        let moment = Int64.random(in: -2_208_988_800_000..<7_258_118_400_000, using: &random)
        return Timestamp(milliseconds: random.chance(50) ? moment : moment / 1000 * 1000)
    }

    private static func money(_ random: inout SeededGenerator) -> MinorUnits {
        Int64.random(in: -10_000_000_000_000...10_000_000_000_000, using: &random)
    }

    private static func price(_ random: inout SeededGenerator) -> UnitPrice {
        UnitPrice(parts: Int64.random(in: -100_000_000_000_000_000...100_000_000_000_000_000, using: &random))
    }

    private static func quantity(_ random: inout SeededGenerator) -> Quantity {
        Quantity(thousandths: Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &random))
    }
}
