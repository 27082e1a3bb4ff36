import Foundation
import GRDB
import ProfileCore
import ProfileStore
@testable import SQLiteStore
import SQLStore
import StoreContract
import Testing

@Suite("Opening a store") struct OpeningTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("store.db") }

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func commitsAreDurable() async throws {
        let store = try SQLiteStore.open(path: path)
        let pragmas = try await store.database.writeWithoutTransaction { database in
            try ["synchronous", "mmap_size", "journal_size_limit"].map {
                try Int.fetchOne(database, sql: "PRAGMA \($0)")
            }
        }
        #expect(pragmas == [2, 0, 67_108_864])
        let mode = try await store.database.writeWithoutTransaction {
            try String.fetchOne($0, sql: "PRAGMA journal_mode")
        }
        #expect(mode == "wal")
        await store.close()
    }

    @Test func oneProcessWritesAtATime() async throws {
        let store = try SQLiteStore.open(path: path)
        #expect(throws: OpenError.inUse(pid: getpid())) { try SQLiteStore.open(path: path) }
        await store.close()
        await store.close()
        let next = try SQLiteStore.open(path: path)
        await next.close()
    }

    @Test func anyoneMayLookWhileOneWrites() async throws {
        let store = try SQLiteStore.open(path: path)
        try await store.put(VIPPolicy(tiers: [], vipFrom: "first"))
        let onlooker = try SQLiteStore.openReadOnly(path: path)
        #expect(try await onlooker.policy()?.vipFrom == "first")
        try await store.put(VIPPolicy(tiers: [], vipFrom: "second"))
        #expect(try await onlooker.policy()?.vipFrom == "second")
        await #expect(throws: StoreError.cannotWrite) { try await onlooker.probe() }
        await onlooker.close()
        try await store.probe()
        await store.close()
        let later = try SQLiteStore.openReadOnly(path: path)
        #expect(try await later.policy()?.vipFrom == "second")
        await later.close()
    }

    @Test func whatWasCommittedIsThereAfterReopening() async throws {
        let store = try SQLiteStore.open(path: path)
        let committed = try await store.commit(reading: ReadSet()) { _ in (Samples.decision(orders: 100), true) }
        await store.close()
        let again = try SQLiteStore.open(path: path)
        #expect(try await again.profiles([.id(Samples.profile)]).count == 1)
        #expect(try await again.facts(of: Samples.profile, after: nil, limit: 1_000).count == 100)
        #expect(try await again.changes(after: .start, limit: 10).changes == committed.changes)
        let next = try await again.commit(reading: ReadSet()) { _ in (Samples.decision(orders: 1), true) }
        #expect(next.changes[0].number.value > committed.changes[0].number.value)
        await again.close()
    }

    @Test func aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws {
        let text = Data("not a database, but somebody's notes, and they are long enough to look at: ".utf8)
        try (text + text).write(to: URL(fileURLWithPath: path))
        #expect(throws: OpenError.notADatabase) { try SQLiteStore.open(path: path) }
        #expect(throws: OpenError.notADatabase) { try SQLiteStore.openReadOnly(path: path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == text + text)
    }

    @Test func anotherProgramsDatabaseIsRefused() throws {
        try change("CREATE TABLE recipes (name TEXT)")
        #expect(throws: OpenError.notADatabase) { try SQLiteStore.open(path: path) }
    }

    @Test func aMissingFolderOrFileIsRefused() {
        let lost = folder.file("missing/store.db")
        #expect(throws: OpenError.cannotOpen(detail: "No such file or directory")) { try SQLiteStore.open(path: lost) }
        #expect(throws: OpenError.self) { try SQLiteStore.openReadOnly(path: path) }
    }

    @Test func aNewerSchemaIsRefused() async throws {
        await (try SQLiteStore.open(path: path)).close()
        try change("INSERT INTO schema_migrations VALUES (99, 'later', 'abc', 0)")
        try expectSchemaError("newer")
    }

    @Test func anAlteredMigrationIsRefused() async throws {
        await (try SQLiteStore.open(path: path)).close()
        try change("UPDATE schema_migrations SET checksum = 'abc'")
        try expectSchemaError("another form")
    }

    @Test func onlyTheOwnerMayReadTheFiles() async throws {
        let store = try SQLiteStore.open(path: path)
        try await store.probe()
        for name in ["store.db", "store.db-wal", "store.db-shm", "store.db-lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        await store.close()
    }

    private func expectSchemaError(_ words: String) throws {
        for isReadOnly in [false, true] {
            do throws(OpenError) {
                _ = try isReadOnly ? SQLiteStore.openReadOnly(path: path) : SQLiteStore.open(path: path)
                Issue.record("was opened")
            } catch {
                guard case .schema(let detail) = error else { throw error }
                #expect(detail.contains(words))
            }
        }
    }

    private func change(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }
}
