import Foundation
import Testing

@Suite("An import swallows nothing and overwrites nothing")
struct SwallowedTests {
    private static let mapping = """
        kind: customer
        source: crm
        record: {id: no, given_name: first, family_name: last}
        """

    private func folder(_ files: [String: String]) throws -> Folder {
        let folder = try Folder()
        _ = try folder.write(Self.mapping, to: "crm.yaml")
        for (name, text) in files {
            let path = URL(filePath: folder.file(name))
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            _ = try folder.write(text, to: name)
        }
        return folder
    }

    private func take(_ names: [String], in folder: Folder, _ options: [String] = []) async throws -> Command {
        let paths = names.map(folder.file)
        return try await Command.run(
            ["import", "--mapping", folder.file("crm.yaml"), "--rejects", folder.path] + paths + options, in: folder)
    }

    @Test("Files of one name in two folders have two files of rejects, and no input becomes one")
    func rejectNames() async throws {
        let bad = "no,first,last\n,Ada,Quux\n"
        let folder = try folder([
            "a/k.csv": bad, "b/k.csv": bad + ",Bea,Quux\n", "one.csv": bad, "one.rejects.csv": bad,
        ])
        let both = try await take(["a/k.csv", "b/k.csv"], in: folder)
        #expect(both.status == 2)
        #expect(folder.text(of: "a-k.rejects.csv").split(separator: "\n").count == 2)
        #expect(folder.text(of: "b-k.rejects.csv").split(separator: "\n").count == 3)
        let again = try await take(["one.csv", "one.rejects.csv"], in: folder)
        #expect(again.status == 2)
        #expect(folder.text(of: "one.rejects.csv") == bad)
        #expect(folder.text(of: "one-2.rejects.csv").contains("Ada"))
        #expect(folder.text(of: "one.rejects.rejects.csv").contains("Ada"))
    }

    @Test("What is missing is told before the first record is taken")
    func preparation() async throws {
        let folder = try folder(["k.csv": "no,first,last\n1,Ada,Quux\n"])
        for options in [["--rejects", "/nowhere/at/all"], ["--temp", "/nowhere/at/all"], [folder.file("gone.csv")]] {
            let command = try await take(["k.csv"], in: folder, options)
            #expect(command.status == 1 && command.output.isEmpty, "\(options): \(command.output)")
            #expect(!FileManager.default.fileExists(atPath: folder.file("clientele.db")))
        }
    }

    @Test("A record behind a hundred thousand empty lines is read, and its line is known")
    func emptyLines() async throws {
        let blank = String(repeating: "\n", count: 100_000)
        let folder = try folder([
            "k.csv": blank + "no,first,last\n1,Ada,Quux\n,Bea,Quux\n",
            "k.ndjson": blank + #"{"kind":"customer","source":"crm","id":"2"}"# + "\n{}\n", "none.ndjson": blank,
        ])
        let table = try await take(["k.csv"], in: folder)
        #expect(table.status == 2 && table.output.contains("1 accepted"))
        #expect(folder.text(of: "k.rejects.csv").contains("\n100003,"))
        let lines = try await take(["k.ndjson"], in: folder)
        #expect(lines.status == 2 && lines.output.contains("1 accepted"))
        #expect(folder.text(of: "k.rejects.ndjson").contains(#"{"rejected_line":100002,"#))
        let nothing = try await take(["none.ndjson"], in: folder)
        #expect(nothing.status == 0 && nothing.errors.contains("none.ndjson is empty"))
    }

    @Test("Rows of one id that differ are told, and rows that are too short are not taken for others")
    func rows() async throws {
        let folder = try folder([
            "k.csv": "no,first,last\n1,Ada,Quux\n2,Bea,Quux\n1,Cid,Quux\n2,Bea,Quux\n3,Dee\n4,Eve,Quux,more\n"
        ])
        let command = try await take(["k.csv"], in: folder, ["--json"])
        #expect(command.status == 2)
        let json = try JSON(Array(command.output.utf8))
        #expect(json["repeated_ids"]?["different"]?.integer == 1)
        #expect(json["repeated_ids"]?["equal"]?.integer == 1)
        #expect(json["rejections"]?["bad_row"]?.integer == 2)
        let rejects = folder.text(of: "k.rejects.csv")
        #expect(rejects.contains("the line has 2 fields, the header 3"))
        #expect(rejects.contains("the line has 4 fields, the header 3"))
        let told = try await take(["k.csv"], in: folder)
        #expect(told.output.contains("k.csv: 1 line has the id of an earlier line and differs from it"))
        #expect(told.output.contains("replaces the other: 4 (as 2)"))
        _ = try folder.write(Self.mapping + "\nragged: fill", to: "crm.yaml")
        let filled = try await take(["k.csv"], in: folder, ["--json"])
        #expect(try JSON(Array(filled.output.utf8))["rejected"]?.integer == 1)
    }

    @Test("One bad byte in a file of UTF-8 costs its own line only, which is told with its column")
    func badByte() async throws {
        let folder = try folder([:])
        let bytes = Array("no,first,last\n1,Zoë,Quux\n2,J".utf8) + [0xFC] + Array("rgen,Quux\n3,Chloë,Quux\n".utf8)
        try Data(bytes).write(to: URL(filePath: folder.file("k.csv")))
        let command = try await take(["k.csv"], in: folder)
        #expect(command.status == 2 && command.output.contains("2 accepted"))
        #expect(folder.text(of: "k.rejects.csv").contains("3,\"column \"\"first\"\": a byte that is not UTF-8"))
        let shown = try await Command.run("profile", "crm:3", in: folder)
        #expect(shown.output.contains("Chloë"))
    }

    @Test("A byte order mark is taken at the start of a file, and rejects a later line")
    func byteOrderMarks() async throws {
        let line = { (id: Int) in "\u{FEFF}" + #"{"kind":"customer","source":"crm","id":"\#(id)"}"# + "\n" }
        let folder = try folder([
            "k.csv": "\u{FEFF}no,first,last\n1,Ada,Quux\n\u{FEFF}2,Bea,Quux\n", "k.ndjson": line(3) + line(4),
        ])
        let table = try await take(["k.csv"], in: folder)
        #expect(table.status == 2 && table.output.contains("1 accepted"))
        #expect(folder.text(of: "k.rejects.csv").contains("3,\"column \"\"no\"\": a byte order mark, which may"))
        let lines = try await take(["k.ndjson"], in: folder)
        #expect(lines.status == 2 && lines.output.contains("1 accepted"))
        #expect(folder.text(of: "k.rejects.ndjson").contains("a byte order mark may stand at the start"))
        let server = try await Server()
        let key = try server.folder.write(Server.adminKey, to: "key")
        let url = ["--url", "http://127.0.0.1:\(server.port)", "--key-file", key]
        let sent = try await take(["k.ndjson"], in: folder, url)
        #expect(sent.status == 2 && sent.output.contains("1 accepted"), "\(sent.output)\(sent.errors)")
        #expect(try await server.stop() == 0)
    }

    @Test("A rejected line of NDJSON with a bad byte is rejected again, and not taken with another character")
    func badByteAgain() async throws {
        let folder = try folder([:])
        let start = #"{"kind":"customer","source":"crm","id":"1","given_name":"J"#
        let line = Array(start.utf8) + [0xFC] + Array("rg\"}\n".utf8)
        try Data(line).write(to: URL(filePath: folder.file("k.ndjson")))
        #expect(try await take(["k.ndjson"], in: folder).status == 2)
        #expect(folder.text(of: "k.rejects.ndjson").contains("JSON text is valid UTF-8"))
        #expect(try await take(["k.rejects.ndjson"], in: folder).status == 2)
        #expect(try await Command.run("profile", "crm:1", in: folder).status != 0)
    }

    @Test("A file of nothing but rejects ends early, with a question")
    func onlyRejects() async throws {
        let folder = try folder(["k.ndjson": String(repeating: "{\n", count: 150_000)])
        let command = try await take(["k.ndjson"], in: folder)
        #expect(command.status == 1 && command.errors.contains("the first 100000 records were all rejected"))
    }

    @Test("Aliases of aliases are refused before they unfold, in mappings and in settings")
    func aliases() async throws {
        let folder = try folder(["k.csv": "no,first,last\n1,Ada,Quux\n"])
        let levels = (1...9).map { level in
            "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]"
        }
        let bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + levels.joined(separator: "\n") + "\n"
        _ = try folder.write(bomb, to: "crm.yaml")
        let mapped = try await take(["k.csv"], in: folder)
        #expect(mapped.status == 1 && mapped.errors.contains("aliases that unfold to more than"))
        let keyed = bomb + "last: {*a9 : x}\n"
        _ = try folder.write(keyed, to: "crm.yaml")
        #expect(try await take(["k.csv"], in: folder).errors.contains("aliases and composed keys"))
        let settings = try folder.write(bomb, to: "settings.yaml")
        let configured = try await Command.run("export", "--config", settings, in: folder)
        #expect(configured.status != 0 && configured.errors.contains("aliases that unfold to more than"))
        // A plain alias is fine.
        _ = try folder.write("kind: customer\nsource: crm\nrecord: {id: &no no, given_name: *no}", to: "crm.yaml")
        #expect(try await take(["k.csv"], in: folder).status == 0)
    }

    @Test("An export writes to a pipe and leaves it one, follows a link, and replaces a file only")
    func pipe() async throws {
        let folder = try folder(["k.csv": "no,first,last\n1,Ada,Quux\n"])
        #expect(try await take(["k.csv"], in: folder).status == 0)
        let pipe = folder.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let reader = try Program(command: ["cat", pipe], in: folder)
        let piped = try await Command.run("export", "--output", pipe, in: folder)
        #expect(piped.status == 0)
        #expect(try await reader.end() == 0)
        #expect(reader.output.contains("Ada"))
        var status = stat()
        #expect(stat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
        _ = try folder.write("old", to: "old.ndjson")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"), withDestinationPath: folder.file("old.ndjson"))
        #expect(try await Command.run("export", "--output", folder.file("link"), in: folder).status == 0)
        #expect(folder.text(of: "old.ndjson").contains("Ada"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link")).hasSuffix("old.ndjson"))
        #expect(try await Command.run("export", "--output", folder.path, in: folder).status == 1)
    }

    @Test("A journal replaces nothing but a journal")
    func journal() async throws {
        let folder = try folder(["k.csv": "no,first,last\n1,Ada,Quux\n"])
        let pipe = folder.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let command = try await take(["k.csv"], in: folder, ["--url", "http://127.0.0.1:1", "--journal", pipe])
        #expect(command.status == 1 && command.errors.contains("is no regular file"))
    }
}
