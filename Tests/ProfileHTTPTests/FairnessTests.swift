import HTTPTypes
import ProfileHTTP
import Testing

/// What one caller asks for must not keep others waiting.
@Suite("Long work lets others have their turn", .serialized, .timeLimit(.minutes(2)))
struct FairnessTests {
    /// The slowest of the reads that are made while `work` goes on, and how many there were.
    private func reads(during work: @escaping @Sendable () async throws -> Void, _ call: TestCaller) async throws
        -> (slowest: Duration, count: Int)
    {
        let clock = ContinuousClock()
        let working = Task { try await work() }
        var (slowest, count) = (Duration.zero, 0)
        let end = clock.now + .seconds(2)
        while clock.now < end {
            slowest = max(slowest, try await clock.measure { _ = try await call(.get, "/v1/vip/crm:1") })
            count += 1
        }
        working.cancel()
        _ = await working.result
        return (slowest, count)
    }

    @Test("Queues of many odd phone numbers")
    func rank() async throws {
        try await TestServer().call { call async throws in
            let odd = String(repeating: "4 9-", count: 22)
            let entries = (0..<1500).map { #"{"ref":"\#($0)","identifier":"phone:+\#($0) \#(odd)"}"# }
            let body = "[\(entries.joined(separator: ","))]"
            let found = try await reads(
                during: {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<4 {
                            group.addTask {
                                while !Task.isCancelled {
                                    let status = try await call.status(.post, "/v1/vip/rank", body: body)
                                    #expect(status == 200)
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                }, call)
            #expect(found.slowest < .seconds(2), "\(found)")
        }
    }

    @Test("Streams of bad lines")
    func badLines() async throws {
        var limits = HTTPLimits.standard
        limits.badLines = .max / 2
        try await TestServer(limits: limits).call { call async throws in
            let body = String(repeating: "x\n", count: 500_000)
            let found = try await reads(
                during: {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<4 {
                            group.addTask {
                                while !Task.isCancelled { _ = try await call.status(.post, "/v1/ingest", body: body) }
                            }
                        }
                        try await group.waitForAll()
                    }
                }, call)
            #expect(found.slowest < .seconds(2), "\(found)")
        }
    }
}
