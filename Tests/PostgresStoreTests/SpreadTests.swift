import CPostgres
@testable import PostgresStore
import ProfileStore
import SQLStore
import Synchronization
import Testing

@Suite("Stores whose tables are spread", .enabled(if: TestServer.shared != nil, TestServer.advice))
struct SpreadTests {
    @Test("A reader of changes waits for a commit that does not show on all machines yet", .timeLimit(.minutes(1)))
    func settled() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let store = try await PostgresStore.open(url: url, layout: .spread)
            let writer = try await store.address.connect()
            defer { PQfinish(writer.pointer) }
            let script = Script(writer.pointer)
            try script.run("BEGIN; SELECT pg_advisory_xact_lock(\(AdvisoryLock.striping) 3)")
            let hasRead = Mutex(false)
            async let page = {
                let page = try await store.changes(after: .start, limit: 10)
                hasRead.withLock { $0 = true }
                return page
            }()
            try await Task.sleep(for: .milliseconds(200))
            #expect(hasRead.withLock { !$0 })
            try script.run("COMMIT")
            #expect(try await page.changes.isEmpty)
            await store.close()
        }
    }
}
