import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("Two records that were taken for one person because they agreed")
struct ContradictionTests {
    private static let born = (1984, 6, 17)
    private static let email = "email:till@example.com"

    /// crm:1 and crm:2 agree; one order names the second and the address, another the address alone.
    private func together() async throws -> Shop {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1", Self.email, family: "Doe", born: Self.born),
            .customer("crm:2", Self.email, family: "Doe", born: Self.born),
            .order("a", of: "crm:2", Self.email), .order("b", of: Self.email))
        #expect(try await shop.id("crm:1") == shop.id("crm:2"))
        return shop
    }

    private func corrected(_ own: String, _ minute: Int64, family: String, _ born: (Int, Int, Int)) -> SourceRecord {
        .customer(own, Self.email, at: SourceRecord.noon.advanced(bySeconds: minute * 60), family: family, born: born)
    }

    @Test("come apart when a correction says somebody else, and together when it is taken back", arguments: [1, 2])
    func correction(of number: Int) async throws {
        let shop = try await together()
        let id = try await shop.id(Self.email)
        try await shop.file(corrected("crm:\(number)", 1, family: "Roe", (1961, 12, 31)))
        let (first, second) = try await (shop.id("crm:1"), shop.id("crm:2"))
        #expect(first == id && second != id && second != nil)
        // Who stated the address first keeps it.
        #expect(try await shop.id(Self.email) == first)
        #expect(try await shop.orders(of: "crm:1") == ["b"])
        #expect(try await shop.orders(of: "crm:2") == ["a"])
        let conflicts = try await shop.conflicts()
        #expect(conflicts.map(\.rule) == [.uncorroborated, .uncorroborated])
        #expect(conflicts.allSatisfy { $0.profile == second && $0.holder == first })

        try await shop.file(corrected("crm:\(number)", 2, family: "Doe", Self.born))
        try await shop.service.judgeAllClaims()
        #expect(try await shop.id("crm:1") == shop.id("crm:2"))
        #expect(try await shop.orders(of: "crm:2") == ["a", "b"])
    }

    @Test("come apart when the record that agreed is withdrawn, but what names it is not")
    func withdrawal() async throws {
        let shop = try await together()
        _ = try await shop.service.withdraw(FactKey(kind: .customer, source: "crm", id: "2"))
        #expect(try await shop.id("crm:1") != shop.id("crm:2"))
        #expect(try await shop.orders(of: "crm:2") == ["a"])
    }

    @Test("Others who still agree with each other stay one")
    func third() async throws {
        let shop = try await together()
        try await shop.file(.customer("crm:3", Self.email, family: "Doe", born: Self.born))
        try await shop.file(corrected("crm:1", 1, family: "Roe", (1961, 12, 31)))
        try await shop.service.judgeAllClaims()
        #expect(try await shop.id("crm:1") == shop.id(Self.email))
        #expect(try await shop.id("crm:2") == shop.id("crm:3"))
        #expect(try await shop.id("crm:1") != shop.id("crm:2"))
    }

    @Test("stay one where a person said so")
    func decided() async throws {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1", family: "Doe", born: Self.born), .customer("crm:2", family: "Doe", born: Self.born))
        let (one, two) = try await (#require(shop.id("crm:1")), #require(shop.id("crm:2")))
        _ = try await shop.service.merge(two, with: one, by: "tester", reason: "one")
        try await shop.file(corrected("crm:2", 1, family: "Roe", (1961, 12, 31)))
        #expect(try await shop.id("crm:1") == shop.id("crm:2"))
        #expect(try await shop.id(Self.email) == shop.id("crm:1"))
    }

    @Test("A correction that agrees as well as before takes nobody apart")
    func slip() async throws {
        let shop = try await together()
        let verdicts = try await shop.file(corrected("crm:2", 1, family: "Doé", Self.born))
        #expect(verdicts.map(\.status) == [.accepted])
        #expect(try await shop.id("crm:1") == shop.id("crm:2"))
    }
}

extension Shop {
    fileprivate func orders(of identifier: String) async throws -> [String] {
        guard let id = try await id(identifier) else { return [] }
        return try await store.facts(of: id, after: nil, limit: 100).map(\.key).filter { $0.kind == .order }.map(\.id)
            .sorted()
    }
}
