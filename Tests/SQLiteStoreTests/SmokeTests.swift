import ProfileCore
import ProfileStore
import SQLiteStore
import Testing

@Suite struct SmokeTests {
    @Test func commitAndRead() async throws {
        let store = try SQLiteStore.inMemory()
        let id = ProfileID(high: 1, low: 2)
        let now = Timestamp(milliseconds: 5)
        let key = FactKey(kind: .order, source: "shop", id: "1")
        let identifier = Identifier(type: "email", value: "a@b.c")
        let record = SourceRecord(
            key: key, updatedAt: now, isTimedByArrival: false, identifiers: [identifier],
            body: .order(OrderRecord(placedAt: now, status: .paid, currency: .euro)))
        let fact = Fact(record: record, receivedAt: now, filing: Filing(profile: id, home: id, basis: identifier))
        let committed = try await store.commit(touching: Touch(facts: [key])) { snapshot in
            var d = Decision(decidedAt: now)
            d.facts = [key: fact]
            let link = Link(identifier: identifier, profile: id, home: id, statedBy: key, linkedAt: now)
            d.links = [link.key: link]
            d.profiles = [id: ProfileState(id: id, version: 1, changedAt: now)]
            d.rebuilds = [id]
            return (d, snapshot.facts.count)
        }
        #expect(committed.answer == 0)
        let found = try await store.profiles([.identifier(identifier), .id(id)])
        #expect(found.count == 2)
        #expect(found[.id(id)]?.first == committed.decision.profiles[id])
        #expect(try await store.timeline(of: id, after: nil, limit: 5) == [fact])
        #expect(try await store.facts(of: id, after: nil, limit: 5) == [fact])
        #expect(try await store.changes(after: 0, limit: 5) == committed.changes)
        let path = "/tmp/mini-smoke.db"
        let file = try SQLiteStore.open(path: path)
        try await file.probe()
        #expect(throws: OpenError.self) { try SQLiteStore.open(path: path) }
        await file.close()
        let again = try SQLiteStore.openReadOnly(path: path)
        _ = try await again.keys()
        await again.close()
        _ = try await store.erase(ProfileState(id: id, changedAt: now))
        #expect(try await store.profiles([.identifier(identifier), .id(id)]).isEmpty)
    }
}
