import ProfileCore
import Testing

/// A million records are put into an order by what `PersonGroups` knows of them.
@Suite("Records of one person are filed together")
struct PersonGroupsTests {
    @Test("As whoever compares every record with every other", arguments: 0..<40 as Range<UInt64>)
    func likeComparingAll(seed: UInt64) {
        var dice = SplitMix64(seed: seed)
        let rules = IdentityRules(declared: [
            "household": IdentifierRule(priority: 20, limit: 5, strength: .weak)
        ])
        let records = (0..<Int.random(in: 0..<300, using: &dice)).map { _ in Self.record(&dice) }
        #expect(Self.order(of: records, rules, StoredPlaces(identifiers: Self.holders)) == Self.order(of: records))
    }

    @Test func manyRecordsOfStrangersKeepTheirOrder() {
        let records = (0..<20_000).map { Self.record(id: "\($0)", [Identifier(type: "crm", value: "\($0)")]) }
        #expect(Self.order(of: records, .standard, StoredPlaces()) == Array(0..<20_000))
    }

    private static func order(of records: [SourceRecord], _ rules: IdentityRules, _ stored: StoredPlaces) -> [Int] {
        let names = PersonNames(rules: rules)
        var (groups, table) = (PersonGroups(), NameTable())
        for record in records {
            let place = groups.add()
            for name in names.hashes(of: record, meeting: stored) { table.join(place, named: name, in: &groups) }
        }
        return groups.order().map { Int($0.record) }
    }

    /// Of a store that knows some of them already.
    private static let holders = [
        Identifier(type: "crm", value: "1"): ProfileID(high: 1, low: 1),
        Identifier(type: "email", value: "2"): ProfileID(high: 1, low: 1),
        Identifier(type: "email", value: "3"): ProfileID(high: 1, low: 2),
    ]

    // MARK: The same in another way

    /// Colours spread from record to record until nothing changes.
    private static func order(of records: [SourceRecord]) -> [Int] {
        let names = records.map(names)
        var colours = Array(records.indices)
        var isChanged = true
        while isChanged {
            isChanged = false
            for one in records.indices {
                for other in records.indices
                where colours[other] < colours[one] && !names[one].isDisjoint(with: names[other]) {
                    colours[one] = colours[other]
                    isChanged = true
                }
            }
        }
        return records.indices.sorted { (colours[$0], $0) < (colours[$1], $1) }
    }

    private static func names(_ record: SourceRecord) -> Set<String> {
        let strong = record.identifiers.filter { $0.type != "household" }
        let keys = [record.key, record.orderOfItsCustomer].compactMap(\.self)
        let profiles = strong.compactMap { Self.holders[$0].map { "profile \($0)" } }
        return Set(strong.map { "\($0.type):\($0.value)" } + profiles + keys.map { "\($0.kind) \($0.source) \($0.id)" })
    }

    // MARK: Records

    private static func record(_ dice: inout SplitMix64) -> SourceRecord {
        let identifiers = ["crm", "email", "household"].compactMap { type in
            Bool.random(using: &dice)
                ? Identifier(type: type, value: "\(Int.random(in: 0..<150, using: &dice))") : nil
        }
        let id = "\(Int.random(in: 0..<400, using: &dice))"
        guard identifiers.isEmpty else { return record(id: id, identifiers) }
        var interaction = InteractionRecord(occurredAt: Timestamp(milliseconds: 0), channel: "chat")
        interaction.orderID = "\(Int.random(in: 0..<400, using: &dice))"
        return SourceRecord(
            key: FactKey(kind: .interaction, source: "shop", id: id), updatedAt: Timestamp(milliseconds: 0),
            isTimedByArrival: false, identifiers: [], body: .interaction(interaction))
    }

    private static func record(id: String, _ identifiers: [Identifier]) -> SourceRecord {
        SourceRecord(
            key: FactKey(kind: .order, source: "shop", id: id), updatedAt: Timestamp(milliseconds: 0),
            isTimedByArrival: false, identifiers: identifiers,
            body: .order(
                OrderRecord(placedAt: Timestamp(milliseconds: 0), status: .paid, currency: .euro)))
    }
}
