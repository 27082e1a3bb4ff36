import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("Types of identifiers are few")
struct TypeLimitTests {
    @Test("A profile holds so many, and those that are declared find their place beside invented ones")
    func profile() async throws {
        let shop = try await Shop()
        let invented = (10..<50).map { "invented\($0):1" }
        let verdict = try await shop.file(record("o1", of: invented + ["email:a@example.com", "phone:+491701"]))[0]
        #expect(verdict.status == .accepted)
        #expect(verdict.refused.count == 11)
        let held = try #require(try await shop.state("email:a@example.com")).summary.identifiers
        #expect(held.map(\.key).count == 31)
        #expect(try await shop.id("phone:+491701") == verdict.profile)
        #expect(try await shop.conflicts().allSatisfy { $0.rule == .types })
    }

    @Test("A deployment has so many that nobody declared, on all its nodes, and goes on with those it has")
    func deployment() async throws {
        let shop = try await Shop()
        for number in 0..<10 {
            try await shop.file(record("o\(number)", of: (0..<26).map { "invented\(100 + number * 26 + $0):1" }))
        }
        // The source's own is no type before a customer of it is known.
        #expect(try await shop.conflicts().count == 4)
        let other = try await Shop(sharing: shop.store, clock: shop.clock)
        let names = ["one-more:1", "invented100:1", "email:a@example.com"]
        let verdict = try await other.file(record("late", of: names))[0]
        #expect(verdict.refused == ["one-more"])
        #expect(try await other.id("email:a@example.com") == shop.id("invented100:1"))
    }

    @Test("One that is declared is no invented one any more, and its claims are held")
    func declaring() async throws {
        let shop = try await Shop()
        for number in 0..<10 {
            try await shop.file(record("o\(number)", of: (0..<26).map { "invented\(100 + number * 26 + $0):1" }))
        }
        try await shop.file(record("late", of: ["one-more:1"]))
        #expect(try await shop.id("one-more:1") == nil)
        let rule = IdentifierRule(priority: 20, limit: 1, strength: .strong)
        let declared = try await Shop(sharing: shop.store, clock: shop.clock, identity: ["one-more": rule])
        try await declared.service.adopt()
        try await declared.service.judgeAllClaims()
        #expect(try await declared.id("one-more:1") != nil)
    }

    private func record(_ id: String, of identifiers: [String]) -> SourceRecord {
        SourceRecord(
            key: FactKey(kind: .activity, source: "web", id: id), updatedAt: SourceRecord.noon,
            isTimedByArrival: false, identifiers: identifiers.map { Identifier($0) },
            body: .activity(ActivityRecord(occurredAt: SourceRecord.noon, type: "page_viewed")))
    }
}
