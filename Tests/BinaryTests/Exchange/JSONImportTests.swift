import Foundation
import Testing

@Suite("JSON is taken in however it is spread over a file")
struct JSONImportTests {
    private static let mapping = """
        kind: order
        source: shop
        record:
          id: no
          customer: {email: who.mail}
          placed_at: at
          status: {value: paid}
          currency: {value: EUR}
          total: sum
        """

    private static func order(_ number: Int, sum: String = "10") -> String {
        """
        {"no":\(number),"who":{"mail":"c\(number % 50)@example.com"},"at":"2026-01-02T10:00:00Z",
        "sum":\(sum),"more":{"a":["]}",{"b":"\\""}]}}
        """
    }

    private func take(
        _ text: String, as name: String, in folder: Folder, mapping: String = mapping, status: Int32 = 0,
        _ options: String...
    ) async throws -> JSON {
        let arguments = [
            "import", try folder.write(text, to: name), "--mapping", try folder.write(mapping, to: "m.yaml"), "--json",
            "--rejects", folder.path,
        ]
        let taken = try await Command.run(arguments + options, in: folder)
        #expect(taken.status == status, "\(taken.errors)")
        return try JSON(Array(taken.output.utf8))
    }

    @Test("What a program made a fraction or a power of is no id", arguments: ["5450789461.0", "1e3", "true"])
    func ids(id: String) async throws {
        let folder = try Folder()
        let text = Self.order(1).replacing("\"no\":1,", with: "\"no\":\(id),").replacing("\n", with: "")
        let summary = try await take(text, as: "o.ndjson", in: folder, status: 2)
        #expect(summary["rejected"]?.integer == 1)
        let reason = folder.text(of: "o.rejects.ndjson")
        #expect(reason.contains("an id is a text or a whole number"), "\(reason)")
        let whole = Self.mapping.replacing("id: no", with: "id: {column: no, format: integer}")
        let isWhole = id.hasSuffix(".0")
        let again = try await take(text, as: "o.ndjson", in: folder, mapping: whole, status: isWhole ? 0 : 2)
        #expect(again["rejected"]?.integer == (isWhole ? 0 : 1))
    }

    @Test("A document a line, an array, an array in an object and documents in a row hold the same")
    func spreads() async throws {
        let orders = (1...2_000).map { Self.order($0) }
        let lines = orders.map { $0.replacing("\n", with: "") }.joined(separator: "\n")
        let list = orders.joined(separator: ",\n")
        let forms = [
            ("lines.ndjson", lines), ("array.json", "[\n\(list)\n]"), ("row.json", orders.joined(separator: "\n")),
            ("object.json", "{\"page\":1,\"orders\":[\(list)],\"next\":null}"),
        ]
        let folder = try Folder()
        for (index, (name, text)) in forms.enumerated() {
            let summary = try await take(text, as: name, in: folder, mapping: "documents: orders\n" + Self.mapping)
            #expect(summary["lines"]?.integer == 2_000 && summary["rejected"]?.integer == 0)
            let counts = summary["kinds"]?["orders"]
            #expect(counts?[index == 0 ? "accepted" : "unchanged"]?.integer == 2_000, "\(name)")
        }
    }

    @Test("Orders of several documents are brought together, in little memory too")
    func groups() async throws {
        let folder = try Folder()
        let mapping = Self.mapping.replacing("record:", with: "group_by: no\nrecord:")
            .replacing("total: sum", with: "total: {column: sum, sum: true}")
        let lines = (0..<9_000).map { Self.order($0 % 3_000, sum: "1.5").replacing("\n", with: "") }
        let summary = try await take(
            lines.joined(separator: "\n"), as: "rows.json", in: folder, mapping: mapping, "--memory", "1")
        #expect(summary["kinds"]?["orders"]?["accepted"]?.integer == 3_000)
        let shown = try await Command.run("profile", "email:c7@example.com", in: folder)
        #expect(try JSON(Array(shown.output.utf8))["purchases"]?["totals"]?[0]?["gross"]?.text == "270.00")
    }

    @Test("A bad element is named with its number and place, mended and taken; behind a broken one nothing is")
    func broken() async throws {
        let folder = try Folder()
        let bad = "[" + [Self.order(1), Self.order(2, sum: "\"x\""), "7", Self.order(3)].joined(separator: ",") + "]"
        let summary = try await take(bad, as: "bad.json", in: folder, status: 2)
        #expect(summary["kinds"]?["orders"]?["accepted"]?.integer == 2 && summary["rejected"]?.integer == 2)
        let rejects = folder.text(of: "bad.rejects.ndjson").split(separator: "\n").map(String.init)
        #expect(rejects.count == 2)
        #expect(rejects[0].hasPrefix(#"{"rejected_element":2,"rejected_reason":"/sum (total): a number written as"#))
        let mended = try await take(rejects[0].replacing("\"x\"", with: "5"), as: "mended.ndjson", in: folder)
        #expect(mended["kinds"]?["orders"]?["accepted"]?.integer == 1)
        let cut = try await take(
            "[\(Self.order(4)),\(Self.order(5).dropLast(3))", as: "cut.json", in: folder, status: 1)
        #expect(cut["kinds"]?["orders"]?["accepted"]?.integer == 1)
    }

    @Test("Lines that are records of ours stay so beside a mapping, unless it says that it is for JSON")
    func ours() async throws {
        let folder = try Folder()
        let line = #"{"kind":"customer","source":"crm","id":"1","emails":["ada@example.com"]}"#
        #expect(try await take(line, as: "own.ndjson", in: folder)["kinds"]?["customers"]?["accepted"]?.integer == 1)
        let mapped = try await take(
            line, as: "own.ndjson", in: folder, mapping: "format: json\n" + Self.mapping, status: 2)
        #expect(mapped["rejected"]?.integer == 1)
    }

    @Test("A path that leads nowhere is named at the end")
    func misspelt() async throws {
        let mapping = Self.mapping.replacing("total: sum", with: "total: smu")
        let summary = try await take("[\(Self.order(1))]", as: "o.json", in: Folder(), mapping: mapping)
        #expect(summary["remarks"]?[0]?.text == "of the first 1 documents none has smu: is that spelt so?")
    }

    @Test("Paths that cannot be meant are told before anything is taken, and an array needs a mapping")
    func refused() async throws {
        let folder = try Folder()
        let file = try folder.write("[\(Self.order(1))]", to: "orders.json")
        let lines = Self.mapping + "\n  lines: {sku: \"items[].sku\"}"
        let taken = try await Command.run(
            "import", file, "--mapping", try folder.write(lines, to: "m.yaml"), in: folder)
        #expect(taken.status == 1 && taken.errors.contains("/record/lines/sku: \"items[].sku\" goes through a list"))
        let plain = try await Command.run("import", file, in: folder)
        #expect(
            plain.status == 1
                && plain.errors.contains("orders.json is an array of JSON: say with --mapping which member"))
    }

    @Test("The mapping that is proposed for JSON works as it stands")
    func suggestion() async throws {
        let folder = try Folder()
        let orders = (1...40).map { number in
            """
            {"order_id":"A-\(number)","ordered_at":"2026-01-02T10:00:00Z","customer":{"email":"c\(number)@example.com"},
            "status":"paid","currency":"EUR","total":"\(number).50","items":[{"sku":"S","quantity":1,"unit_price":"2"}]}
            """
        }
        let text = "{\"orders\":[\(orders.joined(separator: ","))],\"next\":1}"
        let proposed = try await Command.run("import", "--suggest", try folder.write(text, to: "o.json"), in: folder)
        #expect(proposed.status == 0, "\(proposed.errors)")
        let summary = try await take(text, as: "o.json", in: folder, mapping: proposed.output)
        #expect(summary["kinds"]?["orders"]?["accepted"]?.integer == 40, "\(proposed.output)")
    }

    @Test("A list on one line is proposed a mapping for, and one that is damaged behind it is told")
    func oneLine() async throws {
        let folder = try Folder()
        let orders = (1...40).map { Self.order($0).replacing("\n", with: "") }.joined(separator: ",")
        let text = "{\"orders\":[\(orders)]}"
        let proposed = try await Command.run("import", "--suggest", try folder.write(text, to: "o.json"), in: folder)
        #expect(proposed.status == 0 && proposed.output.contains("documents: orders"), "\(proposed.errors)")
        let mapping = "documents: orders\n" + Self.mapping
        let summary = try await take(text, as: "o.json", in: folder, mapping: mapping)
        #expect(summary["lines"]?.integer == 40 && summary["kinds"]?["orders"]?["accepted"]?.integer == 40)
        let cut = try await take(
            String(text.dropLast()) + ",\"next\":\"ab", as: "cut.json", in: folder, mapping: mapping, status: 1)
        #expect(cut["kinds"]?["orders"]?["unchanged"]?.integer == 40)
    }

    @Test("A damaged line costs itself only, however long the first one is")
    func longFirstLine() async throws {
        let long = Self.order(1).replacing("\n", with: "")
            .replacing("\"sum\"", with: "\"note\":\"\(String(repeating: "x", count: 400_000))\",\"sum\"")
        let lines = [long, "{\"no\":2,", Self.order(3).replacing("\n", with: "")]
        let summary = try await take(lines.joined(separator: "\n"), as: "long.ndjson", in: Folder(), status: 2)
        #expect(summary["kinds"]?["orders"]?["accepted"]?.integer == 2 && summary["rejected"]?.integer == 1)
    }

    @Test("Where a file breaks off, what comes before it is taken, and the files behind it are named")
    func brokenFirst() async throws {
        let folder = try Folder()
        let first = try folder.write("[\(Self.order(1)),\(Self.order(2)),{\"no\":", to: "first.json")
        let others = try ["b.json", "c.json"].map { try folder.write("[\(Self.order(3))]", to: $0) }
        let words = ["--mapping", try folder.write(Self.mapping, to: "m.yaml"), "--json"]
        let command = try await Command.run(["import", first] + others + words, in: folder)
        #expect(command.status == 1 && command.errors.contains("not read: \(others.joined(separator: ", "))"))
        let summary = try JSON(Array(command.output.utf8))
        #expect(summary["kinds"]?["orders"]?["accepted"]?.integer == 2)
        let last = try await Command.run(["import", others[0], first] + words, in: folder)
        #expect(last.status == 1 && !last.errors.contains("not read: "), "\(last.errors)")
    }

    @Test("What came before a broken place of an array is taken, and a null before an object is JSON")
    func beforeBreak() async throws {
        let folder = try Folder()
        let text = "[\(Self.order(1)),7,\(Self.order(2)) \(Self.order(3))]"
        let broken = try await take(text, as: "b.json", in: folder, status: 1)
        #expect(broken["kinds"]?["orders"]?["accepted"]?.integer == 2)
        #expect(folder.text(of: "b.rejects.ndjson").hasPrefix("{\"rejected_element\":2,"))
        let null = try await take(
            "[null,\(Self.order(4))]", as: "n.json", in: folder, mapping: "format: json\n" + Self.mapping, status: 2)
        #expect(null["kinds"]?["orders"]?["accepted"]?.integer == 1)
    }

    @Test("What came before a broken place is sent to a server too")
    func sentBeforeBreak() async throws {
        let server = try await Server()
        let text = "[\(Self.order(1)),\(Self.order(2)) \(Self.order(3))]"
        let sent = try await Command.run(
            "import", try server.folder.write(text, to: "b.json"), "--mapping",
            try server.folder.write(Self.mapping, to: "m.yaml"), "--url", "http://127.0.0.1:\(server.port)",
            in: server.folder, environment: ["CLIENTELE_KEY": Server.adminKey])
        #expect(sent.status == 1 && sent.errors.contains("cannot be read beyond element 2"), "\(sent.errors)")
        #expect(try await server.stop() == 0)
        let export = try await Command.run("export", "--kind", "orders", in: server.folder)
        #expect(export.output.split(separator: "\n").count == 2)
    }

    @Test("An element that is rejected again stays one, and two that have one id are told")
    func elements() async throws {
        let folder = try Folder()
        let same = [Self.order(1), Self.order(1, sum: "11"), Self.order(2, sum: "\"x\""), Self.order(1, sum: "11")]
        let summary = try await take("[\(same.joined(separator: ","))]", as: "s.json", in: folder, status: 2)
        #expect(summary["repeated_ids"]?["different"]?.integer == 1)
        #expect(summary["repeated_ids"]?["equal"]?.integer == 1)
        _ = try await take(folder.text(of: "s.rejects.ndjson"), as: "again.ndjson", in: folder, status: 2)
        #expect(folder.text(of: "again.rejects.ndjson").hasPrefix("{\"rejected_element\":3,"))
        let unknown = try await Command.run(
            "import", folder.file("s.json"), "--mapping", "shopify-order", in: folder)
        #expect(unknown.errors.contains("clientele mappings lists"))
    }

    @Test("Documents of one group that are too long together are refused, and held no longer than that")
    func longGroup() async throws {
        let mapping = Self.mapping.replacing("record:", with: "group_by: no\nrecord:")
        let note = String(repeating: "x", count: 1 << 20)
        let parts = (0..<17).map { _ in
            Self.order(1).replacing("\n", with: "").replacing("\"sum\"", with: "\"note\":\"\(note)\",\"sum\"")
        }
        let text = (parts + [Self.order(2).replacing("\n", with: "")]).joined(separator: "\n")
        let summary = try await take(text, as: "g.ndjson", in: Folder(), mapping: mapping, status: 2)
        #expect(summary["kinds"]?["orders"]?["accepted"]?.integer == 1 && summary["rejected"]?.integer == 1)
    }

    @Test("A document of which a server refuses much is written down once, with all reasons")
    func refusals() async throws {
        let server = try await Server()
        let mapping = Self.mapping.replacing("record:", with: "for_each: orders\nrecord:")
        let orders = (1...1_200).map { number in
            Self.order(number, sum: number % 400 == 0 ? "-5e30" : "5").replacing("\n", with: "")
        }
        let file = try server.folder.write("{\"orders\":[\(orders.joined(separator: ","))]}\n{}", to: "o.ndjson")
        let sent = try await Command.run(
            "import", file, "--mapping", try server.folder.write(mapping, to: "m.yaml"), "--json", "--url",
            "http://127.0.0.1:\(server.port)", "--rejects", server.folder.path, in: server.folder,
            environment: ["CLIENTELE_KEY": Server.adminKey])
        let summary = try JSON(Array(sent.output.utf8))
        #expect(sent.status == 2 && summary["rejected"]?.integer == 3, "\(sent.errors) \(sent.output)")
        #expect(summary["kinds"]?["orders"]?["accepted"]?.integer == 1_197)
        let rejects = server.folder.text(of: "o.rejects.ndjson").split(separator: "\n")
        #expect(rejects.count == 1)
        for place in ["/orders/399/sum", "/orders/799/sum", "/orders/1199/sum"] {
            #expect(rejects.first?.contains(place) == true, "\(place)")
        }
    }

    @Test("A running server is sent the records of each document, and what it refuses is placed in the document")
    func server() async throws {
        let server = try await Server()
        let folder = server.folder
        let file = try folder.write(VendorFiles.zendeskTickets, to: "tickets.json")
        let sent = try await Command.run(
            "import", file, "--mapping", "zendesk-tickets", "--url", "http://127.0.0.1:\(server.port)", "--json",
            "--rejects", folder.path, in: folder, environment: ["CLIENTELE_KEY": Server.adminKey])
        #expect(sent.status == 2, "\(sent.errors)")
        let kinds = try JSON(Array(sent.output.utf8))["kinds"]
        #expect(kinds?["interactions"]?["accepted"]?.integer == 4 && kinds?["customers"]?["accepted"]?.integer == 3)
        #expect(folder.text(of: "tickets.rejects.ndjson").contains("/created_at (occurred_at)"))
    }
}
