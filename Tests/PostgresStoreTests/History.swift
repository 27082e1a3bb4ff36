import ProfileCore
import ProfileStore

/// A random history of records, corrections, withdrawals, merges, unmerges and erasures, the same for every store it is
/// told to.
struct History {
    /// SplitMix64; source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
    private struct Source: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    enum Step: Sendable {
        case ingest([IngestDecision.Arrival], Timestamp)
        case withdraw(FactKey, Timestamp)
        /// Profiles by their place among all there are at that time.
        case merge(Int, Int, Timestamp)
        case unmerge(Int, Timestamp)
        case erase(Int)
    }

    /// Alike to a careless comparison, all in NFC.
    private static let words = [
        "a", "A", "ä", "å", "ß", "ss", "İ", "ı", "👩‍👩‍👧", "👩👩👧", "e", "é", "\u{0}",
        "\u{1}", "\u{1}\u{1}", "%", "名前", "z",
    ]
    private static let types = ["email", "phone", "visitor", "crm", "household"]

    private var source: Source
    private var clock: Int64 = 1_750_000_000_000

    init(seed: UInt64) {
        source = Source(state: seed)
    }

    /// With limits so small that rows of their own hold tallies.
    static let rules: IdentityRules = {
        var rules = IdentityRules(declared: [
            "household": IdentifierRule(priority: 5, limit: 50, strength: .weak)
        ])
        rules.summaryLimits.products = SummaryLimits.Shelf(capacity: 2, shown: 1)
        rules.summaryLimits.categories = SummaryLimits.Shelf(capacity: 1, shown: 1)
        rules.summaryLimits.promiseTopics = SummaryLimits.Shelf(capacity: 1, shown: 1)
        rules.summaryLimits.identifiers = SummaryLimits.Shelf(capacity: 1, shown: 1)
        return rules
    }()

    static func warrant(at moment: Timestamp) -> ErasureWarrant {
        ErasureWarrant(id: "ers_\(moment.milliseconds)", at: moment, by: "desk")
    }

    /// Any function of the name does.
    static func tombstone(of name: ErasableName) -> Tombstone {
        name.form.utf8.reduce(Tombstone(high: 7, low: 7)) { hash, byte in
            let low = (hash.low ^ UInt64(byte)) &* 0x100_0000_01B3
            return Tombstone(high: hash.high &+ low, low: low)
        }
    }

    mutating func step() -> Step {
        clock += 1000
        let now = Timestamp(milliseconds: clock)
        switch number(0...19) {
        case 0: return .withdraw(key(), now)
        case 1: return .merge(number(0...30), number(0...30), now)
        case 2: return .unmerge(number(0...30), now)
        case 3 where number(0...3) == 0: return .erase(number(0...30))
        default:
            let arrivals = (0..<number(1...6)).map { _ in
                IngestDecision.Arrival(record: record(), at: now, newProfile: id(at: now))
            }
            return .ingest(arrivals, now)
        }
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &source) }

    private mutating func word() -> String { Self.words[number(0...Self.words.count - 1)] }

    private mutating func id(at now: Timestamp) -> ProfileID {
        ProfileID(drawnAt: now, random: (UInt16(truncatingIfNeeded: source.next()), source.next()))
    }

    private mutating func key() -> FactKey {
        let kind = RecordKind.ofProfiles[number(0...4)]
        return FactKey(kind: kind, source: kind == .customer ? "crm" : "shop", id: word() + "\(number(0...3))")
    }

    private mutating func record() -> SourceRecord {
        let (key, moment) = (key(), Timestamp(milliseconds: clock - Int64(number(0...5_000))))
        var identifiers: [Identifier] = []
        if key.kind == .customer { identifiers.append(Identifier(type: "crm", value: key.id)) }
        for _ in 0..<number(0...2) {
            let identifier = Identifier(type: Self.types[number(0...4)], value: word())
            if !identifiers.contains(identifier) { identifiers.append(identifier) }
        }
        return SourceRecord(
            key: key, updatedAt: moment, isTimedByArrival: number(0...3) == 0, identifiers: identifiers,
            body: body(key.kind, at: moment))
    }

    private mutating func body(_ kind: RecordKind, at moment: Timestamp) -> SourceRecord.Body {
        switch kind {
        case .customer:
            var record = CustomerRecord()
            record.givenName = word()
            record.familyName = word()
            return .customer(record)
        case .order:
            var record = OrderRecord(
                placedAt: moment, status: .paid, currency: .euro, total: Int64(number(0...9_999)))
            record.lines = (0..<number(0...2)).map { _ in
                OrderRecord.Line(sku: word(), name: nil, category: word(), quantity: .one, unitPrice: nil)
            }
            return .order(record)
        case .interaction:
            var record = InteractionRecord(occurredAt: moment, channel: "phone")
            record.csat = number(1...5)
            record.summary = word() + "e\u{301}"
            return .interaction(record)
        case .promise:
            var record = PromiseRecord(promisedAt: moment, text: word(), status: .open)
            record.agent = Person(id: word(), name: word())
            record.topic = word()
            return .promise(record)
        case .activity: return .activity(ActivityRecord(occurredAt: moment, type: "product_viewed"))
        case .product: return .product(ProductRecord())
        case .notice: return .notice(NoticeRecord(.change, word()))
        case .agent: return .agent(AgentRecord())
        }
    }
}

extension ProfileStore where Self: ErasureStore {
    func tell(_ step: History.Step) async throws {
        let rules = History.rules
        switch step {
        case .ingest(let arrivals, let now):
            _ = try await commit(reading: IngestDecision(rules: rules).readSet(arrivals.map(\.record))) { snapshot in
                IngestDecision(rules: rules).decide(arrivals, seeing: snapshot, at: now)
            }
        case .withdraw(let key, let now):
            _ = try await commit(reading: IngestDecision(rules: rules).readSet(withdrawing: [key])) { snapshot in
                IngestDecision(rules: rules).withdraw(
                    [key], seeing: snapshot, newProfile: ProfileID(drawnAt: now, random: (7, 7)), at: now)
            }
        case .merge(let one, let other, let now):
            let all = try await scan(after: nil, limit: 1_000).map(\.id)
            guard !all.isEmpty else { return }
            let (first, second) = (all[one % all.count], all[other % all.count])
            _ = try await commit(reading: ReadSet(profiles: [first, second], includesMerges: true)) { snapshot in
                StewardDecision(seeing: snapshot, rules: rules, at: now)
                    .merge(first, with: second, by: "desk", reason: "same", confirmed: true)
            }
        case .unmerge(let place, let now):
            let all = try await scan(after: nil, limit: 1_000).filter { !$0.aliases.isEmpty }
            guard !all.isEmpty else { return }
            let profile = all[place % all.count]
            let absorbed = profile.aliases[place % profile.aliases.count]
            _ = try await commit(reading: ReadSet(profiles: [profile.id], includesMerges: true)) { snapshot in
                StewardDecision(seeing: snapshot, rules: rules, at: now)
                    .unmerge(absorbed, from: profile.id, by: "desk", reason: "not the same")
            }
        case .erase(let place):
            let all = try await scan(after: nil, limit: 1_000)
            guard !all.isEmpty else { return }
            let state = all[place % all.count]
            _ = try await erase(
                .id(state.id), History.warrant(at: state.changedAt), hash: History.tombstone(of:))
        }
    }
}
