import PostgresStore
import ProfileCore
import ProfileStore
import SQLStore
import Testing

@Suite("The queue of claims that nodes share", .enabled(if: TestServer.shared != nil, TestServer.advice))
struct ClaimQueueTests {
    @Test("One node at a time works it off, and the next one once that is done", .timeLimit(.minutes(1)))
    func oneAtATime() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let (one, other) = (try await PostgresStore.open(url: url), try await PostgresStore.open(url: url))
            let attempt = { () async throws in
                try await other.whileOthersRest(from: .judging) { () throws(StoreError) in
                    try await other.queuedClaims()
                }
            }
            let answers = try await one.whileOthersRest(from: .judging) { () throws(StoreError) in
                let isOtherAtWork = (try? await attempt()) != .some(nil)
                let isSameAtWork = try await one.whileOthersRest(from: .judging) { () throws(StoreError) in true }
                // Nobody else is kept from writing.
                try await other.put([1], note: "n")
                return (isOtherAtWork, isSameAtWork)
            }
            #expect(answers?.0 == false)
            #expect(answers?.1 == nil)
            #expect(try await attempt() == 0)
            await #expect(throws: StoreError.unavailable) {
                _ = try await one.whileOthersRest(from: .judging) { () throws(StoreError) -> Bool in
                    throw .unavailable
                }
            }
            #expect(try await attempt() == 0)
            for node in [one, other] { await node.close() }
        }
    }
}
