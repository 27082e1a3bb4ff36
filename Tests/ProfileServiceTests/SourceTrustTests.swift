import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("A source does to profiles what its settings allow")
struct SourceTrustTests {
    static let partner = SourceTrust(states: ["email"], joins: false)

    @Test("An identifier that a source may not state is refused, and the record is filed by the others")
    func untrusted() async throws {
        let shop = try await Shop(identity: rules(Self.partner))
        try await shop.file(.customer("erp:E1", "email:a@example.com"))
        let verdict = try await shop.file(.customer("crm:1", "erp:E1", "phone:+491700", "email:b@example.com"))[0]
        #expect(verdict.refused == ["erp", "phone"])
        #expect(try await shop.id("crm:1") == verdict.profile)
        #expect(try await shop.id("email:b@example.com") == verdict.profile)
        #expect(try await shop.id("erp:E1") != verdict.profile)
        #expect(try await shop.id("phone:+491700") == nil)
        let conflicts = try await shop.conflicts()
        #expect(conflicts.map(\.rule) == [.untrusted, .untrusted])
        #expect(try await conflicts.first { $0.identifier.type == "erp" }?.holder == shop.id("erp:E1"))
    }

    @Test("A source always names its own records, and a record left without identifiers begins a profile")
    func ownIdentifiers() async throws {
        let shop = try await Shop(identity: rules(SourceTrust(states: [])))
        let first = try await shop.file(.customer("crm:1", "email:a@example.com"))[0]
        #expect(first.refused == ["email"])
        #expect(try await shop.id("crm:1") == first.profile)
        let strict = try await Shop(identity: IdentityRules(declared: [:], trust: ["erp": SourceTrust(states: [])]))
        try await strict.file(.customer("crm:1", "email:a@example.com"))
        let stray = try await strict.file(.order("o1", of: "crm:1"))[0]
        #expect(try await strict.id("crm:1") != stray.profile)
    }

    @Test("A weak identifier that a source may not state finds nobody of it")
    func untrustedWeak() async throws {
        let weak = IdentifierRule(priority: 5, limit: 50, strength: .weak)
        let shop = try await Shop(
            identity: IdentityRules(declared: ["phone": weak], trust: ["crm": Self.partner]))
        try await shop.file(.customer("crm:1", "phone:+491700"), .customer("erp:7", "phone:+491700"))
        let matches = try await shop.service.lookup([.identifier(Identifier("phone:+491700"))])
        #expect(try await matches.map(\.profile.id) == [shop.id("erp:7")])
    }

    @Test("A source that may not join attaches its record to what its most trusted identifier leads to")
    func attaches() async throws {
        let shop = try await Shop(identity: rules(SourceTrust(joins: false)))
        try await shop.file(.customer("erp:E1", "email:a@example.com"), .customer("erp:E2", "phone:+491700"))
        let verdict = try await shop.file(.customer("crm:1", "phone:+491700", "email:a@example.com"))[0]
        #expect(verdict.status == .accepted && verdict.refused == ["phone"])
        #expect(try await verdict.profile == shop.id("erp:E1"))
        #expect(try await shop.id("crm:1") == shop.id("erp:E1"))
        #expect(try await shop.id("erp:E2") != shop.id("erp:E1"))
        let conflict = try #require(try await shop.conflicts().first)
        #expect(conflict.rule == .joins)
        #expect(try await conflict.holder == shop.id("erp:E2"))
    }

    @Test("A correction by a source that may not join still moves its own record")
    func corrects() async throws {
        let shop = try await Shop(identity: IdentityRules(declared: [:], trust: ["erp": SourceTrust(joins: false)]))
        try await shop.file(.customer("crm:1"), .customer("crm:2"), .order("o1", of: "crm:1"))
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        try await shop.file(.order("o1", of: "crm:2", at: later))
        #expect(try await shop.state("crm:1")?.summary.purchases.orders == 0)
        #expect(try await shop.state("crm:2")?.summary.purchases.orders == 1)
    }

    @Test("A record that names two free addresses brings their owners together neither at once nor once one is freed")
    func neverConnects() async throws {
        let shop = try await Shop(identity: IdentityRules(declared: [:], trust: ["erp": SourceTrust(joins: false)]))
        let (a, b) = ("email:a@example.com", "email:b@example.com")
        let refused = try await shop.file(.order("o1", of: a, b))[0].refused
        #expect(refused == ["email"])
        try await shop.file(.customer("crm:1", a, family: "Doe"), .customer("crm:2", b, family: "Roe"))
        #expect(try await shop.id("crm:1") != shop.id("crm:2"))
        // The second address is free for a while.
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        try await shop.file(.customer("crm:2", at: later, family: "Roe"))
        try await shop.service.judgeAllClaims()
        #expect(try await shop.id(b) == nil)
        #expect(try await shop.conflicts().map(\.rule) == [.joins])
        try await shop.file(.customer("crm:3", b, family: "Poe"))
        #expect(try await shop.id(b) == shop.id("crm:3"))
        #expect(try await shop.id("crm:1") != shop.id("crm:3"))
    }

    @Test("A pair that a trusted source states falls apart with its statement, whoever else names both")
    func provesNoPair() async throws {
        let shop = try await Shop(identity: IdentityRules(declared: [:], trust: ["erp": SourceTrust(joins: false)]))
        let (a, b) = ("email:a@example.com", "email:b@example.com")
        try await shop.file(.customer("crm:1", a, b), .order("o1", of: a, b), .customer("shop:1", b))
        #expect(try await shop.id("shop:1") == shop.id("crm:1"))
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        try await shop.file(.customer("crm:1", a, at: later))
        #expect(try await shop.id("shop:1") != shop.id("crm:1"))
        #expect(try await shop.state("crm:1")?.summary.purchases.orders == 1)
        #expect(try await shop.id(b) == shop.id("shop:1"))
    }

    @Test("A correction of an address by a source that may not join leads its record to the new owner")
    func correctsAddress() async throws {
        let shop = try await Shop(identity: rules(SourceTrust(joins: false)))
        let (a, b) = ("email:a@example.com", "email:b@example.com")
        try await shop.file(.customer("erp:1", a), .customer("erp:2", b), .customer("crm:1", a))
        #expect(try await shop.id("crm:1") == shop.id("erp:1"))
        try await shop.file(.customer("crm:1", b, at: SourceRecord.noon.advanced(bySeconds: 60)))
        try await shop.service.judgeAllClaims()
        #expect(try await shop.id("crm:1") == shop.id("erp:2"))
        #expect(try await shop.id("erp:1") != shop.id("erp:2"))
    }

    @Test("An address that only such a record names besides is buried with its owner")
    func isBuried() async throws {
        let shop = try await Shop(identity: IdentityRules(declared: [:], trust: ["erp": SourceTrust(joins: false)]))
        let (a, b) = ("email:a@example.com", "email:b@example.com")
        try await shop.file(.customer("crm:1", a), .customer("crm:2", b), .order("o1", of: a, b))
        _ = try await shop.service.erase(.identifier(Identifier("crm:2")), by: "t")
        let verdict = try await shop.file(.customer("crm:9", b))[0]
        #expect(verdict.status == .suppressed || verdict.buried == ["email"])
        #expect(try await shop.id(b) == nil)
    }

    @Test("A source of which nothing is said joins as before")
    func silent() async throws {
        let shop = try await Shop(identity: IdentityRules(declared: [:], trust: ["web": Self.partner]))
        try await shop.file(.customer("erp:E1", "email:a@example.com"), .customer("crm:1", "phone:+491700"))
        let verdict = try await shop.file(.order("o1", of: "email:a@example.com", "phone:+491700"))[0]
        #expect(verdict.refused.isEmpty)
        #expect(try await shop.id("crm:1") == shop.id("erp:E1"))
    }

    private func rules(_ crm: SourceTrust) -> IdentityRules {
        IdentityRules(declared: [:], trust: ["crm": crm])
    }
}
