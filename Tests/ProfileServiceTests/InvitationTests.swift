import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("Arms follow their people")
struct InvitationTests {
    private static let ask = InvitationAsk(freeAgents: 50)

    private func put(_ identifier: String, _ arm: InvitationArm, minutesAgo: Int64, in shop: Shop) async throws {
        let assignment = Assignment(arm, at: shop.clock.now.advanced(bySeconds: -60 * minutesAgo))
        let change = AssignmentChange(Identifier(identifier), assignment)
        _ = try await shop.store.changeAssignments(of: [change.identifier], in: nil) { _ in (change, ()) }
    }

    private func answer(_ identifier: String, on shop: Shop) async throws -> InvitationAnswer {
        try await shop.service.decideInvitation(about: .identifier(Identifier(identifier)), Self.ask)
    }

    @Test("When two merge the earlier arm holds for both, and an unmerge gives each its own back")
    func merged() async throws {
        let shop = try await Shop()
        try await shop.file(
            .order("o1", of: "crm:1", "visitor:a", placed: shop.clock.now),
            .order("o2", of: "crm:2", "visitor:b", placed: shop.clock.now))
        try await put("visitor:a", .invited, minutesAgo: 5, in: shop)
        try await put("visitor:b", .heldOut, minutesAgo: 9, in: shop)
        let (one, two) = (try #require(try await shop.id("crm:1")), try #require(try await shop.id("crm:2")))
        _ = try await shop.service.merge(one, with: two, by: "desk", reason: "same")
        for name in ["visitor:a", "visitor:b", "crm:1"] {
            #expect(try await answer(name, on: shop).arm == .heldOut, "\(name)")
        }
        #expect(try await shop.service.invitationEffect().heldOut.people == 1)
        #expect(try await shop.service.invitationEffect().invited.people == 0)
        _ = try await shop.service.unmerge(two, from: one, by: "desk", reason: "not the same")
        let apart = (try await answer("crm:1", on: shop), try await answer("crm:2", on: shop))
        #expect(apart.0.arm == .invited && apart.0.invite && apart.1.arm == .heldOut)
        #expect(try await shop.service.invitationEffect().invited.people == 1)
    }

    @Test("A limit counts whichever identifier of a person is asked by, and the next day begins anew")
    func limits() async throws {
        let shop = try await Shop()
        try await shop.file(.order("o1", of: "crm:1", "visitor:a"))
        try await put("visitor:a", .invited, minutesAgo: 5, in: shop)
        #expect(try await answer("crm:1", on: shop).invite)
        #expect(try await !answer("visitor:a", on: shop).invite)
        shop.clock.advance(bySeconds: 86_400)
        #expect(try await answer("visitor:a", on: shop).invite)
        let all = try await shop.store.assignments(after: nil, limit: 10)
        #expect(all.map(\.identifier.description) == ["visitor:a"], "no second arm")
    }

    @Test("Two nodes that are asked at once draw one arm and invite once")
    func nodes() async throws {
        let clock = TestClock()
        let store = try SharedStore(clock: clock)
        let nodes = [try await Shop(sharing: store, clock: clock), try await Shop(sharing: store, clock: clock)]
        for number in 0..<10 {
            let answers = try await withThrowingTaskGroup(of: InvitationAnswer.self) { group in
                for turn in 0..<10 {
                    group.addTask { try await answer("visitor:\(number)", on: nodes[turn % 2]) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let arms = Set(answers.map(\.arm))
            #expect(arms.count == 1 && answers.count(where: \.invite) == (arms.first == .invited ? 1 : 0))
        }
    }

    @Test("Who objects to profiling teaches nothing, and is not counted")
    func objectors() async throws {
        let shop = try await Shop()
        try await put("crm:1", .invited, minutesAgo: 5, in: shop)
        #expect(try await shop.service.invitationEffect().invited.people == 1)
        let objection = Consent(purpose: "profiling", channel: nil, status: .denied, at: nil)
        try await shop.file(.customer("crm:1", consents: [objection]))
        #expect(try await shop.service.invitationEffect().invited.people == 0)
    }

    @Test("Asking about somebody erased keeps nothing of them")
    func erased() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("crm:1", "email:jane@example.com"))
        try await put("crm:1", .invited, minutesAgo: 5, in: shop)
        _ = try await shop.service.erase(.identifier(Identifier("crm:1")), by: "officer")
        for name in ["crm:1", "email:jane@example.com"] {
            let found = try await answer(name, on: shop)
            #expect(!found.invite && found.arm == nil)
        }
        #expect(try await shop.store.assignments(after: nil, limit: 10).isEmpty)
    }

    @Test("Learning forgets arms of which nothing was heard for more than a year, which are drawn the same again")
    func forgotten() async throws {
        let shop = try await Shop()
        let first = try await answer("visitor:a", on: shop)
        shop.clock.advance(bySeconds: 401 * 86_400)
        _ = try await shop.service.learnOutlook()
        #expect(try await shop.store.assignments(after: nil, limit: 10).isEmpty)
        #expect(try await answer("visitor:a", on: shop).arm == first.arm)
        #expect(shop.service.learnedInvitations?.evaluation.people == 0)
    }

    @Test("Whoever loses an address loses the arm drawn by it, and an arm of nobody goes when it is asked for")
    func unlinked() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("crm:1", "email:old@example.com"))
        _ = try await answer("email:old@example.com", on: shop)
        _ = try await answer("email:nobody@example.com", on: shop)
        #expect(try await kept(shop) == ["email:nobody@example.com", "email:old@example.com"])
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        try await shop.file(.customer("crm:1", "email:new@example.com", at: later))
        #expect(try await kept(shop) == ["email:nobody@example.com"])
        let nobody = ProfileReference.identifier(Identifier("email:nobody@example.com"))
        #expect(try await shop.service.erase(nobody, by: "officer") == nil)
        #expect(try await kept(shop) == [])
    }

    private func kept(_ shop: Shop) async throws -> [String] {
        try await shop.store.assignments(after: nil, limit: 10).map(\.identifier.description)
    }

    @Test("A weak identifier draws no arm, keeps none, and silences nobody")
    func weak() async throws {
        let household = IdentifierRule(priority: 1, limit: 5, strength: .weak)
        let shop = try await Shop(identity: IdentityRules(declared: ["household": household]))
        #expect(try await answer("household:9", on: shop).arm == nil)
        try await put("household:8", .invited, minutesAgo: 5, in: shop)
        #expect(try await shop.service.invitationEffect().invited.people == 0)
        try await shop.file(.order("o1", of: "crm:1", "household:9"))
        #expect(try await answer("household:9", on: shop).arm != nil)
        #expect(try await kept(shop) == ["crm:1", "household:8"])
        try await shop.file(.order("o2", of: "crm:2", "household:9"))
        let several = try await answer("household:9", on: shop)
        #expect(!several.invite && several.arm == nil)
        #expect(several.reasons.first == "no identifier tells who is asked about")
        let reference = ProfileReference.identifier(Identifier("household:9"))
        #expect(try await !shop.service.declineInvitation(of: reference))
    }

    @Test("A decline is noted with the invitation it answers, and holds after an unmerge")
    func declinedTogether() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("crm:1"), .customer("crm:2"))
        try await put("crm:1", .heldOut, minutesAgo: 9, in: shop)
        try await put("crm:2", .invited, minutesAgo: 5, in: shop)
        #expect(try await answer("crm:2", on: shop).invite)
        let (one, two) = (try #require(try await shop.id("crm:1")), try #require(try await shop.id("crm:2")))
        _ = try await shop.service.merge(one, with: two, by: "desk", reason: "same")
        let reference = ProfileReference.identifier(Identifier("crm:1"))
        #expect(try await shop.service.declineInvitation(of: reference))
        _ = try await shop.service.unmerge(two, from: one, by: "desk", reason: "not the same")
        let reasons = try await answer("crm:2", on: shop).reasons
        #expect(reasons.first?.hasPrefix("declined on ") ?? false, "\(reasons)")
    }

    @Test("A decline of somebody who is merged away meanwhile is noted all the same")
    func declinedMeanwhile() async throws {
        let clock = TestClock()
        let store = try SharedStore(clock: clock)
        let shop = try await Shop(sharing: store, clock: clock)
        try await shop.file(.customer("crm:1"), .customer("crm:2"))
        try await put("crm:1", .invited, minutesAgo: 5, in: shop)
        try await put("crm:2", .invited, minutesAgo: 5, in: shop)
        _ = try await answer("crm:1", on: shop)
        _ = try await answer("crm:2", on: shop)
        let (one, two) = (try #require(try await shop.id("crm:1")), try #require(try await shop.id("crm:2")))
        await store.arms.shut()
        let (first, second) = (Identifier("crm:1"), Identifier("crm:2"))
        async let ones = shop.service.declineInvitation(of: .identifier(first))
        async let twos = shop.service.declineInvitation(of: .identifier(second))
        await store.arms.arrival(of: 2)
        _ = try await shop.service.merge(one, with: two, by: "desk", reason: "same")
        await store.arms.open()
        let noted = try await (ones, twos)
        #expect(noted.0 && noted.1)
    }

    @Test("Arms drawn more than 400 days ago are not counted, though they are remembered")
    func counted() async throws {
        let shop = try await Shop()
        try await put("visitor:a", .invited, minutesAgo: 399 * 1_440, in: shop)
        try await put("visitor:b", .invited, minutesAgo: 400 * 1_440, in: shop)
        #expect(try await shop.service.invitationEffect().invited.people == 1)
    }
}
