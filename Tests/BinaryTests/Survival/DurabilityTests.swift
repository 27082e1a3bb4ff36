import Foundation
import Testing

@Suite("An answer comes after the disk has it")
struct DurabilityTests {
    @Test(
        "Between a record's arrival and the 200 lies a sync of the file",
        .enabled("strace is installed and may be used") { Strace.isPossible })
    func syncBeforeAnswer() async throws {
        let folder = try Folder()
        let trace = folder.file("trace")
        let server = try await Server(
            in: folder,
            wrapper: [
                "strace", "-D", "-f", "-qq", "-o", trace, "-e", "trace=fsync,fdatasync,write,writev,sendmsg,sendto",
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
