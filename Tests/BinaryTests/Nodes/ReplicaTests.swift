import Testing

@Suite(
    "A node that reads from a replica", .enabled(if: Cluster.isPossible, Cluster.advice), .timeLimit(.minutes(5)))
struct ReplicaTests {
    private static let customers = 1000..<1400

    @Test(
        "Profiles come from the replica, never older than what the node acknowledged, and from the primary without it")
    func reads() async throws {
        try await Cluster.run { cluster in
            try await cluster.withReplica { replica in
                let variables = [
                    "CLIENTELE_DATABASE": cluster.url, "CLIENTELE_READ_DATABASE": replica.url,
                    // Few profiles are kept in memory, so that nearly every read is one of the store.
                    "CLIENTELE_CACHE_MEGABYTES": "0",
                ]
                let node = try await Server(environment: variables)
                let orders = Self.customers.map { Records.order("\($0)", of: "\($0)") }
                #expect(try await node.ingest(orders).status == 200)
                try await untilAnswered(node)
                try await replica.query("SELECT pg_wal_replay_pause()")
                for customer in Self.customers.prefix(20) {
                    let body = Records.orderBody(of: "\(customer)")
                    let path = "/v1/sources/erp/orders/second-\(customer)"
                    #expect(try await node.send("PUT", path, body).status == 200)
                    #expect(try await orderCount(of: customer, on: node) == 2)
                }
                try await replica.query("SELECT pg_wal_replay_resume()")
                try await untilAnswered(node)
                try await replica.stop()
                for customer in Self.customers.prefix(100) {
                    #expect(try await orderCount(of: customer, on: node) ?? 0 > 0)
                }
                try await replica.start()
                try await untilAnswered(node)
                let code = try await node.stop()
                #expect(code == 0)
            }
        }
    }

    @Test("Another database, and one that is none, is refused at the start")
    func refusals() async throws {
        try await Cluster.run { cluster in
            try await cluster.query("CREATE DATABASE other ENCODING 'UTF8' TEMPLATE template0")
            let (folder, other) = (try Folder(), cluster.url.replacing(#/postgres$/#, with: "other"))
            for url in [cluster.url, other] {
                #expect(try await Command.run("migrate", "--database", url, in: folder).status == 0)
            }
            let start = ["serve", "--port", "0", "--database", cluster.url, "--read-database"]
            let stranger = try Program(start + [other], in: folder)
            #expect(try await stranger.end() == 1)
            #expect(stranger.errors.contains("the read database is not a replica of the database"))
            let file = try await Command.run("serve", "--check", "--read-database", other, in: folder)
            #expect(file.status == 64 && file.errors.contains("goes with a database on PostgreSQL"))
            let checked = try Program(start + [other, "--check"], in: folder)
            #expect(try await checked.end() == 0)
            #expect(checked.output.contains("\nread_database: postgres://…@127.0.0.1:"))
        }
    }

    /// Reads profiles until the replica has answered more often than before.
    private func untilAnswered(_ node: Server) async throws {
        let before = try await answered(node)
        while try await answered(node) <= before {
            for customer in Self.customers.shuffled().prefix(20) {
                let found = try await orderCount(of: customer, on: node)
                #expect(found == 1 || found == 2)
            }
        }
    }

    private func orderCount(of customer: Int, on node: Server) async throws -> Int? {
        let answer = try await node.send("GET", "/v1/profiles/crm:\(customer)")
        #expect(answer.status == 200)
        return try answer.json["purchases"]?["orders"]?.integer
    }

    private func answered(_ node: Server) async throws -> Int {
        let metrics = try await node.send("GET", "/metrics").text
        let line = metrics.split(separator: "\n").first {
            $0.hasPrefix("clientele_store_replica_reads") && $0.contains(#"outcome="answered""#)
        }
        return try #require(line?.split(separator: " ").last.flatMap { Int($0) })
    }
}
