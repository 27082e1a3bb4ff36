import Foundation
import Testing

/// Through the real program, with a look at the bytes on the disk.
@Suite("A person is erased while the service runs, and stays erased")
struct ErasureTests {
    private static let name = "Canarypersson"
    private static let mail = "canary.hidden@example.com"

    /// A crowd, with her among them, whose rows are moved about as it grows.
    private func serverWithCrowd(_ folder: Folder) async throws -> Server {
        let server = try await Server(in: folder)
        for round in 0..<6 {
            var lines = (0..<400).map { Self.customer("\($0)", "Person\($0)", round: round, padding: ($0 * 7) % 300) }
            lines.insert(Self.customer("jane", Self.name, mail: Self.mail, round: round, padding: 40 * round), at: 200)
            lines += (0..<60).map { Self.order("canary-order-\(round)-\($0)", of: "jane") }
            #expect(try await server.ingest(lines).status == 200)
        }
        return server
    }

    @Test("Afterwards no byte of her is in the database, its log or its index, and the service never stopped")
    func canaries() async throws {
        let folder = try Folder()
        let server = try await serverWithCrowd(folder)
        _ = try await server.send("GET", "/v1/profiles/crm:jane")
        #expect(Self.found(in: folder).count > 0, "the canaries are not where they are looked for")
        let foreseen = try await server.send("DELETE", "/v1/profiles/crm:jane?dry_run=true").json
        #expect(foreseen["removed"]?["orders"]?.integer == 360)
        #expect(try await server.send("GET", "/v1/profiles/crm:jane").status == 200)
        let erased = try await server.send("DELETE", "/v1/profiles/crm:jane")
        #expect(erased.status == 200, "\(erased.text)")
        #expect(try erased.json["removed"] == foreseen["removed"])
        #expect(Self.found(in: folder) == [])
        #expect(try await server.send("GET", "/v1/profiles/crm:jane").status == 404)
        #expect(try await server.send("GET", "/v1/profiles/email:\(Self.mail)").status == 404)
        #expect(try await server.send("GET", "/v1/profiles/crm:7").status == 200)
        // Nor do they come back when pages that were in memory are written.
        let lines = (0..<400).map { Self.customer("\($0)", "Person\($0)", round: 8, padding: 50) }
        #expect(try await server.ingest(lines).json["accepted"]?.integer == 400)
        #expect(try await server.stop() == 0)
        #expect(Self.found(in: folder) == [])
    }

    @Test("A later import, PUT or replay of her is suppressed and counted, until the erasure is lifted with a reason")
    func suppression() async throws {
        let folder = try Folder()
        let server = try await Server(in: folder)
        let jane = Self.customer("jane", Self.name, mail: Self.mail, round: 0, padding: 0)
        #expect(try await server.ingest([jane]).status == 200)
        let id = try #require(try await server.send("DELETE", "/v1/profiles/crm:jane").json["id"]?.text)
        let stream = try await server.ingest([jane, Self.customer("john", "John", round: 0, padding: 0)])
        #expect(try stream.json["suppressed"]?.integer == 1 && stream.json["accepted"]?.integer == 1)
        let put = try await server.send(
            "PUT", "/v1/sources/shop/orders/1", Self.orderBody(#"{"email":"Canary.Hidden+news@example.com"}"#))
        #expect(try put.status == 200 && put.json["status"]?.text == "suppressed" && put.json["profile_id"] == .null)
        let shared = try await server.send(
            "PUT", "/v1/sources/shop/orders/2",
            Self.orderBody(#"{"email":["\#(Self.mail)","other@example.com"]}"#))
        #expect(try shared.json["warnings"]?[0]?["code"]?.text == "buried_identifier", "\(shared.text)")
        #expect(try await server.send("GET", "/v1/profiles/email:\(Self.mail)").status == 404)
        let found = try await server.send(
            "POST", "/v1/erasures/lookup", #"{"identifiers":["email:canaryhidden@example.com"]}"#)
        #expect(try found.json["items"]?[0]?["id"]?.text == id)
        #expect(try await server.send("POST", "/v1/erasures/\(id)/lift", "{}").status == 422)
        let lifted = try await server.send("POST", "/v1/erasures/\(id)/lift", #"{"reason":"she asked"}"#)
        #expect(try lifted.json["lifted"]?["reason"]?.text == "she asked")
        #expect(try await server.ingest([jane]).json["accepted"]?.integer == 1)
        #expect(try await server.stop() == 0)
    }

    @Test("The ledger erases again whom a restored backup brought back")
    func ledger() async throws {
        let folder = try Folder()
        let server = try await serverWithCrowd(folder)
        let backup = folder.file("backup.db")
        #expect(try await Command.run("backup", "--to", backup, in: folder).status == 0)
        let erased = try await server.send("DELETE", "/v1/profiles/crm:jane").json
        let written = try await Command.run("erase", "--ledger", folder.file("ledger"), in: folder)
        #expect(written.status == 0, "\(written.errors)")
        #expect(!folder.text(of: "ledger").lowercased().contains("canary"))
        #expect(try await server.stop() == 0)
        let restored = ["CLIENTELE_DATABASE": "sqlite:" + backup]
        let ledger = folder.file("ledger")
        let replayed = try await Command.run("erase", "--replay", ledger, in: folder, environment: restored)
        let isTold = replayed.errors.contains("Erased again: 1 profile, and 0 records")
        #expect(replayed.status == 0 && isTold, "\(replayed.errors)")
        let again = try await Server(in: folder, environment: restored)
        #expect(try await again.send("GET", "/v1/profiles/crm:jane").status == 404)
        #expect(try await again.send("GET", "/v1/profiles/crm:7").status == 200)
        let jane = Self.customer("jane", Self.name, mail: Self.mail, round: 9, padding: 0)
        #expect(try await again.ingest([jane]).json["suppressed"]?.integer == 1)
        #expect(try await again.send("GET", "/v1/erasures").json["items"]?[0] == erased)
        #expect(try await again.stop() == 0)
        // What was carried out is carried out once more, through a pipe.
        let piped = try Program(
            ["erase", "--replay", "-"], in: folder, environment: restored,
            wrapper: ["/bin/sh", "-c", "cat '\(ledger)' | \"$0\" \"$@\""])
        #expect(try await piped.end() == 0 && piped.errors.contains("Erased again: 0 profiles"), "\(piped.errors)")
        let cut = try folder.write(String(folder.text(of: "ledger").dropLast(20)), to: "cut")
        let refused = try await Command.run("erase", "--replay", cut, in: folder, environment: restored)
        #expect(refused.status == 1 && !refused.errors.isEmpty)
    }

    @Test("Taken out of somebody she was merged with by mistake when the backup was made, she leaves no byte either")
    func mixedProfile() async throws {
        let folder = try Folder()
        let server = try await serverWithCrowd(folder)
        let jane = try #require(try await server.send("GET", "/v1/profiles/crm:jane").json["id"]?.text)
        let body = #"{"with":"crm:7","reason":"Canarypersson called"}"#
        #expect(try await server.send("POST", "/v1/profiles/crm:jane/merge", body).status == 200)
        let merged = try await server.send("GET", "/v1/profiles/crm:jane").json["id"]?.text
        let backup = folder.file("backup.db")
        #expect(try await Command.run("backup", "--to", backup, in: folder).status == 0)
        let seven = try await server.send("GET", "/v1/profiles/\(jane)").json["aliases"]?[0]?.text
        let absorbed = merged == jane ? try #require(seven) : jane
        let undone = try await server.send(
            "POST", "/v1/profiles/crm:jane/unmerge", #"{"profile":"\#(absorbed)","reason":"she did not"}"#)
        #expect(undone.status == 200, "\(undone.text)")
        #expect(try await server.send("DELETE", "/v1/profiles/crm:jane").status == 200)
        #expect(try await Command.run("erase", "--ledger", folder.file("ledger"), in: folder).status == 0)
        #expect(try await server.stop() == 0)
        let restored = ["CLIENTELE_DATABASE": "sqlite:" + backup]
        let replayed = try await Command.run(
            "erase", "--replay", folder.file("ledger"), in: folder, environment: restored)
        #expect(replayed.errors.contains("Erased again: 0 profiles, and 361 records"), "\(replayed.errors)")
        #expect(Self.found(in: folder, "backup.db") == [])
        let again = try await Server(in: folder, environment: restored)
        #expect(try await again.send("GET", "/v1/profiles/crm:7").status == 200)
        #expect(try await again.stop() == 0)
        #expect(Self.found(in: folder, "backup.db") == [])
    }

    @Test("Everything held about a person is exported in one document, with its sources")
    func export() async throws {
        let folder = try Folder()
        let server = try await serverWithCrowd(folder)
        let document = try await server.send("GET", "/v1/profiles/crm:jane/export").json
        guard case .array(let records)? = document["records"] else {
            Issue.record("no records in the document")
            return
        }
        #expect(records.count == 361)
        #expect(records.filter { $0["record"]?["source"]?.text == "shop" }.count == 360)
        #expect(records[0]["record"]?["family_name"]?.text == Self.name && records[0]["received_at"]?.text != nil)
        #expect(document["profile"]?["person"]?["family_name"]?.text == Self.name)
        #expect(document["links"]?[0]?["stated_by"]?["source"]?.text == "crm")
        #expect(try await server.send("GET", "/v1/profiles/crm:nobody/export").status == 404)
        #expect(try await server.stop() == 0)
    }

    private static func found(in folder: Folder, _ database: String = "clientele.db") -> [String] {
        [database, database + "-wal", database + "-shm"].filter { name in
            let bytes = folder.bytes(of: name)
            return ["canary", "Canary"].contains {
                bytes.firstRange(of: Data($0.utf8)) != nil
            }
        }
    }

    private static func customer(
        _ id: String, _ name: String, mail: String? = nil, round: Int, padding: Int
    ) -> String {
        let trait = String(repeating: String(name.prefix(6)), count: padding)
        return #"{"kind":"customer","source":"crm","id":"\#(id)","family_name":"\#(name)","#
            + #""emails":["\#(mail ?? "p\(id)@example.com")"],"traits":{"note":"\#(trait)"},"#
            + #""updated_at":"2026-01-0\#(round % 9 + 1)T00:00:00Z"}"#
    }

    /// With an address of its own, as marketplaces make them: most are refused.
    private static func order(_ id: String, of customer: String) -> String {
        #"{"kind":"order","source":"shop","id":"\#(id)","#
            + orderBody(#"{"crm":"\#(customer)","email":"\#(id)@relay.example"}"#).dropFirst()
    }

    private static func orderBody(_ customer: String) -> String {
        #"{"customer":\#(customer),"placed_at":"2026-01-02T03:04:05Z","status":"paid","currency":"EUR","#
            + #""total":"12.50","updated_at":"2026-01-02T03:04:05Z"}"#
    }
}
