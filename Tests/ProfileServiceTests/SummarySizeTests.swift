import ProfileCore
import ProfileStore
import SQLiteStore
import SQLStore
import Testing

@Suite("A profile that counts thousands of names")
struct SummarySizeTests {
    private static let count = 1_500
    private let rules = IdentityRules(declared: [
        "household": IdentifierRule(priority: 5, limit: 50, strength: .weak)
    ])

    /// An order and a call, each with names of their own.
    private func records(_ number: Int, by identifier: Identifier = Identifier("crm:1")) -> [SourceRecord] {
        let moment = SourceRecord.noon.advanced(bySeconds: Int64(number) * 5_000)
        var order = OrderRecord(placedAt: moment, status: .delivered, currency: .euro, total: 100)
        order.lines = [
            OrderRecord.Line(
                sku: "sku-\(number)", name: "Thing \(number)", category: "c\(number)", quantity: .one, unitPrice: nil)
        ]
        var call = InteractionRecord(occurredAt: moment, channel: "channel-\(number)")
        call.agent = Person(id: "a\(number)", name: "Agent \(number)")
        let household = Identifier(type: "household", value: "\(number)")
        return [
            record(.order, number, moment, [identifier], .order(order)),
            record(.interaction, number, moment, [identifier, household], .interaction(call)),
        ]
    }

    private func record(
        _ kind: RecordKind, _ number: Int, _ moment: Timestamp, _ identifiers: [Identifier], _ body: SourceRecord.Body
    ) -> SourceRecord {
        SourceRecord(
            key: FactKey(kind: kind, source: "shop", id: "\(number)"), updatedAt: moment, isTimedByArrival: false,
            identifiers: identifiers, body: body)
    }

    @discardableResult
    private func file(_ records: [SourceRecord], in store: SQLiteStore, drawing id: UInt64) async throws -> Decision {
        let now = SourceRecord.noon.advanced(bySeconds: 100_000_000)
        let ingest = IngestDecision(rules: rules)
        let arrivals = records.map {
            IngestDecision.Arrival(record: $0, at: now, newProfile: ProfileID(high: id, low: id))
        }
        return try await store.commit(reading: ingest.readSet(records)) { snapshot in
            ingest.decide(arrivals, seeing: snapshot, at: now)
        }.decision
    }

    @Test("keeps a small state, and takes new records, corrections and smaller profiles in without being folded")
    func staysSmall() async throws {
        let store = try SQLiteStore.inMemory()
        try await file((0..<Self.count).flatMap { records($0) }, in: store, drawing: 1)
        let state = try #require(try await store.scan(after: nil, limit: 2).first)
        #expect(Stored.bytes(of: state).count < 32 * 1024)
        #expect(state.summary.shelved[.product] == ShelfCount(total: Self.count, told: Self.count))

        let next = try await file(records(Self.count) + [records(0)[0]], in: store, drawing: 2)
        #expect(next.rebuilds.isEmpty)
        #expect(next.tallies.values.map(\.saved.count) == [5])
        #expect(next.profiles[state.id]?.summary.shelved[.agent]?.total == Self.count + 1)

        // Somebody who came without a name and then logs in, with an order of something that was bought before.
        let visitor = Identifier("visitor:v")
        var order = records(7, by: visitor)[0]
        order = record(.order, 9_001, order.happenedAt, [visitor], order.body)
        try await file([order], in: store, drawing: 3)
        let login = record(.order, 9_002, order.happenedAt, [visitor, Identifier("crm:1")], order.body)
        let merged = try await file([login], in: store, drawing: 4)
        #expect(merged.merges.count == 1 && merged.rebuilds.isEmpty)
        let tally = merged.profiles[state.id]?.summary.purchases.products.tallies["sku-7"]
        #expect(tally?.quantity == Quantity(thousandths: 3_000))
        #expect(tally?.seen?.count == 3)
    }
}
