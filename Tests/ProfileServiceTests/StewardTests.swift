import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("Merging and unmerging by hand")
struct StewardTests {
    @Test("an unmerge restores both sides, and later records are where their own identifiers lead")
    func unmerge() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("crm:1", "email:a@example.com"), .order("o1", of: "erp:7"))
        let (one, two) = (try #require(try await shop.id("crm:1")), try #require(try await shop.id("erp:7")))
        let before = (try await shop.state("crm:1")?.summary, try await shop.state("erp:7")?.summary)
        let survivor = try await shop.service.merge(two, with: one, by: "tester", reason: "same person")
        #expect(survivor == one)
        try await shop.file(.order("o2", of: "erp:7"), .order("o3", of: "email:a@example.com"))
        #expect(try await shop.state("crm:1")?.summary.purchases.orders == 3)

        let restored = try await shop.service.unmerge(two, from: one, by: "tester", reason: "not the same")
        #expect(restored == two)
        #expect(try await shop.state("erp:7")?.id == two)
        #expect(try await shop.state("erp:7")?.summary.purchases.orders == 2)
        #expect(try await shop.state("crm:1")?.summary.purchases.orders == 1)
        #expect(try await shop.state("crm:1")?.aliases == [])
        for id in ["o2", "o3"] { _ = try await shop.service.withdraw(FactKey(kind: .order, source: "erp", id: id)) }
        #expect(try await shop.state("crm:1")?.summary == before.0)
        #expect(try await shop.state("erp:7")?.summary == before.1)
    }

    @Test("what was taken apart is not joined again by a record, but by a steward")
    func staysApart() async throws {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1", "email:a@example.com"), .customer("erp:7", "email:a@example.com"))
        let survivor = try #require(try await shop.id("crm:1"))
        let history = try #require(
            try await shop.service.identity(of: .id(survivor), factsAfter: nil, limit: 10).value?.history)
        #expect(history.merges.isEmpty)

        try await shop.file(.order("o1", of: "erp:8"))
        let other = try #require(try await shop.id("erp:8"))
        try await shop.file(.order("o2", of: "erp:8", "email:b@example.com"))
        _ = try await shop.service.merge(survivor, with: other, by: "tester", reason: "one")
        _ = try await shop.service.unmerge(other, from: survivor, by: "tester", reason: "two")
        try await shop.file(.order("o3", of: "erp:8", "email:a@example.com"))
        #expect(try await shop.id("erp:8") == other)
        #expect(try await shop.id("email:a@example.com") == survivor)
        #expect(try await shop.conflicts().first?.rule == .separated)

        let doubtful = StewardError.refused(.unconfirmed(.separated))
        await #expect(throws: doubtful) {
            try await shop.service.merge(survivor, with: other, by: "tester", reason: "one after all")
        }
        #expect(try await shop.id("erp:8") == other)
        _ = try await shop.service.merge(
            survivor, with: other, by: "tester", reason: "one after all", confirmed: true)
        #expect(try await shop.id("erp:8") == survivor)
        #expect(try await shop.conflicts().allSatisfy { $0.resolvedAt != nil })
    }

    @Test("a correction finds its profile as it was, with two ids of one source that somebody joined")
    func correctionOfMerged() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("crm:1", family: "Doe"), .customer("crm:2", family: "Roe"))
        let ids = [try #require(try await shop.id("crm:1")), try #require(try await shop.id("crm:2"))]
        _ = try await shop.service.merge(ids[0], with: ids[1], by: "tester", reason: "one")
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        try await shop.file(.customer("crm:2", "email:new@example.com", at: later, family: "Roe"))
        #expect(try await shop.id("email:new@example.com") == ids[0])
        #expect(try await shop.conflicts().isEmpty)
    }

    @Test("an unmerge takes along what had been merged into the absorbed profile before")
    func lineage() async throws {
        let shop = try await Shop()
        try await shop.file(.order("o1", of: "erp:1"), .order("o2", of: "erp:2"), .order("o3", of: "erp:3"))
        let ids = [
            try #require(try await shop.id("erp:1")), try #require(try await shop.id("erp:2")),
            try #require(try await shop.id("erp:3")),
        ]
        _ = try await shop.service.merge(ids[2], with: ids[1], by: "tester", reason: "r")
        _ = try await shop.service.merge(ids[1], with: ids[0], by: "tester", reason: "r")
        #expect(try await shop.state("erp:3")?.id == ids[0])
        _ = try await shop.service.unmerge(ids[1], from: ids[2], by: "tester", reason: "r")
        #expect(try await shop.id("erp:1") == ids[0])
        #expect(try await shop.id("erp:2") == ids[1])
        #expect(try await shop.id("erp:3") == ids[1])
        #expect(try await shop.state("erp:3")?.aliases == [ids[2]])
    }

    @Test("a merge that joins many asks for confirmation, those merged before included")
    func manyProfiles() async throws {
        let shop = try await Shop(identity: IdentityRules(declared: [:], mergeConfirmationFrom: 4))
        var ids: [ProfileID] = []
        for number in 1...4 {
            try await shop.file(.order("o\(number)", of: "erp:\(number)"))
            ids.append(try #require(try await shop.id("erp:\(number)")))
        }
        for pair in [(ids[0], ids[1]), (ids[0], ids[2])] {
            _ = try await shop.service.merge(pair.0, with: pair.1, by: "t", reason: "r")
        }
        await #expect(throws: StewardError.refused(.unconfirmed(.large(profiles: 4)))) {
            try await shop.service.merge(ids[3], with: ids[2], by: "t", reason: "r")
        }
        #expect(try await shop.id("erp:4") == ids[3])
        let rehearsal = try await shop.service.rehearseMerge(ids[3], with: ids[2], by: "t", reason: "r")
        #expect(rehearsal.doubt == .large(profiles: 4))
        _ = try await shop.service.merge(ids[3], with: ids[2], by: "t", reason: "r", confirmed: true)
        #expect(try await shop.id("erp:4") == ids[0])
    }

    @Test("a rehearsal shows what the real one makes of both sides, and changes nothing")
    func rehearsal() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("crm:1", "email:a@example.com"), .order("o1", of: "erp:7"))
        let (one, two) = (try #require(try await shop.id("crm:1")), try #require(try await shop.id("erp:7")))
        let profiles = { try await shop.store.scan(after: nil, limit: 10) }
        let apart = try await profiles()
        let merging = try await shop.service.rehearseMerge(two, with: one, by: "t", reason: "r")
        #expect(try await profiles() == apart)
        _ = try await shop.service.merge(two, with: one, by: "t", reason: "r")
        #expect(merging.answer == one && merging.doubt == nil)
        #expect(merging.changes.map(\.profile) == [one, two])
        #expect(merging.changes.map { $0.after == nil } == [false, true])
        let survivor = try await shop.service.profile(.id(one))?.0
        #expect(merging.changes.first?.after == survivor)

        let merged = try await profiles()
        let changes = try await shop.store.changes(after: .start, limit: 10)
        let parting = try await shop.service.rehearseUnmerge(two, from: one, by: "t", reason: "r")
        #expect(try await profiles() == merged)
        #expect(try await shop.store.changes(after: .start, limit: 10) == changes)
        #expect(try await shop.id("erp:7") == one)
        _ = try await shop.service.unmerge(two, from: one, by: "t", reason: "r")
        #expect(parting.changes.map { $0.before == nil } == [false, true])
        for change in parting.changes {
            let parted = try await shop.service.profile(.id(change.profile))?.0
            #expect(change.after == parted)
        }
    }

    @Test("says what cannot be done")
    func refusals() async throws {
        let shop = try await Shop()
        try await shop.file(.order("o1", of: "erp:1"))
        let id = try #require(try await shop.id("erp:1"))
        let nobody = ProfileID(high: 1, low: 1)
        await #expect(throws: StewardError.refused(.otherNotFound)) {
            try await shop.service.merge(id, with: nobody, by: "t", reason: "r")
        }
        await #expect(throws: StewardError.refused(.alreadyOne)) {
            try await shop.service.merge(id, with: id, by: "t", reason: "r")
        }
        try await shop.file(.order("o2", of: "erp:2"))
        let absorbed = try #require(try await shop.id("erp:2"))
        _ = try await shop.service.merge(id, with: absorbed, by: "t", reason: "r")
        await #expect(throws: StewardError.refused(.alreadyOne)) {
            try await shop.service.merge(absorbed, with: id, by: "t", reason: "r")
        }
        await #expect(throws: StewardError.refused(.notMerged)) {
            try await shop.service.unmerge(nobody, from: id, by: "t", reason: "r")
        }
        await #expect(throws: StewardError.unknownTier) {
            try await shop.service.setOverride(on: id, tier: "no such tier", reason: "r", until: nil, by: "t")
        }
    }
}
