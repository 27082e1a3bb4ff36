import Foundation
import Glibc
import Testing

/// A PostgreSQL server of a test's own, on loopback, which the test may stop when it likes. It keeps what it wrote, as
/// servers do.
final class Cluster: Sendable {
    struct Failed: Error {
        let errors: String
        let log: String
    }

    /// Whether the server's programs are installed.
    static let isPossible = programs != nil
    static let advice: Comment = "install PostgreSQL's server, whose programs are looked for in /usr/lib/postgresql"

    let url: String
    private let folder: Folder
    private let port: Int

    /// Runs `body` with a new server, which goes away after it.
    static func run(_ body: @Sendable (Cluster) async throws -> Void) async throws {
        let cluster = try await Cluster()
        try await ending({ try await body(cluster) }, by: { try await cluster.stop() })
    }

    /// Runs `body` with another server that follows this one, and goes away after it.
    func withReplica(_ body: @Sendable (Cluster) async throws -> Void) async throws {
        let replica = try await Cluster(following: self)
        try await ending({ try await body(replica) }, by: { try await replica.stop() })
    }

    private init(following primary: Cluster) async throws {
        folder = try Folder()
        port = try Socket.freePort()
        url = primary.url.replacing(":\(primary.port)/", with: ":\(port)/")
        try await shell("if [ $(id -u) -eq 0 ]; then chown -R postgres .; fi")
        try await shell(
            "as_postgres pg_basebackup --dbname '\(primary.url)' --pgdata data --wal-method stream "
                + "--checkpoint fast --no-sync --write-recovery-conf")
        try await start()
    }

    private init() async throws {
        folder = try Folder()
        port = try Socket.freePort()
        let password = UUID().uuidString
        url = "postgres://clientele:\(password)@127.0.0.1:\(port)/postgres"
        _ = try folder.write(password, to: "password")
        try await shell("if [ $(id -u) -eq 0 ]; then chown -R postgres .; fi")
        try await shell(
            "as_postgres initdb --pgdata data --username clientele --encoding UTF8 --locale C.UTF-8 "
                + "--auth scram-sha-256 --pwfile password --no-sync")
        try await start()
    }

    /// `settings` are options of the server.
    func start(_ settings: String = "") async throws {
        let options =
            "-p \(port) -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 " + settings
        try await shell("as_postgres pg_ctl start --pgdata data --options '\(options)' --log log --wait --silent")
    }

    /// Ends it without a chance to tidy up, as a crash would.
    func stop() async throws {
        try await shell("as_postgres pg_ctl stop --pgdata data --mode immediate --silent")
    }

    /// So many equal nodes that serve its database.
    func nodes(_ count: Int) async throws -> [Server] {
        var nodes: [Server] = []
        for _ in 0..<count { nodes.append(try await Server(environment: ["CLIENTELE_DATABASE": url])) }
        return nodes
    }

    /// The lines that a statement gives, run beside the nodes.
    @discardableResult
    func query(_ sql: String) async throws -> [String] {
        let rows = try await shell("psql '\(url)' -v ON_ERROR_STOP=1 -qAt -c \"$SQL\"", ["SQL": sql])
        return rows.split(separator: "\n").map(String.init)
    }

    /// Lets those who connected by that application name hear nothing while `body` runs, and nobody connect, as when a
    /// network swallows what is sent: their connections stay open.
    func withSilence<Value>(for name: String, _ body: () async throws -> Value) async throws -> Value {
        let deaf = try await connections(of: name)
        let processes = "$(head -1 data/postmaster.pid) " + deaf.joined(separator: " ")
        try await shell("kill -STOP \(processes)")
        return try await ending(body) { try await shell("kill -CONT \(processes)") }
    }

    /// Once no more are added: one that is opened later would not be silenced.
    private func connections(of name: String) async throws -> [String] {
        var found: [String] = []
        while true {
            let now = try await query(
                "SELECT pid FROM pg_stat_activity WHERE application_name = '\(name)' ORDER BY pid")
            if !now.isEmpty, now == found { return now }
            found = now
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    /// What a command prints that is run in the server's folder.
    @discardableResult
    private func shell(_ command: String, _ environment: [String: String] = [:]) async throws -> String {
        let script = """
            set -e
            PATH="\(Self.programs ?? ""):$PATH"
            as_postgres() { if [ $(id -u) -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
            cd '\(folder.path)'
            \(command)
            """
        let program = try Program(command: ["/bin/sh", "-c", script], in: folder, environment: environment)
        guard try await program.end() == 0 else { throw Failed(errors: program.errors, log: folder.text(of: "log")) }
        return program.output
    }

    /// The newest that are installed.
    private static let programs: String? = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(root)/\($0)/bin" }
            .first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
    }()
}

/// Runs `body`, and then `cleanup`, however it ended. What went wrong in `body` is thrown before what went wrong later.
private func ending<Value>(
    _ body: () async throws -> Value, by cleanup: () async throws -> Void
) async throws -> Value {
    let value: Value
    do { value = try await body() } catch {
        try? await cleanup()
        throw error
    }
    try await cleanup()
    return value
}
