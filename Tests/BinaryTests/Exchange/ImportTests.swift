import Foundation
import Testing

@Suite("Files that systems give are taken in as they are")
struct ImportTests {
    @Test("In any order of the files to the same profiles, and a second time to no change")
    func anyOrder() async throws {
        var first: ProfileSet?
        for order in [["crm", "orders", "desk"], ["desk", "orders", "crm"], ["orders", "crm", "desk"]] {
            let files = try ShopFiles(in: Folder())
            for name in order {
                let command = try await files.take(name)
                #expect(command.status == (name == "desk" ? 2 : 0), "\(command.errors)")
            }
            let profiles = try await ProfileSet(in: files.folder, arrivals: false)
            #expect(profiles.profiles.count == 3)
            if let first { #expect(profiles == first) } else { first = profiles }
            let again = try await files.take("orders", ["--json"])
            let json = try JSON(Array(again.output.utf8))
            #expect(json["kinds"]?["orders"]?["unchanged"]?.integer == 3)
            #expect(json["kinds"]?["orders"]?["accepted"]?.integer == 0)
            #expect(try await ProfileSet(in: files.folder, arrivals: false) == profiles)
        }
    }

    @Test("Lines of one invoice make up one order, returns come off its customer's spending")
    func totals() async throws {
        let files = try ShopFiles(in: Folder())
        #expect(try await files.take("orders").status == 0)
        let shown = try await Command.run("profile", "erp:15932", in: files.folder)
        let purchases = try #require(try JSON(Array(shown.output.utf8))["purchases"])
        #expect(purchases["orders"]?.integer == 1 && purchases["returns"]?["count"]?.integer == 1)
        let totals = try #require(purchases["totals"]?[0])
        #expect(totals["gross"]?.text == "33.50")
        #expect(totals["refunded"]?.text == "5.00")
        #expect(totals["net"]?.text == "28.50")
    }

    @Test("What is rejected is told with line, column and reason, and can be mended and run again")
    func rejects() async throws {
        let files = try ShopFiles(in: Folder())
        let command = try await files.take("desk")
        #expect(command.status == 2)
        #expect(command.output.contains("1 x missing_customer customer"))
        let rejects = files.folder.text(of: "desk.rejects.csv")
        let lines = rejects.split(separator: "\n").map(String.init)
        #expect(lines[0] == "rejected_line,rejected_reason,number,caller,type,opened,state")
        #expect(lines.count == 2 && lines[1].hasPrefix("4,\"column \"\"caller\"\" (customer): whom it is about"))
        #expect(lines[1].hasSuffix(",0009376,?,Email,21/3/2016 10:57,New"))
        _ = try files.folder.write(rejects.replacing(",?,", with: ",4739,"), to: "desk.rejects.csv")
        let mended = try await files.take("desk", ["--json"], file: "desk.rejects.csv")
        #expect(mended.status == 0)
        #expect(try JSON(Array(mended.output.utf8))["kinds"]?["interactions"]?["accepted"]?.integer == 1)
    }

    @Test("A dry run tells what would happen and writes nothing")
    func dryRun() async throws {
        let files = try ShopFiles(in: Folder())
        let empty = try await files.take("orders", ["--dry-run"])
        #expect(empty.status == 0 && empty.output.contains("3 accepted") && empty.output.contains("2 made"))
        #expect(!FileManager.default.fileExists(atPath: files.folder.file("clientele.db")))
        #expect(try await files.take("orders").status == 0)
        let before = try await ProfileSet(in: files.folder)
        let filled = try await files.take("crm", ["--dry-run"])
        #expect(filled.status == 0 && filled.output.contains("4 accepted"))
        #expect(try await ProfileSet(in: files.folder) == before)
        let left = try files.folder.write("what somebody is mending", to: "desk.rejects.csv")
        let tried = try await files.take("desk", ["--dry-run"])
        #expect(tried.status == 2 && tried.output.contains("desk.dry-run.rejects.csv"))
        #expect(try String(contentsOfFile: left, encoding: .utf8) == "what somebody is mending")
    }

    @Test("An empty file is no failure, and is told")
    func empty() async throws {
        let folder = try Folder()
        let file = try folder.write("", to: "today.ndjson")
        let taken = try await Command.run("import", file, in: folder)
        #expect(taken.status == 0)
        #expect(taken.errors.contains("today.ndjson is empty: nothing was read"))
    }

    @Test("A mapping is proposed that works as it stands")
    func suggestion() async throws {
        let files = try ShopFiles(in: Folder())
        let proposed = try await Command.run("import", "--suggest", files.folder.file("orders.csv"), in: files.folder)
        #expect(proposed.status == 0)
        _ = try files.folder.write(proposed.output, to: "orders.yaml")
        let command = try await files.take("orders", ["--json"])
        #expect(command.status == 0)
        #expect(try JSON(Array(command.output.utf8))["kinds"]?["orders"]?["accepted"]?.integer == 3)
    }

    @Test("No mapping is proposed for an empty file, and it is called that")
    func suggestionOfNothing() async throws {
        let folder = try Folder()
        let file = try folder.write("\n\n", to: "empty.csv")
        let command = try await Command.run("import", "--suggest", file, in: folder)
        #expect(command.status == 1 && command.errors.contains("empty.csv is empty: there is nothing to map"))
    }

    @Test(
        "No mapping is proposed for what holds no record, and it is said what was looked for",
        arguments: [
            ("foo,bar\n1,2\n", "no column of its header"),
            ("id,id\n1,2\n", "an id aside; looked for was what tells of customer (given_name"),
            ("hello world\nthis is a text\n", "activity (type, url"),
            ("{\"errors\":\"Not found\"}", "no member of its objects"),
            ("{}", "no member"), ("[{},{}]", "no member"), ("[1,2,3]", "is JSON without an object"),
            ("[[1,2],[3,4]]", "without an object"), ("42", "without an object"), ("null\n", "without an object"),
            ("{\"id\":1,", "f.txt cannot be read: "),
        ])
    func suggestionOfMisfits(text: String, reason: String) async throws {
        let folder = try Folder()
        let command = try await Command.run("import", "--suggest", try folder.write(text, to: "f.txt"), in: folder)
        #expect(command.status == 1 && command.output.isEmpty, "\(command.output)")
        #expect(command.errors.contains("f.txt") && command.errors.contains(reason), "\(command.errors)")
    }

    @Test("A header without rows is proposed a mapping for, with what nobody saw of it")
    func suggestionOfHeader() async throws {
        let folder = try Folder()
        let file = try folder.write("order_id,placed_at,total\n", to: "h.csv")
        let command = try await Command.run("import", "--suggest", file, in: folder)
        #expect(command.status == 0 && command.output.contains("# There is no row below the header"))
    }

    @Test("A proposal for orders of another country takes them in as it stands, and says what else they may be")
    func foreignSuggestion() async throws {
        let folder = try Folder()
        let text = """
            Bestellnummer;Bestelldatum;E-Mail;Kundennummer;Status;Währung;Gesamtbetrag
            B-1;03.04.2024;zoe@example.com;00551;bezahlt;EUR;1.234,50
            B-2;25.12.2023;quux@example.com;00552;storniert;EUR;512,77
            """
        let latin = try #require(text.data(using: .windowsCP1252))
        try latin.write(to: URL(filePath: folder.file("b.csv")))
        let proposed = try await Command.run("import", "--suggest", folder.file("b.csv"), in: folder)
        #expect(proposed.status == 0 && proposed.output.contains("# written in windows-1252"))
        #expect(proposed.output.contains(" proposes that."))
        let mapping = try folder.write(proposed.output, to: "b.yaml")
        let taken = try await Command.run("import", folder.file("b.csv"), "--mapping", mapping, in: folder)
        #expect(taken.status == 0, "\(taken.output)\(taken.errors)\(proposed.output)")
        let shown = try await Command.run("profile", "email:zoe@example.com", in: folder)
        let purchases = try #require(try JSON(Array(shown.output.utf8))["purchases"])
        #expect(purchases["totals"]?[0]?["gross"]?.text == "1234.50")
        #expect(purchases["first_at"]?.text == "2024-04-03T00:00:00Z")
    }

    @Test(
        "The worked examples take in files of the shapes they name",
        arguments: [
            (
                "order-lines.yaml",
                """
                InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
                536404,22297,HEART,24,2010-12-01 11:29:00,1.25,16218,United Kingdom
                C536548,22244,HANGER,-4,2010-12-01 14:33:00,1.95,12472,Germany
                """, "orders"
            ),
            (
                "crm-customers.yaml",
                """
                crm_id,first_name,surname,date_of_birth,city,email,erp_customer,helpdesk_caller
                0,Zora,Quux,1971-06-24,,zora@example.com,15932,4739
                1,Zora,,,Hull,,,
                """, "customers"
            ),
            (
                "helpdesk-incidents.yaml",
                """
                number,caller_id,contact_type,opened_at,closed_at,incident_state,category,subcategory,assigned_to
                0007783,4739,Phone,16/3/2016 13:17,3/4/2016 16:59,Closed,9,174,57
                0007784,4740,IVR,16/3/2016 13:17,3/4/2016 16:59,Active,9,?,?
                """, "interactions"
            ),
            (
                "desk-promises.yaml",
                """
                number,ticket,customer_email,promised,what,due,done,result,agent
                1,T-77,jane@example.com,16/03/2026 13:30,Call back,18/03/2026,17/03/2026 09:00,kept,57
                2,T-78,joe@example.com,17/03/2026 09:00,Send a label,21/03/2026,,missed,57
                """, "promises"
            ),
        ])
    func examples(mapping: String, text: String, kind: String) async throws {
        let folder = try Folder()
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appending(path: "examples/\(mapping)").path(percentEncoded: false)
        let file = try folder.write(text, to: "export.csv")
        let command = try await Command.run("import", file, "--mapping", path, "--json", in: folder)
        #expect(command.status == 0, "\(command.output)\(command.errors)")
        #expect(try JSON(Array(command.output.utf8))["kinds"]?[kind]?["accepted"]?.integer == 2)
    }

    @Test("Rows that do not fit into memory are brought together all the same")
    func spilling() async throws {
        let files = try ShopFiles(in: Folder())
        // Wide enough that temporary files have to be merged into greater ones on the way.
        let notes = String(repeating: "n", count: 2_900)
        var lines = ["InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Notes"]
        for line in 0..<4 {
            for order in 0..<3_000 {
                let number = (order * 7919) % 3_000
                lines.append("\(number),sku-\(line),goods,1,2011-01-01 10:00:00,\(line + 1),c\(number % 500),\(notes)")
            }
        }
        _ = try files.folder.write(lines.joined(separator: "\n"), to: "orders.csv")
        let command = try await files.take("orders", ["--memory", "1", "--json", "--temp", files.folder.path])
        #expect(command.status == 0, "\(command.errors)")
        let json = try JSON(Array(command.output.utf8))
        #expect(json["lines"]?.integer == 12_000)
        #expect(json["kinds"]?["orders"]?["accepted"]?.integer == 3_000)
        let shown = try await Command.run("profile", "erp:c7", in: files.folder)
        #expect(try JSON(Array(shown.output.utf8))["purchases"]?["totals"]?[0]?["net"]?.text == "60.00")
        #expect(
            !(try FileManager.default.contentsOfDirectory(atPath: files.folder.path)).contains {
                $0.contains("-import-")
            })
    }

    @Test("Records beyond as many as there may be are rejected, and what is odd about them is not told besides")
    func tooMany() async throws {
        let folder = try Folder()
        let notice = #""type":"change","text":"x","tiers":["golden"],"updated_at":"2026-01-02T03:04:05Z""#
        let lines = (0..<1_002).map { #"{"kind":"notice","source":"erp","id":"\#($0)",\#(notice)}"# }
        let file = try folder.write(lines.joined(separator: "\n") + "\n", to: "notices.ndjson")
        let command = try await Command.run("import", file, "--json", "--rejects", folder.path, in: folder)
        let json = try JSON(Array(command.output.utf8))
        let rejects = folder.text(of: "notices.rejects.ndjson").split(separator: "\n")
        #expect(rejects.count == 2 && rejects.allSatisfy { $0.contains(#""record":{"kind":"notice""#) })
        #expect(json["rejections"]?["too_many notices"]?.integer == 2)
        #expect(json["warnings"]?["unknown_tier tiers"]?.integer == 1_000)
    }

    @Test("To a running server, which is told the key and rejects for itself")
    func server() async throws {
        let server = try await Server()
        let files = try ShopFiles(in: server.folder)
        _ = try server.folder.write(Server.adminKey + "\n", to: "key")
        let url = ["--url", "http://127.0.0.1:\(server.port)", "--key-file", server.folder.file("key")]
        var outputs: [String] = []
        for name in ShopFiles.names {
            let command = try await files.take(name, url)
            outputs.append(command.output.replacing(server.folder.path, with: ""))
            #expect(command.status == (name == "desk" ? 2 : 0), "\(command.errors)")
            #expect(!FileManager.default.fileExists(atPath: server.folder.file(name + ".csv.clientele-progress")))
        }
        #expect(server.folder.text(of: "desk.rejects.csv").contains("column \"\"caller\"\""))
        let refused = try await files.take("crm", ["--url", "http://127.0.0.1:\(server.port)"])
        #expect(refused.status == 1 && refused.errors.contains("401"))
        #expect(try await server.stop() == 0)
        let direct = try ShopFiles(in: Folder())
        for (name, output) in zip(ShopFiles.names, outputs) {
            #expect(try await direct.take(name).output.replacing(direct.folder.path, with: "") == output)
        }
        #expect(
            try await ProfileSet(in: server.folder, arrivals: false) == ProfileSet(in: direct.folder, arrivals: false))
    }
}
