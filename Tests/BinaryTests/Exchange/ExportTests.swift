import Foundation
import Testing

@Suite("What is exported is taken in again to the same profiles")
struct ExportTests {
    private func filled() async throws -> ShopFiles {
        let files = try ShopFiles(in: Folder())
        for name in ShopFiles.names { _ = try await files.take(name) }
        return files
    }

    @Test("The records alone as NDJSON, from the export of the records and from that of the store")
    func records() async throws {
        let files = try await filled()
        let folder = files.folder
        for (name, options) in [("records", ["--records-only"]), ("store", [])] {
            let file = folder.file(name + ".ndjson")
            #expect(try await Command.run(["export", "--output", file] + options, in: folder).status == 0)
            let taken = try await Command.run(
                "import", file, "--records-only", "--database", "sqlite:" + folder.file(name + ".db"), in: folder)
            #expect(taken.status == 0 && taken.output.contains("0 rejected"))
            #expect(!taken.output.contains("unknown_member"), "\(taken.output)")
            #expect(try await ProfileSet(in: folder, database: name + ".db") == ProfileSet(in: folder))
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("To standard output, with - as without a name")
    func standardOutput() async throws {
        let files = try await filled()
        let plain = try await Command.run("export", in: files.folder)
        let dashed = try await Command.run("export", "--output", "-", in: files.folder)
        #expect(dashed.status == 0 && !dashed.output.isEmpty && dashed.output == plain.output)
    }

    @Test("As tables, with the mapping that comes with them, in any order")
    func tables() async throws {
        let files = try await filled()
        let folder = files.folder
        for kind in ["interactions", "customers", "promises", "orders", "activities"] {
            let (table, mapping) = (folder.file(kind + ".csv"), folder.file(kind + ".yaml"))
            let written = try await Command.run(
                "export", "--kind", kind, "--format", "csv", "--output", table, "--mapping-out", mapping, in: folder)
            #expect(written.status == 0, "\(written.errors)")
            let taken = try await Command.run(
                "import", table, "--mapping", mapping, "--database", "sqlite:" + folder.file("copy.db"), in: folder)
            #expect(taken.status == 0, "\(taken.output)\(taken.errors)")
        }
        #expect(try await ProfileSet(in: folder, database: "copy.db") == ProfileSet(in: folder))
        #expect(folder.text(of: "customers.csv").contains(#""'=HYPERLINK(""x"")""#))
    }

    @Test("Products, notices and agents too, as records and as tables, without those that were withdrawn")
    func catalogue() async throws {
        let folder = try Folder()
        let server = try await Server(in: folder)
        let stated = try await server.ingest([
            #"{"kind":"product","source":"erp","id":"TENT-2","name":"Tent, \"Fjord\"","price":"249.00","stock":3}"#,
            #"{"kind":"product","source":"erp","id":"OLD","replaced_by":"TENT-2"}"#,
            #"{"kind":"product","source":"erp","id":"GONE"}"#,
            #"{"kind":"notice","source":"shop","id":"n1","type":"delay","text":"Late","products":["TENT-2","OLD"]}"#,
            #"{"kind":"agent","source":"desk","id":"a1","name":"Mira","languages":["en","de"],"channels":["chat"]}"#,
        ])
        #expect(try stated.json["accepted"]?.integer == 5)
        #expect(try await server.send("DELETE", "/v1/sources/erp/products/GONE").status == 204)
        for (kind, ids) in [("products", ["OLD", "TENT-2"]), ("notices", ["n1"]), ("agents", ["a1"])] {
            let lines = try await Command.run("export", "--kind", kind, in: folder)
            let read = try lines.output.split(separator: "\n").map { try JSON($0.utf8) }
            #expect(lines.status == 0 && read.map { $0["id"]?.text } == ids, "\(lines.errors)")
            let (table, mapping) = (folder.file(kind + ".csv"), folder.file(kind + ".yaml"))
            let written = try await Command.run(
                "export", "--kind", kind, "--format", "csv", "--output", table, "--mapping-out", mapping, in: folder)
            #expect(written.status == 0, "\(written.errors)")
            let copy = "sqlite:" + folder.file("copy.db")
            let taken = try await Command.run("import", table, "--mapping", mapping, "--database", copy, in: folder)
            #expect(taken.status == 0, "\(taken.output)\(taken.errors)")
            let again = try await Command.run("export", "--kind", kind, "--database", copy, in: folder)
            #expect(again.output == lines.output)
        }
        #expect(try await server.stop() == 0)
    }

    @Test("Beside a running server, and profiles as a table too")
    func besideServer() async throws {
        let files = try await filled()
        let server = try await Server(in: files.folder)
        let table = try await Command.run("export", "--kind", "profiles", "--format", "csv", in: files.folder)
        #expect(table.status == 0)
        #expect(table.output.hasPrefix("id,given_name,family_name,"))
        #expect(table.output.contains("GBP 28.50"))
        #expect(try await Command.run("export", "--format", "csv", in: files.folder).status == 64)
        #expect(try await server.stop() == 0)
    }
}
