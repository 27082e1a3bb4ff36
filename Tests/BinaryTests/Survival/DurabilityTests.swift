import Foundation
import Testing

@Suite("An answer comes after the disk has it")
struct DurabilityTests {
    private static let strace = "/usr/bin/strace"

    private static var mayTrace: Bool {
        guard FileManager.default.isExecutableFile(atPath: strace) else { return false }
        let trial = Process()
        trial.executableURL = URL(filePath: strace)
        trial.arguments = ["-o", "/dev/null", "true"]
        guard (try? trial.run()) != nil else { return false }
        trial.waitUntilExit()
        return trial.terminationStatus == 0
    }

    @Test(
        "Between a record's arrival and the 200 lies a sync of the file",
        .enabled("strace is installed and may be used") { mayTrace })
    func syncBeforeAnswer() async throws {
        let folder = try Folder()
        let trace = folder.file("trace")
        let server = try await Server(
            in: folder,
            wrapper: [
                Self.strace, "-D", "-f", "-qq", "-o", trace, "-e", "trace=fsync,fdatasync,write,writev,sendmsg,sendto",
            ])
        for id in 1...3 {
            let put = try await server.send("PUT", "/v1/sources/erp/orders/\(id)", Records.orderBody(of: "1"))
            #expect(put.status == 200)
        }
        #expect(try await server.stop() == 0)
        let events = folder.text(of: "trace").split(separator: "\n").compactMap { line in
            line.contains("HTTP/1.1 200") ? "answer" : line.contains(#/f(?:data)?sync.* = 0/#) ? "sync" : nil
        }
        let answers = events.indices.filter { events[$0] == "answer" }
        #expect(answers.count == 3)
        #expect(answers.allSatisfy { $0 > 0 && events[$0 - 1] == "sync" })
    }
}
