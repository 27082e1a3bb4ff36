import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("An interaction that names an order and nobody")
struct OrderInteractionTests {
    @Test("is filed with the order, whatever led the order where it is")
    func filedWithOrder() async throws {
        let shop = try await Shop()
        let customer = try await shop.file(.customer("crm:1", "email:a@example.com"))[0].profile
        try await shop.file(.order("o1", of: "email:a@example.com"))
        #expect(try await shop.file(.interaction("i1", about: "o1"))[0].profile == customer)
        #expect(try await shop.state("crm:1")?.summary.facts == 3)
    }

    @Test("is filed with an order that comes before it in the same batch")
    func filedWithinBatch() async throws {
        let shop = try await Shop()
        let verdicts = try await shop.service.ingest([
            .order("o1", of: "email:a@example.com"), .interaction("i1", about: "o1"),
            .customer("crm:1", "email:a@example.com"),
        ])
        #expect(Set(verdicts.map(\.profile)).count == 1)
        #expect(try await shop.state("crm:1")?.summary.facts == 3)
    }

    @Test("knows no order of another source")
    func sourceCounts() async throws {
        let shop = try await Shop()
        let order = try await shop.file(.order("o1", of: "email:a@example.com"))[0].profile
        #expect(try await shop.file(.interaction("i1", about: "o1", from: "helpdesk"))[0].profile != order)
    }

    @Test("is told to miss its order, and only then")
    func missesOrder() async throws {
        let shop = try await Shop()
        for status in [IngestVerdict.Status.accepted, .unchanged] {
            let verdict = try await shop.file(.interaction("i1", about: "o1"))[0]
            #expect(verdict.missesOrder && verdict.status == status)
        }
        try await shop.file(.order("o1", of: "email:a@example.com"))
        #expect(try await shop.file(.interaction("i1", about: "o1"))[0].missesOrder == false)
        #expect(try await shop.file(.interaction("i2", about: "o1"))[0].missesOrder == false)
        #expect(try await shop.file(.interaction("i3", about: "o1", from: "desk"))[0].missesOrder)
        let named = SourceRecord.interaction("i4", about: "o7", of: "crm:1")
        #expect(try await shop.file(named)[0].missesOrder == false)
    }

    @Test("is on its own when the order comes later, until it is sent once more")
    func orderComesLater() async throws {
        let shop = try await Shop()
        let alone = try await shop.file(.interaction("i1", about: "o1"))[0].profile
        let order = try await shop.file(.order("o1", of: "email:a@example.com"))[0].profile
        #expect(alone != order)
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        #expect(try await shop.file(.interaction("i1", about: "o1", at: later))[0].profile == order)
        #expect(try await shop.state("email:a@example.com")?.summary.facts == 2)
    }

    @Test("goes to its order when it is sent again as it was, and counts once", arguments: [false, true])
    func sentAgain(isTimedByArrival: Bool) async throws {
        let shop = try await Shop()
        let record = SourceRecord.interaction("i1", about: "o1", isTimedByArrival: isTimedByArrival)
        let alone = try #require(try await shop.file(record)[0].profile)
        let order = try await shop.file(.order("o1", of: "email:a@example.com"))[0]
        let again = try await shop.file(record)[0]
        #expect(again.status == .accepted && again.profile == order.profile && again.version > order.version)
        let once = try await shop.file(record)[0]
        #expect(once.status == .unchanged && once.profile == order.profile && once.version == again.version)
        let state = try #require(try await shop.state("email:a@example.com"))
        #expect(state.summary.facts == 2)
        #expect(try await shop.store.facts(of: state.id, after: nil, limit: 10).count == 2)
        #expect(try await shop.store.facts(of: alone, after: nil, limit: 10).isEmpty)
        try await shop.service.rebuild { _ in }
        #expect(try await shop.state("email:a@example.com")?.summary == state.summary)
    }

    @Test("goes to its order when both are sent again in one batch")
    func sentAgainTogether() async throws {
        let shop = try await Shop()
        let batch = [SourceRecord.interaction("i1", about: "o1"), .order("o1", of: "email:a@example.com")]
        let first = try await shop.service.ingest(batch)
        #expect(first[0].profile != first[1].profile && first[0].missesOrder)
        let second = try await shop.service.ingest(batch)
        #expect(second.map(\.profile) == [first[1].profile, first[1].profile])
        #expect(second.map(\.status) == [.accepted, .unchanged] && !second[0].missesOrder)
        #expect(try await shop.state("email:a@example.com")?.summary.facts == 2)
    }

    @Test("stays when the order is corrected to another person, and a rebuild leaves it there")
    func orderCorrected() async throws {
        let shop = try await Shop()
        let wrong = try await shop.file(.customer("crm:1", "email:a@example.com"))[0].profile
        let right = try await shop.file(.customer("crm:2", "email:b@example.com"))[0].profile
        try await shop.file(.order("o1", of: "crm:1"), .interaction("i1", about: "o1"))
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        #expect(try await shop.file(.order("o1", of: "crm:2", at: later))[0].profile == right)
        try await shop.service.rebuild { _ in }
        #expect(try await shop.state("crm:1")?.id == wrong)
        #expect(try await shop.state("crm:1")?.summary.facts == 2)
        #expect(try await shop.state("crm:2")?.summary.facts == 2)
    }

    @Test("does not keep an order from going on in its profile under a corrected address")
    func orderGoesOn() async throws {
        let shop = try await Shop()
        let profile = try await shop.file(.order("o1", of: "email:typo@example.com"))[0].profile
        try await shop.file(.interaction("i1", about: "o1"))
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        #expect(try await shop.file(.order("o1", of: "email:a@example.com", at: later))[0].profile == profile)
        #expect(try await shop.state("email:a@example.com")?.summary.facts == 2)
    }

    @Test("goes with its order when the profile comes apart")
    func comesApart() async throws {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1", "email:a@example.com", "phone:+491701"), .order("o1", of: "phone:+491701"),
            .interaction("i1", about: "o1"))
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        try await shop.file(.customer("crm:1", "email:a@example.com", at: later))
        #expect(try await shop.id("crm:1") != shop.id("phone:+491701"))
        #expect(try await shop.state("crm:1")?.summary.facts == 1)
        #expect(try await shop.state("phone:+491701")?.summary.facts == 2)
    }
}

extension SourceRecord {
    fileprivate static func interaction(
        _ id: String, about order: String, of identifiers: String..., from source: String = "erp",
        at updatedAt: Timestamp = noon, isTimedByArrival: Bool = false
    ) -> SourceRecord {
        var interaction = InteractionRecord(occurredAt: noon, channel: "chat")
        interaction.orderID = order
        return SourceRecord(
            key: FactKey(kind: .interaction, source: source, id: id), updatedAt: updatedAt,
            isTimedByArrival: isTimedByArrival,
            identifiers: identifiers.map { Identifier($0) }, body: .interaction(interaction))
    }
}
