import Testing

@Suite(
    "A node that does not hear what others change", .enabled(if: Cluster.isPossible, Cluster.advice),
    .timeLimit(.minutes(5)))
struct CutOffTests {
    private static let profile = "/v1/profiles/crm:cut-off"
    /// Within this every node shows what any of them acknowledged, or shows nothing.
    private static let promise = Duration.seconds(1)

    /// A read, when it was begun, and what it showed; nil when the node said that it cannot tell.
    private struct Look: Sendable {
        let began: ContinuousClock.Instant
        let orders: Int?
    }

    @Test("It hears again by itself when its connection is ended, and shows nothing old for longer than a second")
    func ended() async throws {
        try await Cluster.run { cluster in
            let nodes = try await cluster.nodes(2)
            for number in 1...15 {
                if number > 1 { try await untilSeen(number - 1, on: nodes[1], since: .now) }
                try await cluster.query(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE 'LISTEN%'")
                let acknowledged = try await write(number, to: nodes[0])
                try await untilSeen(number, on: nodes[1], since: acknowledged)
            }
            for node in nodes { #expect(try await node.stop() == 0) }
        }
    }

    @Test("While nothing reaches it, it shows nothing old for longer than a second, and catches up afterwards")
    func silent() async throws {
        try await Cluster.run { cluster in
            let writer = try await Server(environment: ["CLIENTELE_DATABASE": cluster.url])
            let deaf = try await Server(environment: ["CLIENTELE_DATABASE": cluster.url + "?application_name=deaf"])
            for number in [1, 3, 5] {
                let before = try await write(number, to: writer)
                try await untilSeen(number, on: deaf, since: before)
                try await withThrowingTaskGroup(of: Look.self) { looks in
                    let acknowledged = try await cluster.withSilence(for: "deaf") {
                        let acknowledged = try await write(number + 1, to: writer)
                        while acknowledged.duration(to: .now) < Self.promise * 2 {
                            looks.addTask { try await look(at: deaf) }
                            try await Task.sleep(for: .milliseconds(100))
                        }
                        return acknowledged
                    }
                    for try await look in looks { check(look, number + 1, since: acknowledged) }
                    try await untilSeen(number + 1, on: deaf, since: acknowledged)
                }
            }
            for node in [writer, deaf] { #expect(try await node.stop() == 0) }
        }
    }

    @Test("While the database stands still, who reads is told within three seconds to come again")
    func frozen() async throws {
        try await Cluster.run { cluster in
            let node = try await Server(environment: ["CLIENTELE_DATABASE": cluster.url + "?application_name=deaf"])
            let acknowledged = try await write(1, to: node)
            try await cluster.withSilence(for: "deaf") {
                // What is in memory is believed for a second.
                try await Task.sleep(for: .milliseconds(1500))
                let reads = ["", "/timeline", "/identity", "?fields=person"].map { Self.profile + $0 }
                for path in reads + ["/v1/vip/crm:cut-off", "/readyz"] {
                    // Other tests take turns of the processor: what matters is that the server lets a read go in time.
                    var fastest = Duration.seconds(60)
                    for _ in 0..<3 where fastest >= .milliseconds(3500) {
                        let start = ContinuousClock.now
                        let answer = try await node.send("GET", path)
                        fastest = min(fastest, start.duration(to: .now))
                        #expect(answer.status == 503 && answer.headers["retry-after"] != nil, "\(path): \(answer.text)")
                    }
                    #expect(fastest < .milliseconds(3500), "\(path)")
                }
            }
            try await untilSeen(1, on: node, since: acknowledged)
            let status = try await node.stop()
            #expect(status == 0, "\(node.program.errors)")
        }
    }

    @Test("After the database was away it shows what was written as soon as it shows anything")
    func restarted() async throws {
        try await Cluster.run { cluster in
            let nodes = try await cluster.nodes(2)
            for number in 1...3 {
                let acknowledged = try await write(number, to: nodes[0])
                try await untilSeen(number, on: nodes[1], since: acknowledged)
                try await cluster.stop()
                try await cluster.start()
            }
            let acknowledged = try await write(4, to: nodes[0])
            try await untilSeen(4, on: nodes[1], since: acknowledged)
            for node in nodes { #expect(try await node.stop() == 0) }
        }
    }

    /// Writes the order of that number, again until it is taken, and tells when it was acknowledged.
    private func write(_ number: Int, to node: Server) async throws -> ContinuousClock.Instant {
        while true {
            let path = "/v1/sources/erp/orders/cut-off-\(number)"
            let answer = try await node.send("PUT", path, Records.orderBody(of: "cut-off"))
            if answer.status == 200 { return .now }
            try #require(answer.status == 503, "\(answer.text)")
        }
    }

    private func look(at node: Server) async throws -> Look {
        let began = ContinuousClock.now
        let answer = try await node.send("GET", Self.profile)
        guard answer.status == 200 else {
            #expect(answer.status == 503 || answer.status == 404, "\(answer.text)")
            return Look(began: began, orders: nil)
        }
        return Look(began: began, orders: try answer.json["purchases"]?["orders"]?.integer)
    }

    /// Reads until all orders are seen. Nothing tells how long that may take but that nothing old is shown.
    private func untilSeen(
        _ orders: Int, on node: Server, since acknowledged: ContinuousClock.Instant
    ) async throws {
        while true {
            let look = try await look(at: node)
            if look.orders == orders { return }
            check(look, orders, since: acknowledged)
        }
    }

    private func check(_ look: Look, _ orders: Int, since acknowledged: ContinuousClock.Instant) {
        guard let seen = look.orders, seen != orders else { return }
        let age = acknowledged.duration(to: look.began)
        #expect(age < Self.promise, "\(orders) orders were acknowledged \(age) before a read that showed \(seen)")
    }
}
