import HTTPTypes
import ProfileHTTP
import Synchronization
import Testing

/// What one caller asks for must not keep others waiting. What is measured is so in a process of its own, where other
/// tests take no turns.
@Suite("Long work lets others have their turn", .serialized, .timeLimit(.minutes(2)))
struct FairnessTests {
    /// The slowest of the reads that are made while `work` goes on, and how many there were.
    private static func reads(
        during work: @escaping @Sendable () async throws -> Void, _ call: TestCaller
    ) async throws -> (slowest: Duration, count: Int) {
        let clock = ContinuousClock()
        let working = Task { try await work() }
        var (slowest, count) = (Duration.zero, 0)
        let end = clock.now + .seconds(1)
        while clock.now < end {
            slowest = max(slowest, try await clock.measure { _ = try await call(.get, "/v1/vip/crm:1") })
            count += 1
        }
        working.cancel()
        _ = await working.result
        return (slowest, count)
    }

    @Test("Queues of many odd phone numbers")
    func rank() async {
        await #expect(processExitsWith: .success) { try await Self.readBesideQueues() }
    }

    private static func readBesideQueues() async throws {
        try await TestServer().call { call async throws in
            let odd = String(repeating: "4 9-", count: 22)
            let entries = (0..<1000).map { #"{"ref":"\#($0)","identifier":"phone:+\#($0) \#(odd)"}"# }
            let body = "[\(entries.joined(separator: ","))]"
            let found = try await reads(
                during: {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<3 {
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

    /// How many records are put before `work` has ended.
    private func writes(
        during work: @escaping @Sendable () async throws -> Void, _ call: TestCaller
    ) async throws -> Int {
        let isDone = Atomic(false)
        async let working: Void = {
            defer { isDone.store(true, ordering: .releasing) }
            try await work()
        }()
        var count = 0
        while true {
            let status = try await call.status(
                .put, "/v1/sources/crm/customers/other\(count)", body: #"{"given_name":"Jo"}"#)
            #expect(status == 201 || status == 200)
            if isDone.load(ordering: .acquiring) { break }
            count += 1
        }
        try await working
        return count
    }

    @Test("Unmerging a large profile")
    func unmerge() async throws {
        try await TestServer().call { call async throws in
            for name in ["a", "b"] {
                let lines = (0..<2_200).map { number in
                    #"{"kind":"activity","source":"web","id":"\#(name)\#(number)","type":"login","#
                        + #""customer":{"email":"\#(name)@example.com"},"occurred_at":"2026-01-01T10:00:00Z"}"#
                }
                let status = try await call.status(.post, "/v1/ingest", body: lines.joined(separator: "\n"))
                #expect(status == 200)
            }
            let merged = try await call(
                .post, "/v1/profiles/email:a@example.com/merge", body: #"{"with":"email:b@example.com","reason":"x"}"#)
            #expect(merged.status == 200)
            let merges = try await call(.get, "/v1/profiles/email:a@example.com/identity").json["merges"]
            let absorbed = try #require(merges?[0]?["absorbed"]?.string)
            let count = try await writes(
                during: {
                    let status = try await call.status(
                        .post, "/v1/profiles/email:a@example.com/unmerge",
                        body: #"{"profile":"\#(absorbed)","reason":"x"}"#)
                    #expect(status == 200)
                }, call)
            // One may be written before the unmerge, and one together with it.
            #expect(count >= 5)
            for name in ["a", "b"] {
                let page = try await call(.get, "/v1/profiles/email:\(name)@example.com").json
                #expect(page["sources"]?[0]?["facts"]?.integer == 2_200)
            }
        }
    }

    @Test("Streams of bad lines")
    func badLines() async {
        await #expect(processExitsWith: .success) { try await Self.readBesideBadLines() }
    }

    private static func readBesideBadLines() async throws {
        var limits = HTTPLimits.standard
        limits.badLines = .max / 2
        try await TestServer(limits: limits).call { call async throws in
            let body = String(repeating: "x\n", count: 250_000)
            let found = try await reads(
                during: {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<3 {
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
