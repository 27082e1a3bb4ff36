import GRDB
import ProfileCore
import ProfileStore
@testable import SQLiteStore
import SQLStore
import StoreContract
import Testing

/// A load into an empty store goes without what is ordered by keys, and makes it at the end.
@Suite("A load into an empty store") struct LoadTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("store.db") }
    private let email = Identifier(type: "email", value: "ada@example.com")

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func leavesTheStoreAsIfThereHadBeenNone() async throws {
        let plain = try SQLiteStore.inMemory()
        let loaded = try SQLiteStore.inMemory()
        let before = try await Self.contents(of: plain)
        #expect(try await loaded.beginLoad())
        #expect(try await Self.contents(of: loaded) != before)
        for store in [plain, loaded] { try await file(300, into: store) }
        #expect(try await Self.contents(of: loaded) != Self.contents(of: plain))
        try await loaded.endLoad()
        #expect(try await Self.contents(of: loaded) == Self.contents(of: plain))
        try await loaded.endLoad()
        #expect(try await loaded.facts(kind: .order, after: nil, limit: 1_000).count == 300)
        #expect(try await loaded.profiles([.identifier(email)]).count == 1)
    }

    @Test func isEndedByTheNextOpeningWhenItWasInterrupted() async throws {
        let store = try SQLiteStore.open(path: path)
        let before = try await Self.contents(of: store)
        #expect(try await store.beginLoad())
        try await file(100, into: store)
        await store.close()
        let again = try SQLiteStore.open(path: path)
        let contents = try await Self.contents(of: again)
        #expect(contents.schema == before.schema)
        #expect(contents.rows["links"]?.count == 1)
        #expect(try await again.profiles([.identifier(email)]).count == 1)
        await again.close()
    }

    @Test func isNotBegunWhereAnythingIsStored() async throws {
        let store = try SQLiteStore.inMemory()
        try await file(1, into: store)
        let before = try await Self.contents(of: store)
        #expect(try await !store.beginLoad())
        #expect(try await Self.contents(of: store) == before)
    }

    @Test func isEndedByACommitThatHasToFindWhatWasPutAside() async throws {
        let plain = try SQLiteStore.inMemory()
        let loaded = try SQLiteStore.inMemory()
        #expect(try await loaded.beginLoad())
        for store in [plain, loaded] {
            try await file(300, into: store)
            var removal = Decision(decidedAt: Samples.moment)
            removal.removedLinks = [LinkKey(identifier: email, home: Samples.profile)]
            let decision = removal
            // What is taken back ends nothing.
            var rehearsal = removal
            rehearsal.rehearses = true
            let rehearsed = rehearsal
            _ = try await store.commit(reading: ReadSet()) { _ in (rehearsed, true) }
            _ = try await store.commit(reading: ReadSet()) { _ in (decision, true) }
            #expect(try await store.profiles([.identifier(email)]).isEmpty)
        }
        #expect(try await Self.contents(of: loaded) == Self.contents(of: plain))
    }

    @Test func readsNothingOfWhatIsNew() async throws {
        let store = try SQLiteStore.inMemory()
        try await file(3, into: store)
        var readSet = ReadSet(facts: [Samples.order("1").record.key], identifiers: [email])
        for isNew in [false, true] {
            readSet.isNew = isNew
            let found = try await store.commit(reading: readSet) { snapshot in
                (Decision(decidedAt: snapshot.moment), snapshot.facts.count + snapshot.links.count)
            }
            #expect(found.answer == (isNew ? 0 : 2))
        }
    }

    /// A profile with orders, a link and search terms.
    private func file(_ orders: Int, into store: SQLiteStore) async throws {
        var decision = Samples.decision(orders: orders)
        let link = Link(
            identifier: email, profile: Samples.profile, home: Samples.profile,
            statedBy: Samples.order("0").record.key, linkedAt: Samples.moment)
        decision.links = [link.key: link]
        let filed = decision
        _ = try await store.commit(reading: ReadSet()) { _ in (filed, true) }
    }

    private struct Contents: Hashable {
        var schema: Set<String> = []
        var rows: [String: [String]] = [:]
    }

    private static func contents(of store: SQLiteStore) async throws -> Contents {
        try await store.database.writeWithoutTransaction { database in
            var contents = Contents()
            contents.schema = Set(
                try String.fetchAll(database, sql: "SELECT name || ' ' || coalesce(sql, '') FROM sqlite_master"))
            let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
            // Migrations are stamped with the second, in which two stores may differ.
            for table in tables where table != "schema_migrations" {
                contents.rows[table] = try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map(\.description)
            }
            return contents
        }
    }
}
