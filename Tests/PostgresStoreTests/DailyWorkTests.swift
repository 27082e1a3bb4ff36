@testable import PostgresStore
import ProfileCore
import ProfileStore
import SQLStore
import Testing

/// What a statement says of its reach counts where it is used: here the statements are those that the server was sent.
@Suite("Statements that daily work sends", .enabled(if: TestServer.shared != nil, TestServer.advice))
struct DailyWorkTests {
    private static let noon = Timestamp(milliseconds: 1_790_000_000_000)

    @Test(
        "Where tables are spread, filing and reading by identifier or id ask no machine but those that hold the keys",
        .timeLimit(.minutes(1)))
    func reach() async throws {
        let (mail, phone) = (Identifier(type: "email", value: "a"), Identifier(type: "phone", value: "1"))
        let sent = try await statements(.spread) { store in
            try await store.tell(filing([order("first", minute: 0, naming: [mail])]))
            try await store.tell(filing([order("second", minute: 1, naming: [mail, phone])]))
            // What becomes of an order is told again and again; its time stays, and so does every extreme it set.
            for status in [OrderRecord.Status.shipped, .delivered, .returned] {
                try await store.tell(filing([order("first", minute: 0, status, naming: [mail])]))
            }
            try await store.tell(filing(batch(of: 20)))
            let found = try await store.profiles([.identifier(phone)])
            let id = try #require(found[.identifier(phone)]?.first?.id)
            #expect(try await store.profiles([.id(id), .identifier(mail)]).count == 2)
        }
        let reaching = Statement.all.filter { sent[$0.name] != nil && [.everywhere, .joined].contains($0.reach) }
        #expect(reaching.map(\.name).isEmpty)
        #expect(Set(sent.keys).subtracting(Statement.all.map(\.name)).isEmpty, "no test reads how far these reach")
        for name in ["save_facts", "save_links", "save_profiles", "lock_stripe", "sharers", "profiles_by_id"] {
            #expect(sent[name] != nil, "\(name) was not sent")
        }
    }

    @Test("Fifty records take the same statements as one", .timeLimit(.minutes(1)))
    func batches() async throws {
        let one = try await statements { try await $0.tell(filing(batch(of: 1))) }
        let fifty = try await statements { try await $0.tell(filing(batch(of: 50))) }
        #expect(!one.isEmpty)
        #expect(one == fifty)
    }

    @Test(
        "Thirty profiles of which something was lost are looked up by as many statements as one",
        .timeLimit(.minutes(1)))
    func lookingUp() async throws {
        let one = try await statements { try await withdrawLatest(of: 1, in: $0) }
        let thirty = try await statements { try await withdrawLatest(of: 30, in: $0) }
        #expect(one["facts_to_fold"] != nil, "nothing was looked up")
        #expect(one == thirty)
    }

    /// As many people lose their latest order, together.
    private func withdrawLatest(of size: Int, in store: PostgresStore) async throws {
        let people = (0..<size).map { Identifier(type: "crm", value: String($0)) }
        try await store.tell(filing(batch(of: size)))
        try await store.tell(filing(people.map { order("next-\($0.value)", minute: 3, naming: [$0]) }))
        let latest = people.map { order("last-\($0.value)", minute: 4, naming: [$0]) }
        try await store.tell(filing(latest))
        let (ingest, keys) = (IngestDecision(rules: .standard), latest.map(\.record.key))
        _ = try await store.commit(reading: ingest.readSet(withdrawing: keys)) { snapshot in
            ingest.withdraw(keys, seeing: snapshot, newProfile: ProfileID(high: 1, low: 1), at: Self.noon)
        }
    }

    /// How often each statement was sent for `work`, by name.
    private func statements(
        _ layout: Layout = .together, for work: @Sendable (PostgresStore) async throws -> Void
    ) async throws -> [String: Int] {
        let server = try #require(TestServer.shared)
        return try await server.withDatabase { url in
            let store = try await PostgresStore.open(url: url, layout: layout)
            let before = store.reactor.counts.counts.statements
            try await work(store)
            // Writers are answered before their statements are counted; a store that is closed has counted all.
            await store.close()
            let sent = store.reactor.counts.counts.statements
            // Other nodes hear of commits together, as many as end within ten milliseconds.
            return sent.merging(before) { $0 - $1 }.filter { $0.value > 0 && $0.key != Statement.tellNumber.name }
        }
    }

    private func filing(_ arrivals: [IngestDecision.Arrival]) -> History.Step {
        .ingest(arrivals, arrivals[0].at)
    }

    /// Orders of as many people.
    private func batch(of size: Int) -> [IngestDecision.Arrival] {
        (0..<size).map { order("batch-\($0)", minute: 2, naming: [Identifier(type: "crm", value: String($0))]) }
    }

    private func order(
        _ id: String, minute: Int64, _ status: OrderRecord.Status = .paid, naming identifiers: [Identifier]
    ) -> IngestDecision.Arrival {
        let placedAt = Timestamp(milliseconds: Self.noon.milliseconds + minute * 60_000)
        let record = SourceRecord(
            key: FactKey(kind: .order, source: "shop", id: id), updatedAt: placedAt, isTimedByArrival: false,
            identifiers: identifiers,
            body: .order(OrderRecord(placedAt: placedAt, status: status, currency: .euro, total: 100)))
        let random = (UInt16.random(in: .min ... .max), UInt64.random(in: .min ... .max))
        let newProfile = ProfileID(drawnAt: placedAt, random: random)
        return IngestDecision.Arrival(record: record, at: placedAt, newProfile: newProfile)
    }
}
