@testable import PostgresStore
import ProfileStore
import SQLStore
import Testing

@Suite("What the server refuses, in the port's words") struct FailureTests {
    @Test(arguments: [
        ("08006", StoreError.unavailable), ("57P01", .unavailable), ("57P03", .unavailable), ("53300", .unavailable),
        ("57014", .unavailable), ("40001", .unavailable), ("53100", .cannotWrite), ("25006", .cannotWrite),
        ("42501", .cannotWrite), ("23505", .failed(detail: "PostgreSQL error 23505")),
        ("XX001", .unreadable(detail: "PostgreSQL error XX001")),
    ])
    func states(state: String, expected: StoreError) {
        #expect(StoreError(PostgresFailure.refused(sqlState: state)) == expected)
    }

    @Test func onlyDeadlocksAndSerializationFailuresPass() {
        #expect(ServerMetrics.Retry(.refused(sqlState: "40P01")) == .deadlock)
        #expect(ServerMetrics.Retry(.refused(sqlState: "40001")) == .serialization)
        #expect(ServerMetrics.Retry(.refused(sqlState: "23505")) == nil)
        #expect(ServerMetrics.Retry(.lost) == nil)
    }

    @Test func waitsGrowAndEnd() {
        var backoff = Backoff()
        let now = ContinuousClock.now
        #expect(backoff.rest(at: now) == .zero)
        var rests: [Duration] = []
        for _ in 0..<20 {
            backoff.fail(at: now)
            rests.append(backoff.rest(at: now))
        }
        #expect(rests == rests.sorted() && rests.first == .milliseconds(50) && rests.last == .seconds(1))
        backoff.succeed()
        #expect(backoff.rest(at: now) == .zero)
    }
}
