import PostgresStore
import SQLStore
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
        let result: Result<Value, any Error>
        do { result = .success(try await body(store)) } catch { result = .failure(error) }
        await store.close()
        all.withLock { $0.idle.append(url) }
        return try result.get()
    }

    func drop() async throws {
        for url in all.withLock(\.made) { try await server.drop(url) }
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
        let result: Result<Void, any Error>
        do { result = .success(try await DatabasePool.$shared.withValue(pool, operation: function)) } catch {
            result = .failure(error)
        }
        try await pool.drop()
        try result.get()
    }
}

extension Trait where Self == SharesDatabases {
    static var sharesDatabases: Self { SharesDatabases() }
}
