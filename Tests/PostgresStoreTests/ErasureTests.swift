import PostgresStore
import ProfileCore
import ProfileStore
import SQLStore
import Testing

@Suite("Erasing while others write", .enabled(if: TestServer.shared != nil, TestServer.advice), .serialized)
struct ErasureTests {
    private static let noon = Timestamp(milliseconds: 1_790_000_000_000)

    @Test("Nobody is said to be erased while their facts live on in a profile they were merged into")
    func races() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let (one, other) = (try await PostgresStore.open(url: url), try await PostgresStore.open(url: url))
            for round in 0..<60 {
                let names = [Identifier(type: "crm", value: "a\(round)"), Identifier(type: "crm", value: "b\(round)")]
                for name in names { try await one.tell(.ingest([Self.order(of: name)], Self.noon)) }
                let ids = try await names.asyncMap { try await one.profiles([.identifier($0)]).values.first?.first?.id }
                let (first, second) = (try #require(ids[0]), try #require(ids[1]))
                async let merging = one.commit(reading: ReadSet(profiles: [first, second])) { snapshot in
                    StewardDecision(seeing: snapshot, rules: History.rules, at: Self.noon)
                        .merge(first, with: second, by: "desk", reason: "same")
                }
                let erased = try await other.erase(
                    .id(second), ErasureWarrant(id: "ers_\(round)", at: Self.noon, by: "officer"),
                    hash: History.tombstone(of:))
                _ = try await merging
                #expect(erased != nil)
                let left = try await one.facts(kind: .order, after: nil, limit: 1_000).map(\.key.id)
                #expect(!left.contains("b\(round)"), "round \(round)")
                #expect(try await other.profiles([.identifier(names[1])]).isEmpty)
            }
            for node in [one, other] { await node.close() }
        }
    }

    @Test("A record that arrives on another node after an erasure is suppressed, in any order of commits")
    func arrivals() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let (one, other) = (try await PostgresStore.open(url: url), try await PostgresStore.open(url: url))
            let name = Identifier(type: "crm", value: "a")
            try await one.tell(.ingest([Self.order(of: name)], Self.noon))
            _ = try await one.erase(
                .identifier(name), ErasureWarrant(id: "ers_1", at: Self.noon, by: "officer"),
                hash: History.tombstone(of:))
            // Calls that share a transaction, some of which ask and some of which do not.
            try await withThrowingTaskGroup(of: Void.self) { group in
                let tombstone = History.tombstone(of: .identifier(name))
                for number in 0..<40 {
                    let identifier = Identifier(type: "crm", value: "x\(number)")
                    let readSet = ReadSet(identifiers: [identifier], tombstones: number % 2 == 0 ? [tombstone] : nil)
                    group.addTask {
                        let seen = try await other.commit(reading: readSet) { snapshot in
                            (Decision(decidedAt: Self.noon), snapshot.burials)
                        }
                        #expect(seen.answer == (number % 2 == 0 ? .found([tombstone]) : .unseen))
                    }
                }
                try await group.waitForAll()
            }
            for node in [one, other] { await node.close() }
        }
    }

    private static func order(of name: Identifier) -> IngestDecision.Arrival {
        let record = SourceRecord(
            key: FactKey(kind: .order, source: "shop", id: name.value), updatedAt: noon, isTimedByArrival: false,
            identifiers: [name], body: .order(OrderRecord(placedAt: noon, status: .paid, currency: .euro, total: 100)))
        let drawn = (UInt16.random(in: .min ... .max), UInt64.random(in: .min ... .max))
        return IngestDecision.Arrival(record: record, at: noon, newProfile: ProfileID(drawnAt: noon, random: drawn))
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
