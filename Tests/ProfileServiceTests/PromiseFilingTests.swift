import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("Promises are filed like every record")
struct PromiseFilingTests {
    private static func promise(
        _ id: String, of identifiers: String..., about order: String? = nil,
        being status: PromiseRecord.Status = .open, after seconds: Int64 = 0
    ) -> SourceRecord {
        var promise = PromiseRecord(promisedAt: SourceRecord.noon, text: "Call back", status: status)
        (promise.orderID, promise.agent, promise.topic) = (order, Person(id: "a7", name: "Ada"), "refund")
        return SourceRecord(
            key: FactKey(kind: .promise, source: "erp", id: id),
            updatedAt: SourceRecord.noon.advanced(bySeconds: seconds), isTimedByArrival: false,
            identifiers: identifiers.map { Identifier($0) }, body: .promise(promise))
    }

    private static func view(_ identifier: String, in shop: Shop) async throws -> PromisesView? {
        try await shop.service.profile(.identifier(Identifier(identifier)))?.0.promises
    }

    @Test("One that names nobody goes with its order")
    func filedWithOrder() async throws {
        let shop = try await Shop()
        let customer = try await shop.file(.customer("crm:1", "email:a@example.com"))[0].profile
        try await shop.file(.order("o1", of: "email:a@example.com"))
        #expect(try await shop.file(Self.promise("p1", about: "o1"))[0].profile == customer)
        #expect(try await Self.view("crm:1", in: shop)?.open.count == 1)
    }

    @Test("Its next statement counts in place of the one before, and a withdrawal takes it out")
    func restated() async throws {
        let shop = try await Shop()
        try await shop.file(Self.promise("p1", of: "crm:1"), Self.promise("p2", of: "crm:1", being: .kept))
        try await shop.file(Self.promise("p1", of: "crm:1", being: .broken, after: 60))
        let view = try #require(try await Self.view("crm:1", in: shop))
        #expect(view.open == [] && view.kept == 1 && view.broken == 1)
        #expect(view.byAgent.map { [$0.open, $0.kept, $0.broken] } == [[0, 1, 1]])
        #expect(view.lastBroken?.id == "p1")
        _ = try await shop.service.withdraw(Self.promise("p1").key)
        let left = try #require(try await Self.view("crm:1", in: shop))
        #expect(left.broken == 0 && left.lastBroken == nil && left.byTopic.map(\.kept) == [1])
    }

    @Test("They move with a merge and back with an unmerge, and go with their person")
    func mergedAndErased() async throws {
        let shop = try await Shop()
        try await shop.file(Self.promise("p1", of: "crm:1", being: .kept), Self.promise("p2", of: "crm:2"))
        let one = try #require(try await shop.id("crm:1"))
        let other = try #require(try await shop.id("crm:2"))
        _ = try await shop.service.merge(one, with: other, by: "t", reason: "r", confirmed: true)
        let both = try #require(try await Self.view("crm:1", in: shop))
        #expect(both.kept == 1 && both.open.count == 1 && both.byTopic.map(\.key) == ["refund"])
        _ = try await shop.service.unmerge(max(one, other), from: min(one, other), by: "t", reason: "r")
        #expect(try await Self.view("crm:1", in: shop)?.open == [])
        #expect(try await Self.view("crm:2", in: shop)?.open.count == 1)
        let certificate = try #require(try await shop.service.erase(.identifier(Identifier("crm:2")), by: "officer"))
        #expect(certificate.erasure.counts.facts == [.promise: 1])
        #expect(try await shop.file(Self.promise("p3", of: "crm:2"))[0].status == .suppressed)
    }

    @Test("A profile that an earlier version derived is folded by its first promise, which shows at once")
    func earlierState() async throws {
        let shop = try await Shop()
        try await shop.file(.order("o1", of: "crm:1"), Self.promise("p1", of: "crm:1", being: .kept))
        let id = try #require(try await shop.id("crm:1"))
        _ = try await shop.store.commit(reading: ReadSet(profiles: [id])) { snapshot in
            var decision = Decision(decidedAt: snapshot.moment)
            decision.profiles = snapshot.profiles.mapValues { state in
                var state = state
                (state.version, state.summary.derivation) = (state.version + 1, PromiseSummary.since - 1)
                return state
            }
            return (decision, ())
        }
        try await shop.file(.order("o2", of: "crm:1"))
        #expect(try await Self.view("crm:1", in: shop) == nil, "nothing half-counted is served")
        try await shop.file(Self.promise("p2", of: "crm:1"))
        let view = try #require(try await Self.view("crm:1", in: shop))
        #expect(view.kept == 1 && view.open.map(\.promise.id) == ["p2"])
        #expect(try await shop.state("crm:1")?.summary.derivation == ProfileSummary.derivation)
    }
}
