import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("Nodes whose clocks differ")
struct ClockTests {
    private let clock = TestClock()
    private let early = TestClock()

    /// Two nodes of one store, the first of them two seconds ahead.
    private func nodes() async throws -> (ahead: Shop, right: Shop) {
        early.advance(bySeconds: 2)
        let store = try SharedStore(clock: clock)
        return (try await Shop(sharing: store, clock: early), try await Shop(sharing: store, clock: clock))
    }

    private func tick() {
        for one in [clock, early] { one.advance(bySeconds: 1) }
    }

    private func file(_ record: SourceRecord, on shop: Shop) async throws {
        _ = try await shop.service.ingest([record])
    }

    private func familyName(_ shop: Shop) async throws -> String? {
        try await shop.service.profile(.identifier(Identifier("crm:1")))?.0.person.familyName
    }

    @Test("A record without a time that arrives later counts, though the node before was ahead")
    func correction() async throws {
        let nodes = try await nodes()
        try await file(.untimed("crm:1", family: "Doe", arrivingAt: early.now), on: nodes.ahead)
        let verdicts = try await nodes.right.service.ingest([.untimed("crm:1", family: "Roe", arrivingAt: clock.now)])
        #expect(verdicts.map(\.status) == [.accepted])
        #expect(try await familyName(nodes.right) == "Roe")
    }

    @Test("So it does beside what another source said through the node that is ahead")
    func otherSource() async throws {
        let nodes = try await nodes()
        let mail = "email:a@example.com"
        try await file(.untimed("crm:1", mail, family: "Doe", arrivingAt: early.now), on: nodes.ahead)
        tick()
        try await file(.untimed("web:9", mail, family: "Roe", arrivingAt: clock.now), on: nodes.right)
        #expect(try await familyName(nodes.right) == "Roe")
        #expect(try await nodes.right.state("crm:1")?.changedAt == clock.now)
    }

    @Test("When the store's clock is set back, what arrives later is later all the same")
    func setBack() async throws {
        let nodes = try await nodes()
        try await file(.untimed("crm:1", family: "Doe", arrivingAt: clock.now), on: nodes.right)
        let before = clock.now
        clock.advance(bySeconds: -600)
        let verdicts = try await nodes.right.service.ingest([.untimed("crm:1", family: "Roe", arrivingAt: clock.now)])
        #expect(verdicts.map(\.status) == [.accepted])
        #expect(try await nodes.right.state("crm:1")?.changedAt == before)
    }

    @Test("Records of one import all count as of its start, whatever batch they are in")
    func imports() async throws {
        let nodes = try await nodes()
        let start = clock.now
        for (source, family) in [("web:9", "Roe"), ("crm:1", "Doe")] {
            tick()
            let record = SourceRecord.untimed(source, "email:a@example.com", family: family, arrivingAt: start)
            _ = try await nodes.right.service.file([record], arrivedAt: start)
        }
        let facts = try await nodes.right.service.facts(kind: .customer, after: nil, limit: 10)
        #expect(facts.map(\.record.updatedAt) == [start, start])
    }
}

extension SourceRecord {
    /// A customer record that says nothing of its time.
    fileprivate static func untimed(
        _ own: String, _ others: String..., family: String, arrivingAt moment: Timestamp
    ) -> SourceRecord {
        var customer = CustomerRecord()
        customer.familyName = family
        let name = Identifier(own)
        return SourceRecord(
            key: FactKey(kind: .customer, source: name.type, id: name.value), updatedAt: moment,
            isTimedByArrival: true, identifiers: [name] + others.map { Identifier($0) }, body: .customer(customer))
    }
}
