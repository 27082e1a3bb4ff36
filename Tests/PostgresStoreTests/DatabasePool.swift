import PostgresStore
import SQLStore
import StoreContract
import Synchronization
import Testing

/// Databases that tests use one after another: to make one takes longer than most of these tests.
final class DatabasePool: Sendable {
    /// What the tests of the suite that runs share.
    @TaskLocal static var shared: DatabasePool?

    private let server: TestServer
    private let all = Mutex<(made: [String], idle: [String])>(([], []))

    init(on server: TestServer) {
        self.server = server
    }

    /// Runs `body` with a store in which nothing is left of the tests before.
    func withStore<Value>(layout: Layout? = nil, _ body: (PostgresStore) async throws -> Value) async throws -> Value {
        let url = try await take()
        let store = try await PostgresStore.open(url: url, layout: layout)
        let value = try await ending({ try await body(store) }, by: { await store.close() })
        // That of a test that failed may still be in use.
        all.withLock { $0.idle.append(url) }
        return value
    }

    /// Drops all of them, even when one cannot be dropped.
    func drop() async throws {
        var failure: (any Error)?
        for url in all.withLock(\.made) {
            do { try await server.drop(url) } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }

    private func take() async throws -> String {
        guard let url = all.withLock({ $0.idle.popLast() }) else { return try await make() }
        try await server.execute(Self.setBack, at: url)
        return url
    }

    private func make() async throws -> String {
        let url = try await server.makeDatabase()
        all.withLock { $0.made.append(url) }
        await (try PostgresStore.open(url: url)).close()
        try await server.execute(Self.remember, at: url)
        return url
    }

    /// Keeps the rows that a new store begins with.
    private static let remember = """
        CREATE SCHEMA beginning;
        DO $$ DECLARE name text; BEGIN
            FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
                EXECUTE format('CREATE TABLE beginning.%1$I AS TABLE public.%1$I', name);
            END LOOP;
        END $$
        """

    private static let setBack = """
        SET lock_timeout = '10s';
        DO $$ DECLARE name text; BEGIN
            FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'beginning' LOOP
                EXECUTE format('DELETE FROM public.%I', name);
                EXECUTE format('INSERT INTO public.%1$I SELECT * FROM beginning.%1$I', name);
            END LOOP;
        END $$
        """
}

/// Gives the tests of a suite databases to share, which go away after it.
struct SharesDatabases: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        guard let server = TestServer.shared else { return try await function() }
        let pool = DatabasePool(on: server)
        try await ending(
            { try await DatabasePool.$shared.withValue(pool, operation: function) }, by: { try await pool.drop() })
    }
}

extension Trait where Self == SharesDatabases {
    static var sharesDatabases: Self { SharesDatabases() }
}
