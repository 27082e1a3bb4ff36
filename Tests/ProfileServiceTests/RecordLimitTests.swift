import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("A profile has so many records and no more")
struct RecordLimitTests {
    private func fullShop() async throws -> Shop {
        let shop = try await Shop(identity: IdentityRules(declared: [:], recordLimit: 3))
        let verdicts = try await shop.file(
            .customer("crm:1", "email:a@example.com"), .order("o1", of: "crm:1"), .order("o2", of: "crm:1"))
        #expect(verdicts.allSatisfy { $0.refused.isEmpty })
        return shop
    }

    @Test("A further one opens a profile of its own, and that is told; corrections are taken as ever")
    func further() async throws {
        let shop = try await fullShop()
        let verdict = try await shop.file(.order("o3", of: "crm:1"))[0]
        #expect(verdict.status == .accepted)
        #expect(verdict.refused == ["crm"])
        let full = try #require(try await shop.state("crm:1"))
        #expect(verdict.profile != full.id)
        let conflict = try #require(try await shop.conflicts().first)
        #expect(conflict.rule == .size && conflict.holder == full.id)
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        #expect(try await shop.file(.order("o2", of: "crm:1", total: 2000, at: later))[0].refused.isEmpty)
        #expect(try await shop.state("crm:1")?.summary.facts == 3)
    }

    @Test("Two that were too large together stay two")
    func joining() async throws {
        let shop = try await fullShop()
        try await shop.file(.customer("erp:7"))
        let verdict = try await shop.file(.order("o4", of: "erp:7", "email:a@example.com"))[0]
        #expect(verdict.refused == ["email"])
        #expect(try await shop.id("erp:7") == verdict.profile)
        #expect(try await shop.id("erp:7") != shop.id("crm:1"))
    }

    @Test("Two that are not too large any more are joined, whichever lost a record", arguments: [true, false])
    func shrinking(isWithdrawn: Bool) async throws {
        let shop = try await Shop(identity: IdentityRules(declared: [:], recordLimit: 5))
        try await shop.file(
            .customer("crm:1", "email:a@example.com"), .order("o1", of: "crm:1"), .order("o2", of: "crm:1"),
            .customer("erp:7"), .order("o5", of: "erp:7"))
        #expect(try await shop.file(.order("o4", of: "erp:7", "email:a@example.com"))[0].refused == ["email"])
        if isWithdrawn {
            #expect(try await shop.service.withdraw(SourceRecord.order("o5").key))
        } else {
            try await shop.file(.order("o5", of: "erp:8", at: SourceRecord.noon.advanced(bySeconds: 60)))
        }
        try await shop.service.judgeAllClaims()
        #expect(try await shop.id("erp:7") == shop.id("crm:1"))
        #expect(try await shop.conflicts().allSatisfy { $0.resolvedAt != nil })
    }

    @Test("Once one was withdrawn, the next that waits is joined")
    func room() async throws {
        let shop = try await fullShop()
        try await shop.file(.order("o3", of: "crm:1"))
        #expect(try await shop.service.withdraw(SourceRecord.order("o1", of: "crm:1").key))
        try await shop.service.judgeAllClaims()
        #expect(try await shop.state("crm:1")?.summary.purchases.orders == 2)
        #expect(try await shop.conflicts().allSatisfy { $0.resolvedAt != nil })
    }
}
