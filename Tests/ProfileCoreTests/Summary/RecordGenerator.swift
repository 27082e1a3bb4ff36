import ProfileCore

/// Random records from a small world, so that equal times, equal keys and emptied counts are frequent.
struct RecordGenerator {
    var random: SplitMix64
    private let kinds: [RecordKind]
    /// Of all types, and of words that mean nothing, unless there are some.
    var activityTypes: [String]?
    private let start: Int64 = 1_700_000_000_000

    /// Records of a single kind overflow the bounded lists soonest.
    init(seed: UInt64, kinds: [RecordKind] = RecordKind.ofProfiles) {
        random = SplitMix64(seed: seed)
        self.kinds = kinds
    }

    mutating func record() -> SourceRecord {
        let kind = kinds[pick(kinds.count)]
        return record(FactKey(kind: kind, source: ["crm", "erp"][pick(2)], id: "\(pick(60))"))
    }

    mutating func record(_ key: FactKey) -> SourceRecord {
        let names = (0..<pick(3)).map { _ in Identifier(type: "email", value: "p\(pick(4))@example.com") }
        return SourceRecord(
            key: key, updatedAt: moment(), isTimedByArrival: false, identifiers: Array(Set(names)).sorted(),
            body: body(key.kind))
    }

    private mutating func body(_ kind: RecordKind) -> SourceRecord.Body {
        switch kind {
        case .customer: .customer(customer())
        case .order: .order(order())
        case .interaction: .interaction(interaction())
        case .activity: .activity(activity())
        case .promise: .promise(promise())
        case .product: .product(ProductRecord())
        case .notice: .notice(NoticeRecord(.change, "text"))
        case .agent: .agent(AgentRecord())
        }
    }

    private mutating func customer() -> CustomerRecord {
        var customer = CustomerRecord()
        customer.familyName = ["Doe", "Roe", nil][pick(3)]
        customer.tags = pick(2) == 0 ? [] : ["t\(pick(3))"]
        return customer
    }

    private mutating func order() -> OrderRecord {
        var order = OrderRecord(
            placedAt: moment(), status: OrderRecord.Status.allCases[pick(6)],
            currency: Currency(["EUR", "JPY"][pick(2)]) ?? .euro)
        order.total = [nil, 12_345, -500, 0][pick(4)]
        order.refunded = [nil, nil, 100][pick(3)]
        order.lines = (0..<pick(4)).map { _ in
            OrderRecord.Line(
                sku: ["A", "B", nil][pick(3)], name: ["Shoe", "Boot", nil][pick(3)],
                category: ["x", "y", nil][pick(3)],
                quantity: Quantity(thousandths: Int64(pick(7) - 2) * 500),
                unitPrice: pick(3) == 0 ? nil : UnitPrice(parts: Int64(pick(1_000_000))))
        }
        return order
    }

    private mutating func interaction() -> InteractionRecord {
        var interaction = InteractionRecord(
            occurredAt: moment(), channel: ["chat", "phone"][pick(2)],
            direction: InteractionRecord.Direction.allCases[pick(2)])
        interaction.status = [nil, .open, .resolved][pick(3)]
        interaction.agent = [nil, Person(id: "a1", name: "Ada"), Person(id: "a1", name: nil)][pick(3)]
        interaction.csat = [nil, 1 + pick(5)][pick(2)]
        interaction.nps = [nil, nil, pick(11)][pick(3)]
        interaction.waitSeconds = [nil, pick(4) * 30][pick(2)]
        interaction.durationSeconds = [nil, pick(5) * 60][pick(2)]
        return interaction
    }

    private mutating func activity() -> ActivityRecord {
        let types = activityTypes ?? ActivityType.allCases.map(\.rawValue) + ["video_played"]
        var activity = ActivityRecord(occurredAt: moment(), type: types[pick(types.count)])
        activity.sku = ["A", "B", nil][pick(3)]
        activity.query = [nil, "tent", "Tent ", String(repeating: "long ", count: 40)][pick(4)]
        activity.url = [nil, "https://shop.example/a?b=c", "/help#x"][pick(3)]
        activity.referrer = [nil, nil, "https://me:secret@www.search.example/?q=x", "https://shop.example/"][pick(4)]
        activity.campaign = [nil, nil, "spring"][pick(3)]
        return activity
    }

    private mutating func promise() -> PromiseRecord {
        let statuses: [PromiseRecord.Status] = [.open, .open, .open, .open, .kept, .broken, .withdrawn]
        var promise = PromiseRecord(promisedAt: moment(), text: "Call back", status: statuses[pick(7)])
        promise.dueAt = [nil, moment()][pick(2)]
        promise.dueOn = [nil, moment().day][pick(2)]
        promise.settledAt = [nil, nil, moment()][pick(3)]
        promise.agent = [nil, Person(id: "a1", name: "Ada"), Person(id: "a1", name: nil)][pick(3)]
        promise.topic = [nil, "refund", "delivery"][pick(3)]
        return promise
    }

    mutating func moment() -> Timestamp {
        Timestamp(milliseconds: start + Int64(pick(40)) * 7_200_000)
    }

    mutating func pick(_ count: Int) -> Int {
        Int.random(in: 0..<count, using: &random)
    }
}
