import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("Judging a refused claim again")
struct JudgingTests {
    private static let household = ["household": IdentifierRule(priority: 5, limit: 50, strength: .weak)]

    @Test("A weak identifier that its source may state from now on finds the profile, and joins it to nobody")
    func weak() async throws {
        let strict = ["crm": SourceTrust(states: ["email"], joins: true)]
        let shop = try await Shop(identity: IdentityRules(declared: Self.household, trust: strict))
        try await shop.file(.customer("crm:1", "household:H"), .customer("erp:2", "household:H"))
        #expect(try await shop.conflicts().map(\.rule) == [.untrusted])
        let lenient = try await Shop(sharing: shop.store, clock: shop.clock, identity: Self.household)
        try await lenient.service.adopt()
        try await lenient.service.judgeAllClaims()
        #expect(try await lenient.id("crm:1") != lenient.id("erp:2"))
        #expect(try await lenient.service.lookup([.identifier(Identifier("household:H"))]).count == 2)
        #expect(try await lenient.conflicts().allSatisfy { $0.resolvedAt != nil })
    }

    @Test("Two who are refused one address and agree are not joined past another limit")
    func agreement() async throws {
        let shop = try await Shop()
        let born = (1984, 6, 17)
        try await shop.file(
            .customer("crm:1", "email:family@example.com", family: "Roe", born: (1950, 1, 2)),
            .customer("crm:2", "email:family@example.com", "erp:E1", family: "Doe", born: born),
            .customer("crm:3", "email:family@example.com", "erp:E2", family: "Doe", born: born))
        try await shop.service.judgeAllClaims()
        // No customer record of erp says that its two are one.
        #expect(try await shop.id("crm:2") != shop.id("crm:3"))
    }

    @Test("Two who agree are found among hundreds who are refused one address", arguments: [true, false])
    func agreementAmongMany(isBulk: Bool) async throws {
        let shop = try await Shop()
        let people = (0..<130).map { number in
            let isTwice = [3, 60, 125].contains(number)
            return SourceRecord.customer(
                "crm:\(number)", "email:till@example.com", family: isTwice ? "Doe" : nil,
                born: isTwice ? (1984, 6, 17) : (1900 + number % 90, 1 + number % 12, 2 + number % 25))
        }
        for part in isBulk ? [people] : people.map({ [$0] }) {
            shop.clock.advance(bySeconds: 1)
            _ = try await shop.service.ingest(part)
        }
        var steps = 0
        while try await shop.service.judgeClaims() { steps += 1 }
        #expect(try await shop.id("crm:3") == shop.id("crm:125"))
        #expect(try await shop.id("crm:3") == shop.id("crm:60"))
        #expect(try await shop.store.scan(after: nil, limit: 1000).count == 128)
        #expect(try await shop.store.queuedClaims() == 0)
        #expect(steps < 150)
    }

    @Test("What a source may not state proves nothing: it keeps no address from those who may")
    func untrustedProof() async throws {
        let trust = ["partner": SourceTrust(states: ["email"], joins: true)]
        let shop = try await Shop(identity: IdentityRules(declared: [:], trust: trust))
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        try await shop.file(
            .customer("crm:1", "email:ute@example.com", "phone:+491701", family: "Ute", born: (1950, 1, 2)),
            .customer("partner:P", "email:ute@example.com", "phone:+491701"),
            .customer("crm:2", "phone:+491701", family: "Uwe", born: (1984, 6, 17)))
        #expect(try await shop.id("phone:+491701") == shop.id("crm:1"))
        try await shop.file(
            .customer("crm:1", "email:ute@example.com", at: later, family: "Ute", born: (1950, 1, 2)))
        try await shop.service.judgeAllClaims()
        #expect(try await shop.id("phone:+491701") == shop.id("crm:2"))
    }

    @Test("An order that repeats what its customer was refused has nothing judged again")
    func repeatedRefusals() async throws {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1", "email:family@example.com", family: "Roe"),
            .customer("crm:2", "email:family@example.com", family: "Doe"))
        try await shop.service.judgeAllClaims()
        let version = try await shop.state("crm:1")?.version
        for number in 0..<5 {
            try await shop.file(.order("o\(number)", of: "crm:2", "email:family@example.com"))
            #expect(try await shop.store.queuedClaims() == 0)
        }
        #expect(try await shop.state("crm:1")?.claimants[Identifier("email:family@example.com")] == 1)
        #expect(try await shop.state("crm:1")?.version == version)
    }

    @Test("A customer whose address is corrected keeps the id before those who came later by the old one")
    func correctedAddress() async throws {
        let shop = try await Shop()
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        try await shop.file(.customer("crm:1", "email:old@example.com"), .order("o1", of: "email:old@example.com"))
        let id = try await shop.id("crm:1")
        try await shop.file(.customer("crm:1", "email:new@example.com", at: later))
        #expect(try await shop.id("crm:1") == id)
        #expect(try await shop.id("email:old@example.com") != id)
    }

    @Test("A number that nobody can be called at stays with a record that has no time of its own")
    func untimed() {
        let record = SourceRecord(
            key: FactKey(kind: .customer, source: "crm", id: "1"), updatedAt: SourceRecord.noon, isTimedByArrival: true,
            identifiers: [Identifier("crm:1")], unlinked: [Identifier("phone:12")], body: .customer(CustomerRecord()))
        #expect(record.arriving(at: SourceRecord.noon.advanced(bySeconds: 9)).unlinked == record.unlinked)
    }
}
