import Foundation
import Testing

@Suite("A whole store is exported and restored as it was", .timeLimit(.minutes(10)))
struct RestoreTests {
    private static let ada = "/v1/profiles/email:ada.lindqvist@example.com"

    /// The files of a shop: to make it costs more than what most tests do with it.
    private static let usual = Task {
        let (folder, _) = try await makeShop(people: 40)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return Dictionary(uniqueKeysWithValues: names.map { ($0, folder.bytes(of: $0)) })
    }

    /// A sample shop with everything that people decide, its server stopped; and its export.
    private func shop() async throws -> (folder: Folder, file: String) {
        let folder = try Folder()
        for (name, bytes) in try await Self.usual.value { try bytes.write(to: URL(filePath: folder.file(name))) }
        return (folder, folder.file("store.ndjson"))
    }

    private static func makeShop(people: Int) async throws -> (folder: Folder, file: String) {
        let folder = try Folder()
        #expect(try await Command.run("demo", "--people", "\(people)", in: folder).status == 0)
        let server = try await Server(in: folder)
        for name in ["dup", "other"] {
            let body = #"{"given_name":"A.","family_name":"Lindqvist"}"#
            #expect(try await server.send("PUT", "/v1/sources/erp/customers/\(name)", body).status == 200)
            let merge = #"{"with":"erp:\#(name)","reason":"she said so"}"#
            #expect(try await server.send("POST", ada + "/merge", merge).status == 200)
        }
        let aliases = try await server.send("GET", ada).json["aliases"]
        let alias = try #require(aliases?[1]?.text ?? aliases?[0]?.text)
        let unmerge = #"{"profile":"\#(alias)","reason":"she did not"}"#
        #expect(try await server.send("POST", ada + "/unmerge", unmerge).status == 200)
        let tier = #"{"tier":"gold","reason":"member of the board"}"#
        #expect(try await server.send("PUT", ada + "/vip", tier).status == 200)
        let order = Records.orderBody(of: "withdrawn")
        #expect(try await server.send("PUT", "/v1/sources/erp/orders/gone", order).status == 200)
        #expect(try await server.send("DELETE", "/v1/sources/erp/orders/gone").status < 300)
        let policy = try await server.send("GET", "/v1/vip/policy").text
            .replacing("\"priority\":90", with: "\"priority\":91")
        #expect(try await server.send("PUT", "/v1/vip/policy", policy).status == 200)
        #expect(try await server.stop() == 0)
        let file = folder.file("store.ndjson")
        #expect(try await Command.run("export", "--output", file, in: folder).status == 0)
        return (folder, file)
    }

    private func export(_ database: String, _ folder: Folder) async throws -> Command {
        try await Command.run("export", "--database", database, in: folder)
    }

    @Test("Every page is the same, and so is the next export")
    func same() async throws {
        let (folder, file) = try await shop()
        let copy = "sqlite:" + folder.file("copy.db")
        let restored = try await Command.run("import", file, "--json", "--database", copy, in: folder)
        #expect(restored.status == 0, "\(restored.errors)")
        let counts = try JSON(restored.output.utf8)["restored"]
        #expect(counts?["withdrawn"]?.integer == 1 && counts?["separations"]?.integer == 1)
        #expect(try await export(copy, folder).output == folder.text(of: "store.ndjson"))
        let servers = [
            try await Server(in: folder), try await Server(environment: ["CLIENTELE_DATABASE": copy]),
        ]
        try await comparePages(of: servers)
        // The record that was withdrawn stays out, and the next one comes in.
        let early = Records.orderBody(of: "withdrawn").replacing("2026-01-02T03:04:05Z", with: "2026-01-01T00:00:00Z")
        let stale = try await servers[1].send("PUT", "/v1/sources/erp/orders/gone", early)
        #expect(try stale.json["status"]?.text == "stale", "\(stale.text)")
        for server in servers { #expect(try await server.stop() == 0) }
    }

    @Test("What the other store took by former rules is kept as it was")
    func formerRules() async throws {
        let (folder, _) = try await shop()
        let odd = folder.text(of: "store.ndjson")
            .replacing(#""tracking_url":"https://"#, with: #""tracking_url":"www."#)
            .replacing(#/"languages":\["/#, with: #""languages":["Plattdeutsch, a little",""#)
        #expect(odd.contains("www.") && odd.contains("Plattdeutsch"))
        let file = try folder.write(odd, to: "odd.ndjson")
        let copy = "sqlite:" + folder.file("copy.db")
        #expect(try await Command.run("import", file, "--database", copy, in: folder).status == 0)
        #expect(try await export(copy, folder).output == odd)
    }

    private func comparePages(of servers: [Server]) async throws {
        let paths = ["/identity", "/timeline", "?fields=person,identifiers,purchases,vip&explain=true"]
        for path in paths.map({ Self.ada + $0 }) + ["/v1/conflicts", "/v1/vip/policy", "/v1/profiles/erp:other"] {
            let answers = [try await servers[0].send("GET", path), try await servers[1].send("GET", path)]
            #expect(answers.map(\.status) == [200, 200], "\(path)")
            let texts = answers.map { $0.text.replacing(#/"as_of": ?"[^"]*"/#, with: "") }
            #expect(texts[0] == texts[1], "\(path)")
        }
    }

    @Test("By way of PostgreSQL and back it is the same", .enabled(if: Cluster.isPossible, Cluster.advice))
    func postgres() async throws {
        let (folder, file) = try await shop()
        try await Cluster.run { cluster in
            let busy = try await Server(environment: ["CLIENTELE_DATABASE": cluster.url])
            let refused = try await Command.run("import", file, "--database", cluster.url, in: folder)
            #expect(refused.status == 1 && refused.errors.contains("are connected to the database"))
            #expect(try await busy.stop() == 0)
            let restored = try await Command.run("import", file, "--database", cluster.url, in: folder)
            #expect(restored.status == 0, "\(restored.errors)")
            #expect(try await export(cluster.url, folder).output == folder.text(of: "store.ndjson"))
            let servers = [
                try await Server(in: folder), try await Server(environment: ["CLIENTELE_DATABASE": cluster.url]),
            ]
            try await comparePages(of: servers)
            for server in servers { #expect(try await server.stop() == 0) }
            let again = try await Command.run("import", file, "--database", cluster.url, in: folder)
            #expect(again.status == 1 && again.errors.contains("the database is not empty"))
            let back = "sqlite:" + folder.file("back.db")
            let output = folder.file("from-postgres.ndjson")
            #expect(
                try await Command.run("export", "--output", output, "--database", cluster.url, in: folder).status == 0)
            #expect(try await Command.run("import", output, "--database", back, in: folder).status == 0)
            #expect(try await export(back, folder).output == folder.text(of: "store.ndjson"))
        }
    }

    @Test("Killed in the middle, nobody is served from it until the import ran again, which starts over")
    func killed() async throws {
        let (folder, file) = try await Self.makeShop(people: 500)
        let copy = "sqlite:" + folder.file("copy.db")
        try await killInTheMiddle(file, copy, folder)
        for command in [["serve", "--port", "0"], ["export"], ["rebuild"]] {
            let refused = try await Command.run(command + ["--database", copy], in: folder)
            #expect(refused.status == 1 && refused.errors.contains("import with it again"), "\(refused.errors)")
        }
        let source = "sqlite:" + folder.file("clientele.db")
        let copied = try await Command.run("copy", "--from", source, "--to", copy, in: folder)
        #expect(copied.status == 1 && copied.errors.contains("unfinished copy of an export"), "\(copied.errors)")
        let again = try await Command.run("import", file, "--database", copy, in: folder)
        #expect(again.status == 0, "\(again.errors)")
        #expect(try await export(copy, folder).output == folder.text(of: "store.ndjson"))
    }

    /// The importer is given the beginning of the file, stores what came, and waits for the rest.
    private func killInTheMiddle(_ file: String, _ copy: String, _ folder: Folder) async throws {
        let pipe = folder.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let text = folder.text(of: "store.ndjson").split(separator: "\n")
        #expect(text.count > 8000)
        let feed = try Program(
            command: ["sh", "-c", "exec > '\(pipe)'; head -n 7000 '\(file)'; exec sleep 600"], in: folder)
        let program = try Program(["import", pipe, "--database", copy], in: folder)
        while !program.hasEnded, folder.bytes(of: "copy.db-wal").count < 1 << 20 {
            try await Task.sleep(for: .milliseconds(10))
        }
        program.signal(SIGKILL)
        #expect(try await program.end() == -SIGKILL)
        feed.signal(SIGKILL)
        try await feed.end()
    }

    @Test("What this version does not know of a record is told when it is left out, and of what it wrote nothing is")
    func unknown() async throws {
        let (folder, file) = try await shop()
        let plain = try await Command.run("import", file, "--database", "sqlite:" + folder.file("plain.db"), in: folder)
        #expect(plain.status == 0 && !plain.errors.contains("left out"), "\(plain.errors)")
        var lines = folder.text(of: "store.ndjson").split(separator: "\n").map(String.init)
        for index in lines.indices where lines[index].hasPrefix(#"{"kind":"order","#) {
            lines[index].replace(#"{"kind":"order","#, with: #"{"kind":"order","gift":true,"#)
        }
        let later = try folder.write(lines.joined(separator: "\n") + "\n", to: "later.ndjson")
        let database = "sqlite:" + folder.file("later.db")
        let restored = try await Command.run("import", later, "--database", database, in: folder)
        #expect(restored.status == 0, "\(restored.errors)")
        let orders = lines.count { $0.contains(#""gift":true"#) }
        #expect(orders > 0 && restored.errors.contains("does not know it: \(orders) x /gift"), "\(restored.errors)")
        #expect(!restored.errors.contains("other places"))

        let first = try #require(lines.firstIndex { $0.contains(#""gift":true"#) })
        let others = (0..<25).map { #""part\#($0)":1,"# }.joined()
        lines[first].replace(#"{"kind":"order","gift":true,"#, with: #"{"kind":"order","gift":true,"# + others)
        let wide = try folder.write(lines.joined(separator: "\n") + "\n", to: "wide.ndjson")
        let told = try await Command.run("import", wide, "--database", "sqlite:" + folder.file("wide.db"), in: folder)
        #expect(told.status == 0 && told.errors.contains("and 6 x at other places"), "\(told.errors)")
    }

    @Test("A file that is cut off or damaged is told with its line, and leaves the database empty and open")
    func damaged() async throws {
        let (folder, _) = try await shop()
        let lines = folder.text(of: "store.ndjson").split(separator: "\n").map(String.init)
        let copy = "sqlite:" + folder.file("copy.db")
        var bad = lines
        let fact = try #require(lines.firstIndex { $0.contains("\"filed\":{") })
        bad[fact] = bad[fact].replacing("\"filed\":{", with: "\"filed\":{\"spoilt\":1,")
        var later = lines
        later[0] = later[0].replacing("\"version\":1", with: "\"version\":2")
        var swapped = lines
        swapped.swapAt(30, lines.count - 3)
        let cases = [
            (Array(lines.dropLast()), "is cut off"), (bad, "line \(fact + 1) cannot be restored: /filed/spoilt"),
            (later, "line 1 begins an export of a form"), (swapped, "an entry comes after"),
            (Array(lines[..<50] + lines[51...]), "should have \(lines.count) lines"),
            (lines + [lines[40]], "something follows the last line"),
        ]
        for (text, message) in cases {
            let file = try folder.write(text.joined(separator: "\n") + "\n", to: "bad.ndjson")
            let command = try await Command.run("import", file, "--database", copy, in: folder)
            #expect(command.status == 1 && command.errors.contains(message), "\(command.errors)")
            #expect(command.errors.contains("Nothing of it was kept"))
            #expect(try await export(copy, folder).output.split(separator: "\n").count == 2)
        }
    }

    @Test("Into a database that holds people it is not restored, nor sent to a server, nor in a dry run")
    func elsewhere() async throws {
        let (folder, file) = try await shop()
        let copy = "sqlite:" + folder.file("copy.db")
        let own = try folder.write(Records.customer("7") + "\n", to: "own.ndjson")
        #expect(try await Command.run("import", own, "--database", copy, in: folder).status == 0)
        let before = try await export(copy, folder).output
        let refused = try await Command.run("import", file, "--database", copy, in: folder)
        #expect(refused.status == 1 && refused.errors.contains("--records-only"), "\(refused.errors)")
        let both = try await Command.run("import", own, file, "--database", copy, in: folder)
        #expect(both.status == 1 && both.errors.contains("is restored by itself"), "\(both.errors)")
        #expect(try await export(copy, folder).output == before)
        let sent = try await Command.run("import", file, "--url", "http://127.0.0.1:1", in: folder)
        #expect(sent.status == 1 && sent.errors.contains("is restored by itself"), "\(sent.errors)")
        let empty = "sqlite:" + folder.file("empty.db")
        let tried = try await Command.run("import", file, "--dry-run", "--database", empty, in: folder)
        #expect(tried.status == 0 && tried.output.contains("Nothing was written"), "\(tried.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("empty.db")))
        let taken = try await Command.run("import", file, "--records-only", "--database", copy, in: folder)
        #expect(taken.status == 0 && taken.output.contains("lines of the export are no records"))
    }

    @Test("Whom the ledger of erasures names does not come back with an older export")
    func erased() async throws {
        let (folder, file) = try await shop()
        let server = try await Server(in: folder)
        #expect(try await server.send("DELETE", Self.ada).status == 200)
        #expect(try await server.stop() == 0)
        let ledger = folder.file("ledger")
        #expect(try await Command.run("erase", "--ledger", ledger, in: folder).status == 0)
        let copy = "sqlite:" + folder.file("copy.db")
        #expect(try await Command.run("erase", "--replay", ledger, "--database", copy, in: folder).status == 0)
        let restored = try await Command.run("import", file, "--database", copy, in: folder)
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(restored.output.contains(#/of people erased here, [1-9]\d* profiles? /#), "\(restored.output)")
        let text = try await export(copy, folder).output
        #expect(!text.contains("ada.lindqvist@example.com") && text.contains("\"kind\":\"order\""))
        for name in ["copy.db", "copy.db-wal"] {
            #expect(!folder.bytes(of: name).contains(bytes: Array("ada.lindqvist@example.com".utf8)), "\(name)")
        }
    }
}

extension Data {
    fileprivate func contains(bytes: [UInt8]) -> Bool { range(of: Data(bytes)) != nil }
}
