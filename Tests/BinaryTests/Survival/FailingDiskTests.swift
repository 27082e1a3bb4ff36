import Foundation
import Testing

/// The disk is made to fail by strace, which lets system calls on chosen files fail. What a power cut would then leave
/// cannot be seen this way; that nothing is written after a sync that failed can.
@Suite(
    "A disk that fails", .enabled("strace is installed and may be used") { Strace.isPossible }, .timeLimit(.minutes(5)))
struct FailingDiskTests {
    private static let inputOutputError: Int32 = 74

    @Test("When the log cannot be synced, nothing is acknowledged and the process ends with a clear last line")
    func failedSyncOfLog() async throws {
        let folder = try await filledFolder(orders: 3)
        let trace = Strace(in: folder, watching: ["clientele.db-wal"])
        // The first syncs are those of opening.
        let server = try await Server(in: folder, wrapper: trace.failing("fdatasync", with: "EIO", from: 8))
        var acknowledged = 3
        while try await put(acknowledged, to: server) { acknowledged += 1 }
        try await checkEnd(of: server)
        let calls = trace.calls
        let failed = try #require(calls.firstIndex { $0.contains("EIO") })
        #expect(calls[failed...].allSatisfy { !$0.contains("write") }, "\(calls[failed...])")
        try await checkOrders(acknowledged, in: folder)
    }

    @Test("So it does when the log cannot be written, for whatever reason but want of room")
    func failedWrite() async throws {
        let folder = try await filledFolder(orders: 3)
        let trace = Strace(in: folder, watching: ["clientele.db-wal"])
        let server = try await Server(in: folder, wrapper: trace.failing("pwrite64", with: "EIO", from: 60))
        var acknowledged = 3
        while try await put(acknowledged, to: server) { acknowledged += 1 }
        try await checkEnd(of: server)
        try await checkOrders(acknowledged, in: folder)
    }

    @Test("What stands in the log is written again at the next start, since a sync that failed may have lost it")
    func rewrittenLog() async throws {
        let folder = try await filledFolder(orders: 3)
        let server = try await Server(in: folder)
        for number in 3..<6 { #expect(try await put(number, to: server)) }
        try await server.kill()
        let length = folder.bytes(of: "clientele.db-wal").count
        #expect(length > 0)
        let trace = Strace(in: folder, watching: ["clientele.db-wal", "clientele.db"])
        let again = try await Server(in: folder, wrapper: trace.watching)
        let calls = trace.calls
        let firstSync = try #require(calls.firstIndex { $0.contains("sync(") })
        let written = calls[..<firstSync].compactMap {
            $0.firstMatch(of: #/pwrite64.*= (\d+)$/#).flatMap { Int($0.1) }
        }
        #expect(written.reduce(0, +) >= length)
        #expect(folder.bytes(of: "clientele.db-wal").isEmpty)
        #expect(try await again.stop() == 0)
        try await checkOrders(6, in: folder)
    }

    @Test("A store is not opened when its folder cannot be made durable")
    func failedSyncOfFolder() async throws {
        let folder = try Folder()
        let trace = Strace(in: folder, watching: ["."])
        await #expect {
            try await Server(in: folder, wrapper: trace.failing("fsync,fdatasync", with: "EIO", from: 1))
        } throws: { error in
            guard let refusal = error as? Server.NotServing else { return false }
            return refusal.status == 1 && refusal.errors.contains("the disk does not keep what is written")
        }
    }

    private func filledFolder(orders: Int) async throws -> Folder {
        let server = try await Server()
        for number in 0..<orders { #expect(try await put(number, to: server)) }
        #expect(try await server.stop() == 0)
        return server.folder
    }

    /// Whether it was acknowledged.
    private func put(_ number: Int, to server: Server) async throws -> Bool {
        guard !server.program.hasEnded else { return false }
        let answer = try? await server.send("PUT", "/v1/sources/erp/orders/\(number)", Records.orderBody(of: "1"))
        guard let answer else { return false }
        #expect(answer.status == 200)
        return answer.status == 200
    }

    private func checkEnd(of server: Server) async throws {
        #expect(try await server.program.end() == Self.inputOutputError)
        let last = server.program.errors.split(separator: "\n").last ?? ""
        #expect(last.contains("the disk does not keep what is written"))
    }

    /// What was acknowledged is there after a restart; one more may be.
    private func checkOrders(_ acknowledged: Int, in folder: Folder) async throws {
        let server = try await Server(in: folder)
        let profile = try await server.send("GET", "/v1/profiles/crm:1").json
        let orders = profile["purchases"]?["orders"]?.integer ?? 0
        #expect(orders == acknowledged || orders == acknowledged + 1)
        #expect(try await server.stop() == 0)
    }
}
