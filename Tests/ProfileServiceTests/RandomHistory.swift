import ProfileCore
import ProfileService
import ProfileStore

/// A long life of a small shop: records in batches, corrections, withdrawals, merges and unmerges, and now and then
/// other rules of identity, all from a seed.
struct RandomHistory {
    private var random: SplitMix64
    /// Of its own, so that whole histories stay what they were.
    private var randomOfParts: SplitMix64
    private var time: Int64 = 0
    private let variety: Int
    private let limits: SummaryLimits
    private let trust: [String: SourceTrust]
    private(set) var shop: Shop
    private(set) var rules: IdentityRules
    private(set) var hasChangedRules = false

    /// With `limits` so small that they are reached soon, everything that a profile lists overflows.
    init(
        seed: UInt64, limits: SummaryLimits = .standard, trust: [String: SourceTrust] = [:],
        on store: (any ProfileService.Store)? = nil
    ) async throws {
        random = SplitMix64(seed: seed)
        randomOfParts = SplitMix64(seed: ~seed)
        self.limits = limits
        self.trust = trust
        variety = limits == .standard ? 1 : 3
        rules = Self.rules(declared: [:], trust, limits)
        if let store {
            shop = try await Shop(on: store, identity: rules, seed: seed)
        } else {
            shop = try await Shop(identity: rules, seed: seed)
        }
        try await shop.service.adopt()
    }

    private static func rules(
        declared: [String: IdentifierRule], recordLimit: Int = 1_000_000, _ trust: [String: SourceTrust],
        _ limits: SummaryLimits
    ) -> IdentityRules {
        let weak = IdentifierRule(priority: 5, limit: 50, strength: .weak)
        var rules = IdentityRules(
            declared: declared.merging(["household": weak]) { $1 }, trust: trust, recordLimit: recordLimit)
        rules.summaryLimits = limits
        return rules
    }

    mutating func live(steps: Int) async throws {
        for _ in 0..<steps {
            shop.clock.advance(bySeconds: 1)
            switch pick(20) {
            case 0, 1: try await withdraw()
            case 2, 3: try await merge()
            case 4, 5: try await unmerge()
            case 6: try await erase()
            case 7: try await changeRules()
            default: _ = try await shop.service.ingest((0...pick(4)).map { _ in record() })
            }
        }
    }

    private mutating func withdraw() async throws {
        _ = try await shop.service.withdraw(key())
    }

    private mutating func merge() async throws {
        let profiles = try await shop.store.scan(after: nil, limit: 100)
        guard profiles.count > 1 else { return }
        let (one, other) = (profiles[pick(profiles.count)], profiles[pick(profiles.count)])
        do {
            _ = try await shop.service.merge(one.id, with: other.id, by: "t", reason: "r", confirmed: true)
        } catch StewardError.refused(.alreadyOne) {}
    }

    private mutating func unmerge() async throws {
        let merged = try await shop.store.scan(after: nil, limit: 100).filter { !$0.aliases.isEmpty }
        guard !merged.isEmpty else { return }
        let profile = merged[pick(merged.count)]
        _ = try await shop.service.unmerge(
            profile.aliases[pick(profile.aliases.count)], from: profile.id, by: "t", reason: "r")
    }

    private mutating func erase() async throws {
        let profiles = try await shop.store.scan(after: nil, limit: 100)
        guard !profiles.isEmpty else { return }
        _ = try await shop.service.erase(.id(profiles[pick(profiles.count)].id), by: "t")
    }

    /// Stricter or more lenient ones; where a source's ids are limited to more than one, nobody has to corroborate
    /// them. By which identifier a record of a source attaches that may not join goes by priorities, which stay then:
    /// only folding would tell what they change.
    private mutating func changeRules() async throws {
        var declared: [String: IdentifierRule] = [:]
        for type in ["email", "phone", "visitor", "crm", "erp"] where pick(2) == 0 {
            let (priority, known) = (10 + pick(90), IdentityRules.standard[type].priority)
            declared[type] = IdentifierRule(
                priority: trust.isEmpty ? priority : known, limit: 1 + pick(3), strength: .strong)
        }
        hasChangedRules = true
        rules = Self.rules(declared: declared, recordLimit: pick(3) == 0 ? 2 + pick(5) : 1_000_000, trust, limits)
        shop = try await shop.restarted(identity: rules)
        try await shop.service.adopt()
    }

    /// What a part makes of a record depends on what was filed before it, which files of another order change.
    mutating func record(statesParts: Bool = true) -> SourceRecord {
        let key = key()
        time += Int64(pick(3))
        let updated = SourceRecord.noon.advanced(bySeconds: time - Int64(pick(4)))
        var identifiers = (0..<pick(3)).map { _ in identifier() }
        let body: SourceRecord.Body
        switch key.kind {
        case .customer:
            identifiers.insert(Identifier(type: key.source, value: key.id), at: 0)
            var customer = CustomerRecord()
            customer.familyName = ["Doe", "Roe"][pick(2)]
            customer.birthday = Birthday(year: 1980 + pick(2), month: 1, day: 1)
            body = .customer(customer)
        case .order:
            var order = OrderRecord(
                placedAt: moment(), status: OrderRecord.Status.allCases[pick(6)], currency: .euro, total: 100)
            order.lines = [
                OrderRecord.Line(
                    sku: "s\(pick(3))", name: nil, category: "c\(pick(variety))", quantity: .one, unitPrice: nil)
            ]
            body = .order(order)
        case .interaction:
            var interaction = InteractionRecord(
                occurredAt: moment(), channel: ["chat", "phone", "store"][pick(variety)])
            interaction.agent = Person(id: "a\(pick(variety))", name: nil)
            interaction.orderID = pick(2) == 0 ? "\(pick(8))" : nil
            body = .interaction(interaction)
        case .activity:
            let types = ["product_viewed", "product_viewed", "payment_failed", "search_failed", "page_viewed"]
            var activity = ActivityRecord(occurredAt: moment(), type: types[pick(types.count)])
            activity.sku = "s\(pick(3))"
            body = .activity(activity)
        case .promise:
            var promise = PromiseRecord(
                promisedAt: moment(), text: "t", status: PromiseRecord.Status.allCases[pick(4)])
            promise.dueAt = pick(2) == 0 ? moment() : nil
            promise.agent = Person(id: "a\(pick(variety))", name: ["Ada", nil][pick(2)])
            promise.topic = "t\(pick(variety))"
            promise.orderID = pick(2) == 0 ? "\(pick(8))" : nil
            body = .promise(promise)
        case .product: body = .product(ProductRecord())
        case .notice: body = .notice(NoticeRecord(.change, "text"))
        case .agent: body = .agent(AgentRecord())
        }
        var seen: Set<Identifier> = []
        let record = SourceRecord(
            key: key, updatedAt: updated, isTimedByArrival: false,
            identifiers: identifiers.filter { seen.insert($0).inserted }, body: body)
        return statesParts ? partly(record) : record
    }

    /// One record in four states only some of its members, and removes others.
    private mutating func partly(_ record: SourceRecord) -> SourceRecord {
        guard randomOfParts.next() % 4 == 0 else { return record }
        let stated = record.memberTable.keys.sorted().filter { _ in randomOfParts.next() % 2 == 0 }
        let removable = ["identifiers", "identifiers/email", "agent", "lines", "order_id", "family_name", "due_at"]
        let removed = removable.filter { _ in randomOfParts.next() % 6 == 0 }
        return SourceRecord(
            key: record.key, updatedAt: record.updatedAt, isTimedByArrival: record.isTimedByArrival,
            identifiers: record.identifiers, body: record.body,
            extent: .part(stating: Set(stated), removing: Set(removed).subtracting(stated)))
    }

    private mutating func key() -> FactKey {
        FactKey(kind: RecordKind.ofProfiles[pick(5)], source: ["crm", "erp"][pick(2)], id: "\(pick(8))")
    }

    private mutating func identifier() -> Identifier {
        let types = ["email", "phone", "crm", "erp", "visitor", "household"]
        return Identifier(type: types[pick(types.count)], value: "\(pick(7))")
    }

    private mutating func moment() -> Timestamp {
        SourceRecord.noon.advanced(bySeconds: Int64(pick(20)) * 3600)
    }

    private mutating func pick(_ count: Int) -> Int {
        count == 1 ? 0 : Int.random(in: 0..<count, using: &random)
    }
}

/// A seedable generator after Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
