import Foundation
import Testing

@Suite("An import that was cut off goes on where it was")
struct ResumeTests {
    @Test("What the server acknowledged before is not sent again, and its rejects are kept")
    func resuming() async throws {
        let server = try await Server()
        let files = try ShopFiles(in: server.folder)
        let records = 24_000
        var lines = ["number,caller,type,opened,state"]
        for number in 0..<records { lines.append("\(number),\(number % 40),Phone,1/3/2016 10:00,Closed") }
        // A word that the mapping does not know.
        lines[3] = lines[3].replacing("Phone", with: "Pigeon")
        _ = try server.folder.write(lines.joined(separator: "\n"), to: "desk.csv")
        let key = try server.folder.write(Server.adminKey, to: "key")
        let options = ["--json", "--key-file", key, "--url", "http://127.0.0.1:\(server.port)"]
        try await stopOnceBegun(files, options)
        let second = try await files.take("desk", options)
        #expect(second.status == 2)
        let json = try JSON(Array(second.output.utf8))
        let resumed = try #require(json["resumed"]?.integer)
        #expect(resumed > 0)
        #expect((json["records"]?.integer ?? 0) + resumed == records)
        #expect(json["rejected"]?.integer == 1)
        #expect(server.folder.bytes(of: "desk.csv.clientele-progress").isEmpty)
        #expect(server.folder.text(of: "desk.rejects.csv").split(separator: "\n").count == 2)
        let export = try await Command.run("export", "--kind", "interactions", in: server.folder)
        #expect(export.output.split(separator: "\n").count == records - 1)
        #expect(try await server.stop() == 0)
    }

    /// Interrupts the import when the server has acknowledged something.
    private func stopOnceBegun(_ files: ShopFiles, _ options: [String]) async throws {
        let program = try Program(
            [
                "import", files.folder.file("desk.csv"), "--mapping", files.folder.file("desk.yaml"), "--rejects",
                files.folder.path,
            ] + options, in: files.folder)
        let folder = files.folder
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            // A thread of its own: on a busy machine the import would be through before a task looked again.
            Thread.detachNewThread {
                while folder.bytes(of: "desk.csv.clientele-progress").isEmpty, !program.hasEnded {
                    Thread.sleep(forTimeInterval: 0.002)
                }
                program.signal(SIGINT)
                done.resume()
            }
        }
        #expect(try await program.end() == 1)
        #expect(program.errors.contains("clientele: stopped"))
    }
}
