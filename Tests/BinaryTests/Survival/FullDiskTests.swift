import Foundation
import Testing

/// The room a file may take is limited while the service runs, which to the store looks as a full disk does.
@Suite("A full disk refuses writes, and nothing else")
struct FullDiskTests {
    @Test("Writes answer 507, reads go on, and when there is room again writes do too")
    func room() async throws {
        let server = try await Server()
        var acknowledged = [try await put(0, to: server)].filter { $0.status == 200 }.count
        #expect(acknowledged == 1)
        try await limitFiles(of: server, to: server.folder.bytes(of: "clientele.db-wal").count + 60_000)
        var refused: Answer?
        while refused == nil, acknowledged < 10_000 {
            let answer = try await put(acknowledged, to: server)
            if answer.status == 200 { acknowledged += 1 } else { refused = answer }
        }
        let problem = try #require(refused)
        #expect(problem.status == 507)
        #expect(try problem.json["type"]?.text == "/problems/storage-full")
        try await checkFull(server, orders: acknowledged)
        // Now not even the log has room.
        try await limitFiles(of: server, to: 1)
        try await checkFull(server, orders: acknowledged)
        try await limitFiles(of: server, to: nil)
        #expect(try await put(acknowledged, to: server).status == 200)
        #expect(try await orders(on: server) == acknowledged + 1)
        #expect(try await server.stop() == 0)
        let again = try await Server(in: server.folder)
        #expect(try await orders(on: again) == acknowledged + 1)
    }

    private func checkFull(_ server: Server, orders count: Int) async throws {
        let lines = (0..<50).map { Records.order("full-\($0)", of: "1") }
        let stream = try await server.ingest(lines)
        #expect(stream.status == 507)
        #expect(try stream.json["committed"]?["accepted"]?.integer == 0)
        #expect(try await orders(on: server) == count)
        #expect(try await server.send("GET", "/livez").status == 200)
        #expect(!server.program.hasEnded)
    }

    private func put(_ number: Int, to server: Server) async throws -> Answer {
        try await server.send("PUT", "/v1/sources/erp/orders/\(number)", Records.orderBody(of: "1"))
    }

    private func orders(on server: Server) async throws -> Int? {
        try await server.send("GET", "/v1/profiles/crm:1").json["purchases"]?["orders"]?.integer
    }

    /// Nil lifts the limit.
    private func limitFiles(of server: Server, to size: Int?) async throws {
        let limit = size.map(String.init) ?? "unlimited"
        let script = "prlimit --pid \(server.program.pid) --fsize=\(limit):unlimited"
        #expect(try await Shell.run(script, in: server.folder) == 0)
    }
}
