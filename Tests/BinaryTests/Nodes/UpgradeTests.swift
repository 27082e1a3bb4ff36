import Testing

@Suite(
    "Nodes of two versions side by side", .enabled(if: Cluster.isPossible, Cluster.advice), .timeLimit(.minutes(5)))
struct UpgradeTests {
    /// What a step of a later version may do: it only adds.
    private static let laterStep = """
        ALTER TABLE facts ADD COLUMN later text;
        ALTER TABLE links ADD COLUMN later bigint DEFAULT 7;
        ALTER TABLE profiles ADD COLUMN later jsonb;
        CREATE TABLE later (id uuid NOT NULL PRIMARY KEY);
        CREATE INDEX facts_by_later ON facts (later);
        INSERT INTO schema_migrations
            SELECT max(number) + 1, 'later', 'a later version knows', 0 FROM schema_migrations;
        """

    @Test("A node goes on to read and write when the schema has become a later version's; started anew it says why not")
    func laterSchema() async throws {
        try await Cluster.run { cluster in
            let nodes = try await cluster.nodes(2)
            for order in 1...3 { try await put(order, at: nodes[0]) }
            #expect(try await orders(on: nodes[1]) == 3)
            try await cluster.query(Self.laterStep)
            for order in 3...6 { try await put(order, at: nodes[order % 2]) }
            let lines = [
                Records.customer("upgrade"), Records.order("9", of: "upgrade"), Records.order("8", of: "other"),
            ]
            #expect(try await nodes[0].ingest(lines).status == 200)
            let deletion = try await nodes[1].send("DELETE", "/v1/sources/erp/orders/1")
            #expect(deletion.status == 200 || deletion.status == 204)
            for node in nodes {
                while try await orders(on: node) != 6 {}
                #expect(try await node.send("GET", "/readyz").status == 200)
                #expect(try await node.stop() == 0)
            }
            let older = try Program(["serve", "--port", "0", "--database", cluster.url], in: try Folder())
            #expect(try await older.end() == 1)
            #expect(older.errors.contains("newer than"), "\(older.errors)")
        }
    }

    private func put(_ order: Int, at node: Server) async throws {
        let answer = try await node.send("PUT", "/v1/sources/erp/orders/\(order)", Records.orderBody(of: "upgrade"))
        #expect(answer.status == 200, "\(answer.text)")
    }

    private func orders(on node: Server) async throws -> Int? {
        try await node.send("GET", "/v1/profiles/crm:upgrade").json["purchases"]?["orders"]?.integer
    }
}
