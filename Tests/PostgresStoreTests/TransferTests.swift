import Foundation
@testable import PostgresStore
import ProfileCore
import ProfileStore
import SQLiteStore
import SQLStore
import StoreContract
import Testing

@Suite("From one store to the other", .enabled(if: TestServer.shared != nil, TestServer.advice))
struct TransferTests {
    @Test("Whatever happened in a store is there to the byte after a copy, there and back", arguments: 1...3)
    func thereAndBack(seed: Int) async throws {
        let server = try #require(TestServer.shared)
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("shop.db"))
        var history = History(seed: UInt64(seed))
        for _ in 0..<100 { try await store.tell(history.step()) }
        try await store.put(VIPPolicy(tiers: [], vipFrom: nil))
        let expected = try await Contents(of: store)
        #expect(!expected.states.isEmpty && !expected.conflicts.isEmpty)
        try await server.withDatabase { url in
            let target = try await PostgresStore.openTarget(url: url)
            let there = try await copy(try SQLiteStore.snapshot(path: folder.file("shop.db")), to: target)
            #expect(there.total.written == there.total.rows)
            let postgres = try await PostgresStore.open(url: url)
            #expect(try await Contents(of: postgres).differences(from: expected) == [])
            let back = try SQLiteStore.openTarget(path: folder.file("back.db"))
            try await copy(try await PostgresStore.snapshot(url: url), to: back)
            let sqlite = try SQLiteStore.open(path: folder.file("back.db"))
            #expect(try await Contents(of: sqlite).differences(from: expected) == [])
            // Life goes on in all of them, with numbers of their own.
            for _ in 0..<30 {
                let step = history.step()
                for one in [store, postgres, sqlite] as [any ProfileStore & ErasureStore] { try await one.tell(step) }
            }
            let later = try await Contents(of: store)
            #expect(try await Contents(of: postgres).differences(from: later, numbered: false) == [])
            #expect(try await Contents(of: sqlite).differences(from: later) == [])
            await postgres.close()
            await sqlite.close()
        }
        await store.close()
    }

    @Test("From one database to another, in spite of what is written meanwhile, or not")
    func betweenDatabases() async throws {
        let server = try #require(TestServer.shared)
        try await server.withStore { store in
            var history = History(seed: 9)
            for _ in 0..<40 { try await store.tell(history.step()) }
            let expected = try await Contents(of: store)
            let snapshot = try await PostgresSnapshot(store.address)
            for _ in 0..<40 { try await store.tell(history.step()) }
            try await server.withDatabase { url in
                let target = try await PostgresStore.openTarget(url: url)
                let transfer = StoreTransfer(from: snapshot, to: target)
                await #expect(throws: TransferFailure.sourceChanged) { try await transfer.run { _ in true } }
                await #expect(throws: PostgresOpenError.unfinishedCopy(of: try await snapshot.identity())) {
                    try await PostgresStore.open(url: url)
                }
                await #expect(throws: PostgresOpenError.unfinishedCopy(of: try await snapshot.identity())) {
                    try await PostgresStore.snapshot(url: url)
                }
                #expect(try await transfer.run(ignoringChanges: true) { _ in true }.isResumed)
                #expect(try await Contents(of: target).differences(from: expected) == [])
                await target.close()
            }
            await snapshot.close()
        }
    }

    @Test("A database that holds something, or nothing of ours, is told")
    func refusals() async throws {
        let server = try #require(TestServer.shared)
        try await server.withStore { store in
            try await store.put(VIPPolicy(tiers: [], vipFrom: nil))
            let snapshot = try await PostgresSnapshot(store.address)
            await #expect(throws: TransferFailure.sameStore) {
                try await StoreTransfer(from: snapshot, to: store).run { _ in true }
            }
            try await server.withStore { occupied in
                try await occupied.put(VIPPolicy(tiers: [], vipFrom: nil))
                await #expect(throws: TransferFailure.occupied(table: "settings")) {
                    try await StoreTransfer(from: snapshot, to: occupied).run { _ in true }
                }
            }
            try await server.withDatabase { url in
                _ = await #expect(throws: PostgresOpenError.schema(detail: "it holds no Clientele store")) {
                    try await PostgresStore.snapshot(url: url)
                }
            }
            await snapshot.close()
        }
    }

    @Test("Every column of every table is copied: a new one has to be listed")
    func schema() async throws {
        let server = try #require(TestServer.shared)
        try await server.withStore { store in
            let columns = Statement(
                "columns", .none,
                """
                SELECT (table_name || '.' || column_name)::text FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name NOT IN ('schema_migrations', 'counters')
                """)
            let found = try await store.read([columns()]) { rows throws(StoreError) in
                try rows[0].all { columns throws(StoreError) in try columns.text() }
            }
            let known = StoredTable.all.flatMap { table in table.columns.map { "\(table.name).\($0.name)" } }
            #expect(Set(found) == Set(known))
        }
    }

    @discardableResult
    private func copy(
        _ source: any TransferSource, to target: any TransferTarget
    ) async throws -> TransferOutcome {
        let outcome = try await StoreTransfer(from: source, to: target).run { _ in true }
        await source.close()
        await target.close()
        return outcome
    }
}
