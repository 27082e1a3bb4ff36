import CPostgres
@testable import Migrations
@testable import PostgresStore
import ProfileCore
import ProfileStore
import SQLStore
import Testing

@Suite("Opening a database", .enabled(if: TestServer.shared != nil, TestServer.advice))
struct OpeningTests {
    @Test("Nodes that start together bring the schema up to date once")
    func together() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let store = try await PostgresStore.open(url: url)
                        try await store.probe()
                        await store.close()
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("Statements are planned with their values once the extension is there that spreads tables")
    func layout() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let plain = try await PostgresStore.open(url: url)
            #expect(plain.address.layout == .together)
            #expect(try planMode(of: plain.address) == "force_generic_plan")
            await plain.close()
            // No more of it than its name, by which it is known.
            try await server.execute(
                """
                SET allow_system_table_mods = on;
                INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
                    SELECT 99999, 'citus', extowner, extnamespace, false, '0' FROM pg_extension LIMIT 1
                """, at: url)
            let spread = try await PostgresStore.open(url: url)
            #expect(spread.address.layout == .spread)
            #expect(try planMode(of: spread.address) == "auto")
            try await spread.probe()
            await spread.close()
        }
    }

    private func planMode(of address: ServerAddress) throws -> String? {
        let pointer = try address.open()
        defer { PQfinish(pointer) }
        return try Script(pointer).text("SELECT current_setting('plan_cache_mode')")
    }

    @Test("What version 1 numbered is the first stripe, and later numbers go on after it")
    func stripes() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            try Migrator(Array(Migrations.postgres.prefix(1))).migrate(ServerAddress(url: url))
            let id = "00000000-0000-0001-0000-000000000001"
            try await server.execute(
                """
                UPDATE counters SET value = 7;
                INSERT INTO profiles (id, sequence, changed_at) VALUES ('\(id)', 7, 1)
                """, at: url)
            let store = try await PostgresStore.open(url: url)
            let before = try await store.lastPosition()
            #expect(before == FeedPosition([7]))
            #expect(try await store.changes(after: .start, limit: 10).position == before)
            for version in 1...20 {
                let committed = try await store.commit(reading: ReadSet()) { _ in
                    let moment = Timestamp(milliseconds: 1)
                    var decision = Decision(decidedAt: moment)
                    let id = ProfileID(high: 1, low: 1)
                    decision.profiles[id] = ProfileState(id: id, version: version, changedAt: moment)
                    return (decision, true)
                }
                let number = try #require(committed.changes.first?.number)
                #expect(number.value == Int64(7 + version) && !before.covers(number))
            }
            #expect(try await store.changes(after: before, limit: 10).changes.map(\.version) == [20])
            await store.close()
        }
    }

    @Test("After a copy no stripe gives a number again, though its last change is shown by another stripe")
    func raisedNumbers() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let store = try await PostgresStore.open(url: url)
            var seen = FeedPosition.start
            for version in 1...60 {
                let committed = try await store.commit(reading: ReadSet()) { _ in
                    let moment = Timestamp(milliseconds: 1)
                    var decision = Decision(decidedAt: moment)
                    let id = ProfileID(high: 1, low: 1)
                    decision.profiles[id] = ProfileState(id: id, version: version, changedAt: moment)
                    return (decision, true)
                }
                seen.advance(to: committed.changes)
            }
            try await server.execute("UPDATE counters SET value = 0", at: url)
            try await store.beginTransfer(from: "elsewhere")
            try await store.finishTransfer()
            #expect(try await store.lastPosition().covers(seen))
            await store.close()
        }
    }

    @Test("A schema that is newer than the program is left alone")
    func newer() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            await (try PostgresStore.open(url: url)).close()
            try await server.execute("INSERT INTO schema_migrations VALUES (99, 'later', 'x', 0)", at: url)
            await #expect(throws: PostgresOpenError.self) { try await PostgresStore.open(url: url) }
        }
    }

    @Test("A migration that was applied in another form is noticed")
    func altered() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            await (try PostgresStore.open(url: url)).close()
            try await server.execute("UPDATE schema_migrations SET checksum = 'other'", at: url)
            let detail = "migration 1 was applied in another form than this version knows"
            await #expect(throws: PostgresOpenError.schema(detail: detail)) { try await PostgresStore.open(url: url) }
        }
    }

    @Test("A migration that fails leaves nothing behind")
    func failing() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            try await server.execute("CREATE TABLE aliases (alias int)", at: url)
            await #expect(throws: PostgresOpenError.cannotOpen(detail: "PostgreSQL error 42P07")) {
                try await PostgresStore.open(url: url)
            }
            try await server.execute("DROP TABLE aliases", at: url)
            await (try PostgresStore.open(url: url)).close()
        }
    }

    @Test("A server that may lose what it acknowledged is refused where that is asked for")
    func durability() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let pointer = try ServerAddress(url: url).open()
            defer { PQfinish(pointer) }
            let off = try ["fsync", "full_page_writes"].filter { name in
                try Script(pointer).text("SELECT current_setting('\(name)')") == "off"
            }
            do throws(PostgresOpenError) {
                await (try PostgresStore.open(url: url, requiresDurability: true)).close()
                #expect(off.isEmpty)
            } catch {
                #expect(error == .losesWrites(settings: off) && !off.isEmpty)
                #expect(error.description.contains("\(off[0])=off"))
                // Nothing was made there.
                #expect(try Script(pointer).text("SELECT to_regclass('schema_migrations')::text") == "")
            }
            await (try PostgresStore.open(url: url)).close()
        }
    }

    @Test("A step that has to wait for a table lets everybody else go first")
    func waiting() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let store = try await PostgresStore.open(url: url)
            let holder = try ServerAddress(url: url).open()
            defer { PQfinish(holder) }
            try Script(holder).run("BEGIN; SELECT count(*) FROM profiles")
            let later = Migration(
                number: 99, name: "later", sql: Array("ALTER TABLE profiles ADD COLUMN note text".utf8))
            async let migrated: Void = PostgresStore.onOwnThread { () throws(PostgresOpenError) in
                try Migrator(Migrations.postgres + [later]).migrate(ServerAddress(url: url))
            }
            let watcher = try ServerAddress(url: url).open()
            defer { PQfinish(watcher) }
            while try Script(watcher).text(Self.waits) != "1" { try await Task.sleep(for: .milliseconds(10)) }
            _ = try await store.changes(after: .start, limit: 1)
            try Script(holder).run("COMMIT")
            try await migrated
            #expect(try Script(watcher).text("SELECT count(note)::text FROM profiles") == "0")
            await store.close()
        }
    }

    @Test("A step for which all nodes have to be stopped is refused while one is connected, and taken after it left")
    func nodesOfTheVersionBefore() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let address = ServerAddress(url: url)
            let migrate = { (migrations: [Migration]) async throws(PostgresOpenError) in
                try await PostgresStore.onOwnThread { () throws(PostgresOpenError) in
                    try Migrator(migrations).migrate(address)
                }
            }
            try await migrate([Migrations.postgres[0]])
            let node = try address.open()
            try Script(node).run(Self.fact)
            await #expect(throws: PostgresOpenError.nodesRunning(connections: 1)) {
                try await migrate(Migrations.postgres)
            }
            PQfinish(node)
            try await migrate(Migrations.postgres)
        }
    }

    private static let fact = """
        INSERT INTO facts (kind, source, id, profile, home, happened_at, updated_at, received_at, payload)
        VALUES (0, 'a', '1', gen_random_uuid(), gen_random_uuid(), 0, 0, 0, '')
        """

    private static let waits = """
        SELECT count(*)::text FROM pg_locks
        WHERE NOT granted AND mode = 'AccessExclusiveLock'
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
}
