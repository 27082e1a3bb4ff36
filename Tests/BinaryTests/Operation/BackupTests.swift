import Foundation
import Testing

@Suite("A store is backed up while it is served")
struct BackupTests {
    @Test("What was acknowledged before is in the backup, no batch in part")
    func beside() async throws {
        let server = try await Server()
        let progress = Progress()
        let writing = Task {
            var number = 0
            while !progress.isOver {
                let lines = (0..<50).map { Records.order("\(number)-\($0)", of: "customer-\(number % 7)") }
                guard try await server.ingest(lines).status == 200 else { break }
                number += 1
                progress.advance()
            }
        }
        for round in 0..<3 {
            try await progress.more(5)
            let before = progress.count
            let name = "backup-\(round).db"
            let backup = try await Command.run("backup", "--to", server.folder.file(name), in: server.folder)
            #expect(backup.status == 0, "\(backup.errors)")
            let batches = try await self.batches(in: name, server.folder)
            #expect((0..<before).allSatisfy { batches[$0] == 50 })
            #expect(batches.values.allSatisfy { $0 == 50 })
        }
        progress.end()
        try await writing.value
        #expect(try await server.stop() == 0)
        #expect(try rights(of: server.folder.file("backup-0.db")) == 0o600)
        let files = try FileManager.default.contentsOfDirectory(atPath: server.folder.path)
        #expect(files.filter { $0.hasPrefix("backup-") }.count == 3, "\(files)")
    }

    @Test("Put in the place of the store, it is the store as it was")
    func restored() async throws {
        let server = try await Server()
        let folder = server.folder
        #expect(try await server.ingest((0..<100).map { Records.order("\($0)", of: "\($0 % 10)") }).status == 200)
        let profile = try await server.send("GET", "/v1/profiles/crm:1?fields=id,version,purchases").text
        #expect(try await Command.run("backup", "--to", folder.file("backup.db"), in: folder).status == 0)
        #expect(try await server.ingest([Records.order("later", of: "1")]).status == 200)
        #expect(try await server.stop() == 0)
        try await Shell.run(
            "rm -f clientele.db clientele.db-wal clientele.db-shm; cp backup.db clientele.db", in: folder)
        let again = try await Server(in: folder)
        #expect(try await again.send("GET", "/v1/profiles/crm:1?fields=id,version,purchases").text == profile)
        let answer = try await again.ingest([Records.order("1", of: "1"), Records.order("later", of: "1")])
        #expect(try answer.json["unchanged"]?.integer == 1)
        #expect(try answer.json["accepted"]?.integer == 1)
    }

    @Test("Nothing is written over, and nothing is left of a backup that failed")
    func refused() async throws {
        let folder = try Folder()
        #expect(try await Command.run("migrate", in: folder).status == 0)
        let there = try folder.write("mine", to: "there")
        let over = try await Command.run("backup", "--to", there, in: folder)
        #expect(over.status == 1)
        #expect(over.errors.contains("there is a file of that name already"))
        #expect(folder.text(of: "there") == "mine")
        #expect(try await Command.run("backup", "--to", folder.file("no/folder"), in: folder).status == 1)
        let text = try folder.write(String(repeating: "This is no database.\n", count: 1000), to: "text")
        let none = try await Command.run(
            "backup", "--database", "sqlite:\(text)", "--to", folder.file("copy"), in: folder)
        #expect(none.status == 1)
        #expect(none.errors.contains("not a Clientele database"))
        let elsewhere = try await Command.run(
            "backup", "--database", "postgres://a/b", "--to", folder.file("copy"), in: folder)
        #expect(elsewhere.status == 64)
        #expect(elsewhere.errors.contains("pg_dump"))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!files.contains { $0.hasPrefix("copy") || $0.hasSuffix(".part") })
    }

    @Test("A backup that was begun by somebody else is left to them")
    func begun() async throws {
        let folder = try Folder()
        #expect(try await Command.run("migrate", in: folder).status == 0)
        _ = try folder.write("half", to: "backup.db.part")
        let second = try await Command.run("backup", "--to", folder.file("backup.db"), in: folder)
        #expect(second.status == 1)
        #expect(second.errors.contains(".part"))
        #expect(folder.text(of: "backup.db.part") == "half")
    }

    @Test("A damaged store is not taken for a good one")
    func damaged() async throws {
        let server = try await Server()
        let folder = server.folder
        #expect(try await server.ingest((0..<2000).map { Records.order("\($0)", of: "\($0)") }).status == 200)
        #expect(try await server.stop() == 0)
        let size = folder.bytes(of: "clientele.db").count
        let file = try FileHandle(forWritingTo: URL(filePath: folder.file("clientele.db")))
        try file.seek(toOffset: UInt64(size / 2 / 4096 * 4096))
        try file.write(contentsOf: Data(repeating: 0x55, count: 64 * 4096))
        try file.close()
        let backup = try await Command.run("backup", "--to", folder.file("backup.db"), in: folder)
        #expect(backup.status == 1)
        #expect(backup.errors.contains("the database is damaged"), "\(backup.errors)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!files.contains { $0.hasPrefix("backup") }, "\(files)")
    }

    /// How many records of each batch are in a backup.
    private func batches(in name: String, _ folder: Folder) async throws -> [Int: Int] {
        let export = try await Command.run(
            "export", "--records-only", "--database", "sqlite:" + folder.file(name), in: folder)
        #expect(export.status == 0, "\(export.errors)")
        return try export.output.split(separator: "\n").reduce(into: [:]) { batches, line in
            let id = try JSON(line.utf8)["id"]?.text ?? ""
            batches[id.split(separator: "-").first.flatMap { Int($0) } ?? -1, default: 0] += 1
        }
    }

    private func rights(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
