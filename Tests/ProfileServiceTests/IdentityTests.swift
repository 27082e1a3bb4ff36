import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("Identity resolution")
struct IdentityTests {
    @Test("joins what strong identifiers join, and the older id survives as the younger's alias")
    func joins() async throws {
        let shop = try await Shop()
        let first = try #require(try await shop.file(.customer("crm:1", "email:a@example.com"))[0].profile)
        let second = try #require(try await shop.file(.order("o1", of: "erp:7"))[0].profile)
        #expect(first != second)
        let verdict = try await shop.file(.customer("erp:7", "email:a@example.com"))[0]
        #expect(verdict.profile == min(first, second))
        let state = try #require(try await shop.state("erp:7"))
        #expect(state.aliases == [max(first, second)])
        #expect(state.summary.purchases.orders == 1)
        #expect(try await shop.service.profile(.id(max(first, second)))?.1.id == state.id)
    }

    @Test("keeps numbers that lead to nobody, also on a record without a time of its own")
    func unlinked() async throws {
        let shop = try await Shop()
        let number = Identifier("phone:+44 1234")
        let record = SourceRecord(
            key: FactKey(kind: .customer, source: "crm", id: "1"), updatedAt: SourceRecord.noon,
            isTimedByArrival: true, identifiers: [Identifier("crm:1")], unlinked: [number],
            body: .customer(CustomerRecord()))
        let id = try #require(try await shop.file(record)[0].profile)
        #expect(try await shop.store.facts(of: id, after: nil, limit: 2).map(\.record.unlinked) == [[number]])
    }

    @Test("gives the same profiles in every order of arrival while no limit is broken", arguments: 0..<24)
    func orderOfArrival(permutation: Int) async throws {
        var records: [SourceRecord] = [
            .customer("crm:1", "email:a@example.com", "phone:+491701"), .customer("erp:7", "phone:+491701"),
            .order("o1", of: "erp:7"), .order("o2", of: "email:a@example.com"),
        ]
        var arranged: [SourceRecord] = []
        var rest = permutation
        while !records.isEmpty {
            arranged.append(records.remove(at: rest % records.count))
            rest /= max(1, records.count + 1)
        }
        let shop = try await Shop()
        for record in arranged { try await shop.file(record) }
        let state = try #require(try await shop.state("crm:1"))
        #expect(state.summary.facts == 4)
        #expect(state.summary.bindingIdentifiers.count == 4)
        let whole = try await Shop()
        clockless(try await whole.service.ingest(arranged))
        #expect(try await whole.state("crm:1")?.summary == state.summary)
    }

    @Test("keeps two ids of one source under one mail address apart, and files the conflict")
    func keepsFamiliesApart() async throws {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1", "email:family@example.com", family: "Doe", born: (1980, 4, 19)),
            .customer("crm:2", "email:family@example.com", "phone:+491702", family: "Doe", born: (2011, 1, 2)))
        #expect(try await shop.id("crm:1") != shop.id("crm:2"))
        #expect(try await shop.id("email:family@example.com") == shop.id("crm:1"))
        #expect(try await shop.id("phone:+491702") == shop.id("crm:2"))
        let conflict = try #require(try await shop.conflicts().first)
        #expect(conflict.rule == .uncorroborated && conflict.limitedType == "crm")
        #expect(conflict.identifier == Identifier("email:family@example.com"))
        #expect(try await conflict.holder == shop.id("crm:1"))
    }

    @Test("takes two ids of one source for one person when birthday and family name agree")
    func corroborates() async throws {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1", "email:jane@example.com", family: "Doe", born: (1980, 4, 19)),
            .customer("crm:2", "email:jane@example.com", family: "DOE", born: (1980, 4, 19)))
        #expect(try await shop.id("crm:1") == shop.id("crm:2"))
        #expect(try await shop.conflicts().isEmpty)
    }

    @Test("refuses the sixth address, files the record all the same and says so")
    func limits() async throws {
        let shop = try await Shop()
        for number in 1...6 {
            try await shop.file(.order("o\(number)", of: "erp:7", "email:m\(number)@example.com"))
        }
        let state = try #require(try await shop.state("erp:7"))
        #expect(state.summary.facts == 6)
        #expect(try await shop.id("email:m5@example.com") == state.id)
        #expect(try await shop.id("email:m6@example.com") == nil)
        #expect(try await shop.conflicts().map(\.rule) == [.limit])
    }

    @Test("lets weak identifiers find people without joining them")
    func weakIdentifiers() async throws {
        let weak = IdentifierRule(priority: 5, limit: 50, strength: .weak)
        let shop = try await Shop(identity: IdentityRules(declared: ["phone": weak]))
        try await shop.file(.customer("crm:1", "phone:+491703"), .customer("crm:2", "phone:+491703"))
        #expect(try await shop.id("crm:1") != shop.id("crm:2"))
        let matches = try await shop.service.lookup([.identifier(Identifier("phone:+491703"))])
        #expect(matches.count == 2)
    }

    @Test("drops a link that no fact proves any more")
    func correction() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("crm:1", "email:old@example.com"))
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        try await shop.file(.customer("crm:1", "email:new@example.com", at: later))
        #expect(try await shop.id("email:old@example.com") == nil)
        #expect(try await shop.id("email:new@example.com") == shop.id("crm:1"))
    }

    @Test("moves a corrected order to the customer it names now")
    func movesOrders() async throws {
        let shop = try await Shop()
        try await shop.file(.order("o1", of: "erp:7"), .order("o2", of: "erp:7"), .order("o3", of: "erp:8"))
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        try await shop.file(.order("o1", of: "erp:8", at: later))
        #expect(try await shop.state("erp:7")?.summary.purchases.orders == 1)
        #expect(try await shop.state("erp:8")?.summary.purchases.orders == 2)
    }

    @Test("tells stale, unchanged and accepted apart, and a replay changes nothing")
    func verdicts() async throws {
        let shop = try await Shop()
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        let verdicts = try await shop.file(
            .order("o1", of: "erp:7", at: later), .order("o1", of: "erp:7", at: later), .order("o1", of: "erp:7"),
            .order("o1", of: "erp:7", total: 2000, at: later))
        #expect(verdicts.map(\.status) == [.accepted, .unchanged, .stale, .accepted])
        #expect(verdicts.map(\.version) == [1, 1, 1, 2])
    }

    @Test("forgets a profile whose last fact is withdrawn")
    func withdrawal() async throws {
        let shop = try await Shop()
        let record = SourceRecord.order("o1", of: "erp:7")
        try await shop.file(record)
        #expect(try await shop.service.withdraw(record.key))
        #expect(try await shop.id("erp:7") == nil)
        #expect(try await !shop.service.withdraw(record.key))
    }

    private func clockless(_ verdicts: [IngestVerdict]) {
        #expect(verdicts.allSatisfy { $0.status == .accepted })
    }
}
