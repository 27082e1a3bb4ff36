import Foundation
import Testing

@Suite("An import over HTTP sums up like one into the store")
struct ServerImportTests {
    @Test("However much the server has to say of few lines")
    func manyRemarks() async throws {
        let server = try await Server()
        var lines = (0..<700).map { number in
            #"{"kind":"customer","source":"crm","id":"\#(number)","given_name":"Ada","a":1,"b":2,"c":3}"#
        }
        lines[5] = "{"
        lines[400] = #"{"kind":"customer","source":"crm","id":"5","emails":["x@example.com"],"updated_at":"tomorrow"}"#
        lines[401] = #"{"kind":"customer","source":"crm","id":"x","given_name":"X","emails":["x@example.com"]}"#
        lines[402] = #"{"kind":"customer","source":"crm","id":"y","given_name":"Y","emails":["x@example.com"]}"#
        let file = try server.folder.write(lines.joined(separator: "\n"), to: "many.ndjson")
        let key = try server.folder.write(Server.adminKey, to: "key")
        let options = ["import", file, "--rejects", server.folder.path, "--json"]
        let sent = try await Command.run(
            options + ["--url", "http://127.0.0.1:\(server.port)", "--key-file", key], in: server.folder)
        #expect(try await server.stop() == 0)
        let database = "sqlite:" + server.folder.file("other.db")
        let stored = try await Command.run(options + ["--database", database], in: server.folder)
        #expect(sent.status == 2 && stored.status == 2)
        #expect(sent.output == stored.output)
        let json = try JSON(Array(sent.output.utf8))
        #expect(json["warnings"]?["unknown_member a"]?.integer == 696)
        #expect(json["conflicts"]?.integer == 1 && json["profiles_made"]?.integer == 698)
    }

    @Test("A dry run asks no server")
    func dryRun() async throws {
        let files = try ShopFiles(in: Folder())
        let command = try await files.take("crm", ["--dry-run", "--url", "http://127.0.0.1:1"])
        #expect(command.status == 64 && command.errors.contains("--dry-run"))
    }

    @Test("A store beside the server is refused, since one of them would get nothing")
    func twoPlaces() async throws {
        let folder = try Folder()
        let file = try folder.write("{}\n", to: "one.ndjson")
        let (url, store) = ("http://127.0.0.1:1", "sqlite:other.db")
        let command = try await Command.run("import", file, "--url", url, "--database", store, in: folder)
        #expect(command.status == 64 && command.errors.contains("--database"))
    }

    @Test("A client and a server that are killed lose nothing, and leave nothing lying about")
    func killed() async throws {
        let server = try await Server()
        let files = try ShopFiles(in: server.folder)
        let records = 12_000
        let lines = (0..<records).map { "\($0),\($0 % 40),Phone,1/3/2016 10:00,Closed" }
        let text = (["number,caller,type,opened,state"] + lines).joined(separator: "\n")
        _ = try server.folder.write(text, to: "desk.csv")
        let key = try server.folder.write(Server.adminKey, to: "key")
        let options = ["--key-file", key, "--url", "http://127.0.0.1:\(server.port)"]
        try await killOnceBegun(files, options)
        let last = try await files.take("desk", options)
        #expect(last.status == 0, "\(last.errors)")
        #expect(
            !(try FileManager.default.contentsOfDirectory(atPath: server.folder.path)).contains {
                $0.contains("clientele-progress") || $0.contains("nosync")
            })
        try await server.kill()
        let export = try await Command.run("export", "--kind", "interactions", in: server.folder)
        #expect(export.output.split(separator: "\n").count == records)
    }

    /// Kills the import when the server has acknowledged something.
    private func killOnceBegun(_ files: ShopFiles, _ options: [String]) async throws {
        let program = try Program(
            ["import", files.folder.file("desk.csv"), "--mapping", files.folder.file("desk.yaml")] + options,
            in: files.folder)
        let folder = files.folder
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            Thread.detachNewThread {
                while folder.bytes(of: "desk.csv.clientele-progress").isEmpty, !program.hasEnded {
                    Thread.sleep(forTimeInterval: 0.002)
                }
                program.signal(SIGKILL)
                done.resume()
            }
        }
        #expect(try await program.end() == -SIGKILL)
    }
}
