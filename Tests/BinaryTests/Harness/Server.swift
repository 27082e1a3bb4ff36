import Foundation
import Glibc

/// The real service on a free port, with a store in a temporary folder.
final class Server: Sendable {
    struct NotServing: Error {
        let status: Int32
        let errors: String
    }

    /// The key that requests use unless they say otherwise; it may do everything.
    static let adminKey = "ck_tests_k3y-4mR9xQv7Tb2LwZp8NcJd5HfYs6Ga"

    let folder: Folder
    let program: Program
    let port: Int

    /// Starts `clientele serve` and waits until it takes requests.
    init(
        in folder: Folder? = nil, _ arguments: [String] = [], environment: [String: String] = [:],
        adminKey: String? = Server.adminKey, wrapper: [String] = []
    ) async throws {
        self.folder = try folder ?? Folder()
        var variables = environment
        variables["CLIENTELE_ADMIN_KEY"] = adminKey
        program = try Program(
            ["serve", "--port", "0"] + arguments, in: self.folder, environment: variables, wrapper: wrapper)
        port = try await Self.port(of: program)
    }

    /// Asks on a connection of its own.
    func send(
        _ method: String, _ path: String, _ body: String? = nil, key: String? = Server.adminKey,
        headers: [String] = []
    ) async throws -> Answer {
        try await send(method, path, bytes: body.map { Array($0.utf8) }, key: key, headers: headers)
    }

    func send(
        _ method: String, _ path: String, bytes: [UInt8]?, key: String? = Server.adminKey, headers: [String] = []
    ) async throws -> Answer {
        let length = bytes.map { ["Content-Length: \($0.count)"] } ?? []
        let head = Self.head(method, path, key: key, headers: headers + length)
        return try await onOwnThread { [port] in
            let socket = try Socket(port: port)
            // The answer may come before all is sent, and the rest be refused.
            try? socket.send(Array(head.utf8) + (bytes ?? []))
            return try Answer(from: socket)
        }
    }

    /// Sends records as NDJSON.
    func ingest(_ lines: [String], headers: [String] = []) async throws -> Answer {
        try await send("POST", "/v1/ingest", lines.joined(separator: "\n"), headers: headers)
    }

    /// The head of a request after which the connection ends.
    static func head(_ method: String, _ path: String, key: String?, headers: [String] = []) -> String {
        let authorization = key.map { ["Authorization: Bearer \($0)"] } ?? []
        let lines = ["\(method) \(path) HTTP/1.1", "Host: localhost", "Connection: close"] + authorization + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// Asks it to stop, and waits for its exit code.
    func stop() async throws -> Int32 {
        program.signal(SIGTERM)
        return try await program.end()
    }

    /// Ends it without a chance to tidy up.
    func kill() async throws {
        program.signal(SIGKILL)
        try await program.end()
    }

    /// Its greatest resident memory so far, in MiB.
    var peakMemory: Int { memory("VmHWM:") }

    /// Its resident memory now, in MiB.
    var memory: Int { memory("VmRSS:") }

    private func memory(_ field: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/\(program.pid)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(field) }
        return (line?.split(separator: " ").compactMap { Int($0) }.first ?? .max) / 1024
    }

    private static func port(of program: Program) async throws -> Int {
        while true {
            let hasEnded = program.hasEnded
            for line in program.errors.split(separator: "\n") where line.contains(#""message":"serving""#) {
                if let port = try JSON(line.utf8)["port"]?.text.flatMap({ Int($0) }) { return port }
            }
            guard !hasEnded else { throw NotServing(status: try await program.end(), errors: program.errors) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
