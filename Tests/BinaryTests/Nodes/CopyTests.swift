import Foundation
import Testing

@Suite(
    "Everything moves from one store to the other", .enabled(if: Cluster.isPossible, Cluster.advice),
    .timeLimit(.minutes(10)))
struct CopyTests {
    private static let ada = "/v1/profiles/email:ada.lindqvist@example.com"

    /// A sample shop in which people decided something too; its server has stopped.
    private func shop() async throws -> Folder {
        let folder = try Folder()
        #expect(try await Command.run("demo", "--people", "40", in: folder).status == 0)
        let server = try await Server(in: folder)
        let body = #"{"given_name":"A.","family_name":"Lindqvist"}"#
        #expect(try await server.send("PUT", "/v1/sources/erp/customers/dup", body).status == 200)
        let merge = #"{"with":"erp:dup","reason":"she said so"}"#
        #expect(try await server.send("POST", Self.ada + "/merge", merge).status == 200)
        let tier = #"{"tier":"gold","reason":"member of the board"}"#
        #expect(try await server.send("PUT", Self.ada + "/vip", tier).status == 200)
        let key = #"{"name":"router","scopes":["vip:read"]}"#
        #expect(try await server.send("POST", "/v1/keys", key).status == 201)
        #expect(try await server.stop() == 0)
        return folder
    }

    /// All profiles as an export shows them, without what depends on the moment.
    private func profiles(in store: String, _ folder: Folder) async throws -> [String] {
        let export = try await Command.run("export", "--kind", "profiles", "--database", store, in: folder)
        #expect(export.status == 0, "\(export.errors)")
        return try export.output.split(separator: "\n").map { try timeless(String($0)) }
    }

    private func timeless(_ profile: String) throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data(profile.utf8))
        var members = try #require(object as? [String: Any])
        members["as_of"] = nil
        var contact = members["contact"] as? [String: Any]
        contact?["now"] = nil
        members["contact"] = contact
        return String(
            decoding: try JSONSerialization.data(withJSONObject: members, options: .sortedKeys), as: UTF8.self)
    }

    private func copy(_ from: String, _ to: String, _ options: String..., in folder: Folder) async throws -> Command {
        let program = try Program(["copy", "--from", from, "--to", to] + options, in: folder)
        let status = try await program.end()
        return Command(status: status, output: program.output, errors: program.errors)
    }

    @Test("The sample shop serves the same profiles from PostgreSQL, from another database and back from SQLite")
    func around() async throws {
        let folder = try await shop()
        try await Cluster.run { cluster in
            try await cluster.query("CREATE DATABASE other ENCODING 'UTF8' TEMPLATE template0")
            let other = cluster.url.replacing(#/postgres$/#, with: "other")
            let way = ["sqlite:" + folder.file("clientele.db"), cluster.url, other, "sqlite:" + folder.file("back.db")]
            let expected = try await profiles(in: way[0], folder)
            #expect(expected.count > 30)
            for (from, to) in zip(way, way.dropFirst()) {
                let copy = try await copy(from, to, "--json", in: folder)
                #expect(copy.status == 0, "\(copy.errors)")
                let outcome = try JSON(copy.output.utf8)
                #expect(outcome["rows"] == outcome["written"] && outcome["resumed"] == .bool(false))
                #expect(try await profiles(in: to, folder) == expected)
            }
            let servers = [
                try await Server(in: folder), try await Server(environment: ["CLIENTELE_DATABASE": cluster.url]),
            ]
            for path in [Self.ada, Self.ada + "/identity", Self.ada + "/timeline", "/v1/keys", "/v1/vip/policy"] {
                let answers = [try await servers[0].send("GET", path), try await servers[1].send("GET", path)]
                #expect(answers.map(\.status) == [200, 200])
                guard path == Self.ada else {
                    #expect(answers[0].text == answers[1].text, "\(path)")
                    continue
                }
                #expect(try timeless(answers[0].text) == timeless(answers[1].text))
            }
            // Life goes on: the next change is told after all that were copied.
            let before = Set(try await cluster.query("SELECT sequence FROM profiles"))
            let order = Records.orderBody(of: "new")
            #expect(try await servers[1].send("PUT", "/v1/sources/erp/orders/new", order).status == 200)
            let last = try await cluster.query("SELECT max(sequence) FROM profiles GROUP BY sequence >> 56")
            #expect(!before.isEmpty && Set(last).subtracting(before).count == 1)
            for server in servers { #expect(try await server.stop() == 0) }
        }
    }

    @Test("Killed in the middle it goes on when it is run again, and until then the target is served by nobody")
    func killed() async throws {
        let folder = try await shop()
        let source = "sqlite:" + folder.file("clientele.db")
        try await Cluster.run { cluster in
            try await halfway(from: source, to: cluster, in: folder) { program async throws in
                program.signal(SIGKILL)
                #expect(try await program.end() == -SIGKILL)
            }
            for command in [["serve", "--port", "0"], ["export"], ["rebuild"]] {
                let refused = try Program(command + ["--database", cluster.url], in: folder)
                #expect(try await refused.end() == 1)
                #expect(refused.errors.contains("is not finished: run the same clientele copy again"), "\(command)")
            }
            let again = try await copy(source, cluster.url, in: folder)
            #expect(again.status == 0 && again.errors.contains("Going on with the copy"), "\(again.errors)")
            #expect(again.output.contains(#/facts: \d+ rows, \d+ there before\n/#), "\(again.output)")
            #expect(try await profiles(in: cluster.url, folder) == profiles(in: source, folder))
        }
    }

    @Test("Beside a server that is written to, a copy is unfinished until the server has stopped")
    func besideServer() async throws {
        let server = try await Server()
        let (folder, source) = (server.folder, "sqlite:" + server.folder.file("clientele.db"))
        #expect(try await server.ingest((0..<300).map { Records.order("\($0)", of: "\($0)") }).status == 200)
        try await Cluster.run { cluster in
            let first = try await halfway(from: source, to: cluster, in: folder) { _ async throws in
                let order = Records.orderBody(of: "x")
                #expect(try await server.send("PUT", "/v1/sources/erp/orders/x", order).status == 200)
            }
            #expect(try await first.end() == 1)
            #expect(first.errors.contains("was written to while it was copied"), "\(first.errors)")
            let refused = try await Command.run("profile", "crm:1", "--database", cluster.url, in: folder)
            #expect(refused.status == 1 && refused.errors.contains("is not finished"))
            #expect(try await server.stop() == 0)
            let second = try await copy(source, cluster.url, in: folder)
            #expect(second.status == 0, "\(second.errors)")
            #expect(try await profiles(in: cluster.url, folder) == profiles(in: source, folder))
        }
    }

    @Test("A target that holds something, a source that is none and a word that is no store are told")
    func refusals() async throws {
        let folder = try Folder()
        let (source, other) = ("sqlite:" + folder.file("clientele.db"), "sqlite:" + folder.file("other.db"))
        #expect(try await Command.run("keys", "create", "a", "--scope", "admin", in: folder).status == 0)
        let taken = try await Command.run("keys", "create", "b", "--scope", "admin", "--database", other, in: folder)
        #expect(taken.status == 0)
        let occupied = try await copy(source, other, in: folder)
        #expect(occupied.status == 1 && occupied.errors.contains("the target is not empty"), "\(occupied.errors)")
        #expect(try await Command.run("keys", "list", "--database", other, in: folder).status == 0)
        let same = try await copy(source, source, in: folder)
        #expect(same.status == 1 && same.errors.contains("are the same store"))
        let missing = try await copy("sqlite:" + folder.file("none.db"), "sqlite:" + folder.file("new.db"), in: folder)
        #expect(missing.status == 1 && missing.errors.contains("there is no database at"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("none.db")))
        let word = try await copy("mysql://a", other, in: folder)
        #expect(word.status == 64 && word.errors.contains("--from must be sqlite:PATH or postgres://"))
    }

    /// A copy for which `body` was run when facts and links were written and profiles had to wait.
    @discardableResult
    private func halfway(
        from source: String, to cluster: Cluster, in folder: Folder, _ body: (Program) async throws -> Void
    ) async throws -> Program {
        #expect(try await Command.run("migrate", "--database", cluster.url, in: folder).status == 0)
        async let lock = cluster.query("BEGIN; LOCK TABLE profiles IN EXCLUSIVE MODE; SELECT pg_sleep(600)")
        try await until(1, cluster, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
        let program = try Program(["copy", "--from", source, "--to", cluster.url], in: folder)
        try await until(
            1, cluster,
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%INTO profiles%'")
        try await body(program)
        try await cluster.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
        _ = try? await lock
        return program
    }

    private func until(_ count: Int, _ cluster: Cluster, _ sql: String) async throws {
        while try await cluster.query(sql) != ["\(count)"] { try await Task.sleep(for: .milliseconds(20)) }
    }
}
