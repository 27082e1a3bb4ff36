import Foundation
import Testing

@Suite("A full disk refuses writes, and nothing else")
struct FullDiskTests {
    /// The room a file may take is limited while the service runs; this works wherever tests run.
    @Test("When files may not grow, writes answer 507, reads go on, and later writes do too")
    func limitedFiles() async throws {
        let server = try await Server()
        let acknowledged = try await fill(server) { try await limitFiles(of: server, to: 60_000) }
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

    @Test("On a disk that is full, too", .enabled("a disk of one's own can be made") { await SmallDisk.isPossible })
    func smallDisk() async throws {
        let folder = try Folder()
        let disk = SmallDisk(in: folder, megabytes: 4)
        let server = try await Server(
            in: folder, environment: ["CLIENTELE_DATABASE": "sqlite:\(disk.path)/clientele.db"], wrapper: disk.wrapper)
        let ballast = disk.file("ballast", seenBy: server.program)
        #expect(FileManager.default.createFile(atPath: ballast, contents: Data(count: 2_000_000)))
        let acknowledged = try await fill(server) {}
        try FileManager.default.removeItem(atPath: ballast)
        #expect(try await put(acknowledged, to: server).status == 200)
        #expect(try await orders(on: server) == acknowledged + 1)
        #expect(try await server.stop() == 0)
    }

    @Test(
        "An import tells beforehand that its temporary files may not fit",
        .enabled("a disk of one's own can be made") { await SmallDisk.isPossible })
    func temporaryFiles() async throws {
        let folder = try Folder()
        let disk = SmallDisk(in: folder, megabytes: 1)
        let blank = String(repeating: " ", count: 100_000)
        let lines = (0..<12).map { Records.customer("\($0)") + blank }
        for (file, isTold) in [("large", true), ("small", false)] {
            let text = isTold ? lines.joined(separator: "\n") : lines[0]
            let path = try folder.write(text, to: file + ".ndjson")
            let program = try Program(["import", path, "--temp", disk.path], in: folder, wrapper: disk.wrapper)
            #expect(try await program.end() == 0)
            let told = program.errors.contains("temporary files may take 2 MB in \(disk.path), where")
            #expect(told == isTold, "\(program.errors)")
        }
    }

    /// Writes until there is no room left, and tells how many orders were acknowledged.
    private func fill(_ server: Server, limit: () async throws -> Void) async throws -> Int {
        #expect(try await put(0, to: server).status == 200)
        try await limit()
        var acknowledged = 1
        var refused: Answer?
        while refused == nil, acknowledged < 10_000 {
            let answer = try await put(acknowledged, to: server)
            if answer.status == 200 { acknowledged += 1 } else { refused = answer }
        }
        let problem = try #require(refused)
        #expect(problem.status == 507)
        #expect(try problem.json["type"]?.text == "/problems/storage-full")
        try await checkFull(server, orders: acknowledged)
        return acknowledged
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

    /// So many bytes beyond what the log of the store takes now; 1 is next to nothing, nil lifts the limit.
    private func limitFiles(of server: Server, to room: Int?) async throws {
        let used = room == 1 ? 0 : server.folder.bytes(of: "clientele.db-wal").count
        let limit = room.map { String(used + $0) } ?? "unlimited"
        let script = "prlimit --pid \(server.program.pid) --fsize=\(limit):unlimited"
        #expect(try await Shell.run(script, in: server.folder) == 0)
    }
}
