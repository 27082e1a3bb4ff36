import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("Who was erased stays erased")
struct ErasureTests {
    private static let later = SourceRecord.noon.advanced(bySeconds: 60)

    private func shopThatErasedJane() async throws -> Shop {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1", "email:jane.doe@example.com", "phone:+442079460018"), .order("o1", of: "crm:1"),
            .customer("crm:2", "email:john@example.com"))
        let certificate = try #require(try await shop.service.erase(.identifier(Identifier("crm:1")), by: "officer"))
        #expect(certificate.erasure.counts.facts == [.customer: 1, .order: 1])
        #expect(certificate.erasure.tombstones == 5)
        return shop
    }

    @Test("An interaction that names nobody but an erased order is suppressed")
    func interactionOfOrder() async throws {
        let shop = try await shopThatErasedJane()
        var interaction = InteractionRecord(occurredAt: SourceRecord.noon, channel: "phone")
        interaction.orderID = "o1"
        let record = SourceRecord(
            key: FactKey(kind: .interaction, source: "erp", id: "i1"), updatedAt: SourceRecord.noon,
            isTimedByArrival: false, identifiers: [], body: .interaction(interaction))
        #expect(try await shop.file(record)[0].status == .suppressed)
    }

    @Test("Whoever may not state an address keeps nobody's from being buried")
    func distrusted() async throws {
        let shop = try await Shop(identity: IdentityRules(declared: [:], trust: ["partner": SourceTrust(states: [])]))
        try await shop.file(
            .customer("crm:1", "email:jane@example.com"), .customer("partner:7", "email:jane@example.com"))
        _ = try await shop.service.erase(.identifier(Identifier("crm:1")), by: "officer")
        #expect(try await shop.file(.order("o1", of: "email:jane@example.com"))[0].status == .suppressed)
    }

    @Test(
        "A record of her is suppressed, whatever spelling and source it comes with",
        arguments: [
            SourceRecord.customer("crm:1", "email:new@example.com", at: later),
            .order("o1", of: "erp:7"), .order("o9", of: "crm:1"), .order("o9", of: "email:janedoe+x@example.com"),
            .order("o9", of: "phone:+442079460018", "crm:1"),
            .order("o9", of: "email:jane.doe@example.com", "phone:+442079460018"),
        ])
    func suppressed(record: SourceRecord) async throws {
        let shop = try await shopThatErasedJane()
        let verdict = try await shop.file(record)[0]
        #expect(verdict.status == .suppressed && verdict.profile == nil && verdict.version == 0)
        for identifier in record.identifiers { #expect(try await shop.id(identifier.description) == nil) }
        #expect(try await shop.store.scan(after: nil, limit: 9).count == 1)
    }

    @Test("A record that shares only an address with her is taken without it")
    func sharedAddress() async throws {
        let shop = try await shopThatErasedJane()
        let verdict = try await shop.file(.customer("crm:3", "email:jane.doe@example.com", "email:jo@example.com"))[0]
        #expect(verdict.status == .accepted && verdict.buried == ["email"])
        #expect(try await shop.id("email:jane.doe@example.com") == nil)
        #expect(try await shop.id("email:jo@example.com") == verdict.profile)
        let again = try await shop.file(.customer("crm:3", "email:jane.doe@example.com", "email:jo@example.com"))[0]
        #expect(again.status == .unchanged)
    }

    @Test("What others state too is not buried, nor is another spelling that somebody living has")
    func others() async throws {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1", "email:family@example.com", "email:jane.doe@example.com"),
            .customer("crm:2", "email:family@example.com"), .customer("crm:3", "email:janedoe@example.com"))
        _ = try await shop.service.erase(.identifier(Identifier("crm:1")), by: "officer")
        #expect(try await shop.file(.order("o1", of: "email:family@example.com"))[0].status == .accepted)
        let living = try await shop.file(.order("o2", of: "email:janedoe@example.com"))[0]
        #expect(living.status == .accepted)
        #expect(try await living.profile == shop.id("crm:3"))
        #expect(try await shop.file(.order("o3", of: "email:jane.doe@example.com"))[0].status == .suppressed)
    }

    @Test("An address that was refused to others because of the erased person leads to them afterwards")
    func freedClaims() async throws {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1", "email:family@example.com"), .customer("crm:2", "email:family@example.com"))
        #expect(try await shop.id("email:family@example.com") == shop.id("crm:1"))
        _ = try await shop.service.erase(.identifier(Identifier("crm:1")), by: "officer")
        let heir = try await shop.id("crm:2")
        #expect(heir != nil)
        #expect(try await shop.id("email:family@example.com") == heir)
        #expect(try await shop.conflicts().filter { $0.resolvedAt == nil }.isEmpty)
    }

    @Test("What a profile was refused goes with it, also after it was merged and taken out again")
    func claimsAfterUnmerge() async throws {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:0"), .customer("crm:1", "email:family@example.com"),
            .customer("crm:2", "email:family@example.com"), .customer("crm:1", at: Self.later))
        let (one, two) = (try #require(try await shop.id("crm:0")), try #require(try await shop.id("crm:2")))
        #expect(try await shop.id("email:family@example.com") == two)
        #expect(try await shop.conflicts().count == 1)
        _ = try await shop.service.merge(one, with: two, by: "desk", reason: "same")
        _ = try await shop.service.unmerge(two, from: one, by: "desk", reason: "not the same")
        _ = try await shop.service.erase(.identifier(Identifier("crm:2")), by: "officer")
        #expect(try await shop.conflicts() == [])
    }

    @Test("What one withdrew is not buried with another from whom they came apart")
    func withdrawnApart() async throws {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1"), .customer("erp:9"), .order("w", of: "erp:9"),
            .customer("crm:1", "erp:9", at: Self.later))
        #expect(try await shop.id("erp:9") == shop.id("crm:1"))
        _ = try await shop.service.withdraw(FactKey(kind: .order, source: "erp", id: "w"))
        try await shop.file(.customer("crm:1", at: Self.later.advanced(bySeconds: 1)))
        #expect(try await shop.id("erp:9") != shop.id("crm:1"))
        _ = try await shop.service.erase(.identifier(Identifier("crm:1")), by: "officer")
        #expect(try await shop.file(.order("w", of: "erp:9", at: Self.later))[0].status == .accepted)
    }

    @Test("Somebody whose records were all withdrawn can be erased by the id they had, and merges with them are gone")
    func nothingLeft() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("crm:1"), .customer("crm:2"), .customer("crm:3"))
        let (one, two) = (try #require(try await shop.id("crm:1")), try #require(try await shop.id("crm:2")))
        let three = try #require(try await shop.id("crm:3"))
        _ = try await shop.service.merge(one, with: two, by: "desk", reason: "Jane called")
        _ = try await shop.service.merge(one, with: three, by: "desk", reason: "Jane called again")
        _ = try await shop.service.unmerge(three, from: one, by: "desk", reason: "she did not")
        for id in ["1", "2"] { _ = try await shop.service.withdraw(FactKey(kind: .customer, source: "crm", id: id)) }
        #expect(try await shop.store.history(of: three)?.merges == [])
        #expect(try await shop.file(.customer("crm:1", at: Self.later.advanced(bySeconds: -90)))[0].status == .stale)
        #expect(try await shop.service.erasable(.id(one)) != nil)
        let certificate = try #require(try await shop.service.erase(.id(one), by: "officer"))
        #expect(certificate.erasure.tombstones == 2)
        #expect(try await shop.file(.customer("crm:1", at: Self.later))[0].status == .suppressed)
        #expect(try await shop.service.erase(.id(one), by: "officer") == nil)
    }

    @Test("No link of others names a record of somebody erased, from whom they came apart")
    func linksApart() async throws {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1", "email:x@example.com"), .order("o", of: "email:x@example.com"),
            .customer("crm:1", at: Self.later))
        let other = try #require(try await shop.id("email:x@example.com"))
        #expect(try await shop.id("crm:1") != other)
        _ = try await shop.service.erase(.identifier(Identifier("crm:1")), by: "officer")
        let links = try await shop.store.history(of: other)?.links
        #expect(links?.map(\.statedBy.id) == ["o"])
    }

    @Test("A merge is no erasure")
    func merges() async throws {
        let shop = try await Shop()
        let first = try #require(try await shop.file(.customer("crm:1"))[0].profile)
        let second = try #require(try await shop.file(.customer("crm:2"))[0].profile)
        _ = try await shop.service.merge(first, with: second, by: "desk", reason: "same")
        #expect(try await shop.file(.order("o1", of: "crm:2"))[0].status == .accepted)
        #expect(try await shop.service.erasures(after: nil, limit: 9)?.isEmpty == true)
    }

    @Test("Once the erasure is lifted with a reason her records are taken again")
    func lifting() async throws {
        let shop = try await shopThatErasedJane()
        let name = Identifier("email:janedoe@example.com")
        let id = try #require(try await shop.service.erasures(burying: [name])[0].first)
        let lifted = try await shop.service.lift(id, by: "officer", reason: "she is back").get()
        #expect(lifted.erasure.lifting?.reason == "she is back")
        #expect(try await shop.file(.customer("crm:1", "email:jane.doe@example.com"))[0].status == .accepted)
        #expect(try await shop.service.lift(id, by: "officer", reason: "again").isRefused(.lifted))
        #expect(try await shop.service.lift("ers_none", by: "officer", reason: "?").isRefused(.unknown))
        #expect(try await shop.service.erasures(burying: [Identifier("crm:1")]) == [[]])
    }

    @Test("A node that heard of no erasure suppresses what another one erased")
    func otherNodes() async throws {
        let one = try await Shop()
        let other = try await Shop(sharing: one.store, clock: one.clock)
        try await other.file(.customer("crm:2"))
        try await one.file(.customer("crm:1", "email:a@example.com"))
        _ = try await one.service.erase(.identifier(Identifier("crm:1")), by: "officer")
        #expect(try await other.file(.customer("crm:1"))[0].status == .suppressed)
        #expect(try await other.file(.customer("crm:2", at: Self.later))[0].status == .accepted)
    }

    @Test("A certificate says the same whenever it is asked for, and another when anything is changed")
    func certificates() async throws {
        let shop = try await shopThatErasedJane()
        let listed = try #require(try await shop.service.erasures(after: nil, limit: 9)?.first)
        #expect(try await shop.service.erasure(listed.erasure.id)?.seal == listed.seal)
        #expect(listed.seal.count == 64)
        shop.clock.advance(bySeconds: 1)
        let other = try #require(try await shop.service.erase(.identifier(Identifier("crm:2")), by: "officer"))
        #expect(other.seal != listed.seal)
        #expect(try await shop.service.erasures(after: other.erasure.id, limit: 9)?.map(\.seal) == [listed.seal])
    }

    @Test("Erasing again leaves the living, whose addresses may be other spellings of hers")
    func replayOfTheLiving() async throws {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1", "email:jane.doe@example.com"), .customer("crm:3", "email:janedoe@example.com"),
            .order("guest", of: "email:j.a.n.e.doe@example.com"))
        _ = try await shop.service.erase(.identifier(Identifier("crm:1")), by: "officer")
        #expect(try await shop.file(.order("o2", of: "email:janedoe@example.com"))[0].status == .accepted)
        #expect(try await shop.service.eraseAgain() == .init())
        #expect(try await shop.state("crm:3")?.summary.facts == 2)
        #expect(try await shop.state("email:j.a.n.e.doe@example.com")?.summary.facts == 1)
    }

    /// Jane and John as a backup has them, before she was erased: merged by mistake, and she in a tier by hand.
    private func mistakenShop(janeFirst: Bool, _ edit: (Shop) async throws -> Void) async throws -> (
        Shop, jane: ProfileID, john: ProfileID
    ) {
        let shop = try await shopThatErasedJane()
        let secret = try #require(try await shop.service.erasureSecret())
        let erasure = try #require(try await shop.service.erasures(after: nil as Erasure?).first)
        let restored = try await Shop(policy: .standard(.euro))
        let jane = [
            SourceRecord.customer("crm:1", "email:jane.doe@example.com", "phone:+442079460018"),
            .order("o1", of: "crm:1"),
        ]
        let john = [SourceRecord.customer("crm:2", "email:john@example.com")]
        for record in janeFirst ? jane + john : john + jane { try await restored.file(record) }
        let ids = (try #require(try await restored.id("crm:1")), try #require(try await restored.id("crm:2")))
        let tier = try #require(VIPPolicy.standard(.euro).tiers.first?.name)
        _ = try await restored.service.setOverride(on: ids.0, tier: tier, reason: "Jane asked", until: nil, by: "desk")
        _ = try await restored.service.merge(ids.0, with: ids.1, by: "desk", reason: "same")
        try await edit(restored)
        #expect(try await restored.service.adopt(erasureSecret: secret))
        try await restored.service.enter(
            erasure, try await shop.service.tombstones(of: erasure.id, after: nil))
        return (restored, jane: ids.0, john: ids.1)
    }

    @Test(
        "What was hers alone goes with her records: the id she had, and the tier she was put in",
        arguments: [true, false])
    func ownOfMixedProfile(janeFirst: Bool) async throws {
        let (shop, jane, john) = try await mistakenShop(janeFirst: janeFirst) { _ in }
        #expect(try await shop.service.eraseAgain() == .init(profiles: 0, records: 2))
        let state = try #require(try await shop.state("crm:2"))
        #expect(state.overrides == [])
        // Those who remain keep the id of the profile.
        #expect(state.aliases == (janeFirst ? [john] : []))
        if !janeFirst { #expect(try await shop.service.profile(.id(jane)) == nil) }
        #expect(try await shop.store.history(of: state.id)?.merges == [])
        #expect(try await shop.service.profile(.id(john))?.1.id == state.id)
    }

    @Test("Her withdrawn records are erased again too, in a profile of others and in none", arguments: [true, false])
    func replayOfWithdrawn(isMixed: Bool) async throws {
        let (shop, _, _) = try await mistakenShop(janeFirst: true) { shop in
            for key in [
                FactKey(kind: .order, source: "erp", id: "o1"), FactKey(kind: .customer, source: "crm", id: "1"),
            ] {
                _ = try await shop.service.withdraw(key)
            }
            if !isMixed { _ = try await shop.service.withdraw(FactKey(kind: .customer, source: "crm", id: "2")) }
        }
        #expect(try await shop.service.eraseAgain() == .init(profiles: 0, records: 2))
        let keys = [FactKey(kind: .order, source: "erp", id: "o1"), FactKey(kind: .customer, source: "crm", id: "1")]
        let left = try await shop.store.commit(reading: ReadSet(facts: Set(keys))) { snapshot in
            (Decision(decidedAt: snapshot.moment), snapshot.withdrawn.count)
        }
        #expect(left.answer == 0)
        #expect(try await shop.state("crm:2")?.summary.facts == (isMixed ? 1 : nil))
        #expect(try await shop.state("crm:2")?.overrides.isEmpty ?? true)
        #expect(try await shop.service.eraseAgain() == .init())
    }

    @Test("What a restored backup brought back is erased again, and nobody else")
    func replay() async throws {
        let shop = try await shopThatErasedJane()
        let secret = try #require(try await shop.service.erasureSecret())
        let erasure = try #require(try await shop.service.erasures(after: nil as Erasure?).first)
        let tombstones = try await shop.service.tombstones(of: erasure.id, after: nil)
        // As of before the erasure, when she was merged with somebody by mistake in one case, and alone in the other.
        for mistaken in [false, true] {
            let restored = try await Shop()
            try await restored.file(
                .customer("crm:1", "email:jane.doe@example.com", "phone:+442079460018"), .order("o1", of: "crm:1"),
                .customer("crm:2", "email:john@example.com"))
            let jane = try #require(try await restored.id("crm:1"))
            let john = try #require(try await restored.id("crm:2"))
            if mistaken { _ = try await restored.service.merge(jane, with: john, by: "desk", reason: "same") }
            #expect(try await restored.service.adopt(erasureSecret: secret))
            try await restored.service.enter(erasure, tombstones)
            let replay = try await restored.service.eraseAgain()
            #expect(replay == (mistaken ? .init(profiles: 0, records: 2) : .init(profiles: 1, records: 0)))
            #expect(try await restored.id("crm:1") == nil)
            #expect(try await restored.id("email:jane.doe@example.com") == nil)
            #expect(try await restored.state("crm:2")?.summary.facts == 1)
            #expect(try await restored.file(.order("o7", of: "crm:1"))[0].status == .suppressed)
            #expect(try await restored.service.erasures(after: nil as Erasure?) == [erasure])
            #expect(try await restored.service.eraseAgain() == .init())
        }
    }
}

extension Result where Success == ErasureCertificate, Failure == LiftingRefusal {
    fileprivate func isRefused(_ refusal: LiftingRefusal) -> Bool {
        if case .failure(refusal) = self { true } else { false }
    }
}
