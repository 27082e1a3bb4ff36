import Foundation
import Testing

@Suite("Commands end with a code that a script can trust")
struct CommandTests {
    @Test("Somebody unknown is 2, a name that cannot name anybody is 64")
    func profile() async throws {
        let folder = try Folder()
        #expect(try await Command.run("migrate", in: folder).status == 0)
        let unknown = try await Command.run("profile", "crm:1", in: folder)
        #expect(unknown.status == 2)
        #expect(unknown.output.isEmpty)
        #expect(!unknown.errors.contains("crm:1"))
        #expect(try await Command.run("profile", "nobody", in: folder).status == 64)
        #expect(try await Command.run("profile", in: folder).status == 64)
        #expect(try await Command.run("serve", "--port", "70000", in: folder).status == 64)
        #expect(try await Command.run("serve", "--nonsense", in: folder).status == 64)
        #expect(try await Command.run("nonsense", in: folder).status == 64)
        #expect(try await Command.run("demo", "--people", "0", in: folder).status == 64)
    }

    @Test("Reading from a store that is not there is an error and makes none")
    func noStore() async throws {
        let folder = try Folder()
        let profile = try await Command.run("profile", "crm:1", in: folder)
        #expect(profile.status == 1)
        #expect(profile.errors.contains("clientele: "))
        #expect(folder.bytes(of: "clientele.db").isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.file("clientele.db")))
    }

    @Test(
        "Where there is no store, what is not meant to make one says so, with the path, and leaves nothing",
        arguments: [
            "learn", "rebuild", "export", "erase crm:1 --yes", "erase crm:1 --dry-run", "erase --ledger l",
            "profile crm:1", "policy show", "policy preview p.json", "policy put p.json", "keys list", "keys revoke x",
            "backup --to b.db", "copy --from sqlite:shpo.db --to sqlite:new.db",
        ])
    func mistyped(_ command: String) async throws {
        let folder = try Folder()
        _ = try folder.write(#"{"tiers":[]}"#, to: "p.json")
        _ = try folder.write("", to: "l")
        let arguments = command.split(separator: " ").map { argument in
            ["l", "p.json", "b.db"].contains(argument) ? folder.file(String(argument)) : String(argument)
        }
        let place = arguments[0] == "copy" ? [] : ["--database", "sqlite:shpo.db"]
        let run = try await Command.run(arguments + place, in: folder)
        #expect(run.status == 1 && run.errors.contains("there is no database at "), "\(run.errors)")
        #expect(run.errors.contains("shpo.db"))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains { $0.hasPrefix("shpo.db") || $0.hasPrefix("new.db") }, "\(left)")
    }

    @Test("A ledger is read before a store is opened or made, and one that was made is told")
    func replay() async throws {
        let folder = try Folder()
        let store = folder.file("shpo.db")
        for text in [nil, "no ledger\n", #"{"end":1}"# + "\n", ""] {
            let ledger = try text.map { try folder.write($0, to: "ledger") } ?? folder.file("none")
            let run = try await Command.run("erase", "--replay", ledger, "--database", "sqlite:\(store)", in: folder)
            #expect(run.status == 1 && !run.errors.contains("Erased again"), "\(run.errors)")
            #expect(
                try !FileManager.default.contentsOfDirectory(atPath: folder.path).contains { $0.hasPrefix("shpo.db") })
        }
        let ledger = try folder.write(#"{"end":0}"# + "\n", to: "ledger")
        for isFirst in [true, false] {
            let run = try await Command.run("erase", "--replay", ledger, "--database", "sqlite:\(store)", in: folder)
            #expect(run.status == 0 && run.errors.contains("Erased again: 0 profiles"), "\(run.errors)")
            let sentence = "There was no store at \(store): a new one was made. Import the export into it."
            #expect(run.errors.contains(sentence) == isFirst, "\(run.errors)")
        }
    }

    @Test("What is meant to make a store does", arguments: ["migrate", "keys create a --scope admin"])
    func made(_ command: String) async throws {
        let folder = try Folder()
        let run = try await Command.run(command.split(separator: " ").map(String.init), in: folder)
        #expect(run.status == 0 && FileManager.default.fileExists(atPath: folder.file("clientele.db")))
    }

    @Test("Every command explains itself")
    func help() async throws {
        let folder = try Folder()
        let help = try await Command.run("--help", in: folder)
        #expect(help.status == 0)
        let names = help.output.matches(of: #/(?m)^  ([a-z]+) +[A-Z]/#).map { String($0.1) }
        #expect(
            Set(names).isSuperset(of: ["serve", "profile", "keys", "policy", "rebuild", "erase", "migrate", "demo"]))
        for name in names {
            let one = try await Command.run(name, "--help", in: folder)
            #expect(one.status == 0)
            #expect(one.output.contains("USAGE: clientele \(name)"))
        }
        #expect(try await Command.run("--version", in: folder).output.contains(#/^\d+\.\d+\.\d+\n$/#))
    }

    @Test("Erasing asks first, and then nothing is left")
    func erase() async throws {
        let server = try await Server()
        let body = #"{"emails":["jane.erased@example.com"],"given_name":"Jane"}"#
        #expect(try await server.send("PUT", "/v1/sources/crm/customers/1", body).status == 200)
        #expect(try await server.stop() == 0)
        let folder = server.folder
        #expect(try await Command.run("erase", "crm:1", in: folder).status == 1)
        #expect(try await Command.run("profile", "crm:1", in: folder).status == 0)
        #expect(try await Command.run("erase", "crm:1", "--yes", in: folder).status == 0)
        #expect(try await Command.run("profile", "crm:1", in: folder).status == 2)
        #expect(try await Command.run("erase", "crm:1", "--yes", in: folder).status == 2)
        for name in ["clientele.db", "clientele.db-wal"] {
            #expect(folder.bytes(of: name).range(of: Data("jane.erased".utf8)) == nil)
        }
    }

    @Test("A policy is shown, previewed and put")
    func policy() async throws {
        let folder = try Folder()
        #expect(try await Command.run("migrate", in: folder).status == 0)
        let shown = try await Command.run("policy", "show", in: folder)
        #expect(try JSON(shown.output.utf8)["tiers"] != nil)
        let file = try folder.write(shown.output, to: "policy.json")
        let preview = try await Command.run("policy", "preview", file, in: folder)
        #expect(preview.status == 0)
        #expect(try JSON(preview.output.utf8) != .null)
        #expect(try await Command.run("policy", "put", file, in: folder).status == 0)
        let broken = try folder.write(#"{"tiers":[{"name":1}]}"#, to: "broken.json")
        #expect(try await Command.run("policy", "put", broken, in: folder).status == 65)
        #expect(try await Command.run("policy", "put", folder.file("none"), in: folder).status == 65)
    }
}
