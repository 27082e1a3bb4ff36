import Foundation
import Testing

@Suite("Several files joined by a key are one import, and a row of a table may be several records")
struct JoinedFilesTests {
    private static let mapping = """
        source: shop
        with:
          key: Order No
          files:
            lines: {file: lines.csv, key: order}
            payments: {file: payments.ndjson, key: order.no}
        kind: order
        record:
          id: Order No
          customer: {email: Mail}
          placed_at: Placed
          currency: {value: EUR}
          status:
            value: open
            when: {for_each: payments, column: state, is: paid, value: paid}
          total: {for_each: payments, column: amount, sum: true}
          lines:
            for_each: lines
            sku: sku
            quantity: pieces
            unit_price: each
        """

    private let folder: Folder

    init() throws { folder = try Folder() }

    private func take(_ file: String, _ mapping: String, status: Int32 = 0, _ options: String...) async throws -> JSON {
        let arguments = [
            "import", file, "--mapping", try folder.write(mapping, to: "m.yaml"), "--json", "--rejects", folder.path,
        ]
        let taken = try await Command.run(arguments + options, in: folder)
        #expect(taken.status == status, "\(taken.errors) \(taken.output)")
        return try JSON(Array(taken.output.utf8))
    }

    private func profile(_ id: String) async throws -> JSON {
        let shown = try await Command.run("profile", id, in: folder)
        return try JSON(Array(shown.output.utf8))
    }

    /// Orders with two lines and a payment each, every file in an order of its own.
    private func write(_ count: Int) throws -> String {
        let orders = (1...count).map { "\($0),c\($0 % 10)@example.com,2026-01-02T10:00:00Z" }
        let lines = (1...count * 2).map { "\(($0 * 7) % count + 1),S-\($0 % 3),1,\"2.50\"" }
        let payments = (1...count).reversed().map { #"{"order":{"no":\#($0)},"state":"paid","amount":5}"# }
        _ = try folder.write((["order,sku,pieces,each"] + lines).joined(separator: "\n"), to: "lines.csv")
        _ = try folder.write(payments.joined(separator: "\n"), to: "payments.ndjson")
        return try folder.write((["Order No,Mail,Placed"] + orders).joined(separator: "\n"), to: "orders.csv")
    }

    @Test("Orders have their lines and payments, in little memory too, and a second time nothing changes")
    func joined() async throws {
        let orders = try write(5_000)
        let summary = try await take(orders, Self.mapping, "--memory", "1")
        #expect(summary["kinds"]?["orders"]?["accepted"]?.integer == 5_000 && summary["rejected"]?.integer == 0)
        #expect(summary["lines"]?.integer == 20_000)
        let purchases = try await profile("email:c7@example.com")["purchases"]
        #expect(purchases?["totals"]?[0]?["gross"]?.text == "2500.00" && purchases?["orders"]?.integer == 500)
        #expect(purchases?["recent"]?[0]?["status"]?.text == "paid" && purchases?["recent"]?[0]?["items"]?.integer == 2)
        let again = try await take(orders, Self.mapping)
        #expect(again["kinds"]?["orders"]?["unchanged"]?.integer == 5_000)
    }

    @Test("Rows that belong to nothing are told and kept; orders without rows are orders")
    func orphans() async throws {
        let orders = try write(3)
        _ = try folder.write("order,sku,pieces,each\n9,S-1,1,2\n2,S-2,4,1\n,S-3,1,1\n2,S-4\n", to: "lines.csv")
        let summary = try await take(orders, Self.mapping, status: 2)
        #expect(summary["kinds"]?["orders"]?["accepted"]?.integer == 3 && summary["rejected"]?.integer == 3)
        let rejects = try String(contentsOfFile: folder.path + "/orders.rejects.ndjson", encoding: .utf8)
        let reasons = ["no row of orders.csv belongs to it", "nothing tells with what", "lines.csv: "]
        for reason in reasons { #expect(rejects.contains(reason), "\(rejects)") }
        let recent = try await profile("email:c2@example.com")["purchases"]?["recent"]?[0]
        #expect(recent?["items"]?.integer == 4)
        #expect(try await profile("email:c1@example.com")["purchases"]?["orders"]?.integer == 1)
    }

    @Test("A rejected order is mended with its lines, and taken as it is")
    func mended() async throws {
        _ = try write(3)
        let orders = try folder.write(
            "Order No,Mail,Placed\n1,c1@example.com,yesterday\n2,c2@example.com,2026-01-02T10:00:00Z", to: "orders.csv")
        _ = try await take(orders, Self.mapping, status: 2)
        let path = folder.path + "/orders.rejects.ndjson"
        let rejects = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let broken = try #require(rejects.first { $0.contains("yesterday") })
        let mended = broken.replacing("yesterday", with: "2026-01-03T10:00:00Z")
        _ = try await take(try folder.write(String(mended), to: "mended.ndjson"), Self.mapping)
        let recent = try await profile("email:c1@example.com")["purchases"]?["recent"]?[0]
        #expect(recent?["items"]?.integer == 2 && recent?["total"]?.text == "5.00")
    }

    @Test("Rows that were in no document are rows when the rejects are run again, and find what was mended beside them")
    func rerun() async throws {
        _ = try write(3)
        let orders = try folder.write(
            "Order No,Mail,Placed\n,c1@example.com,2026-01-02T10:00:00Z\n2,c2@example.com,2026-01-02T10:00:00Z\n",
            to: "orders.csv")
        let first = try await take(orders, Self.mapping, status: 2)
        #expect(first["kinds"]?["orders"]?["accepted"]?.integer == 1)
        let rejects = folder.text(of: "orders.rejects.ndjson")
        // What is not mended is what it was, and no order.
        let again = try await take(try folder.write(rejects, to: "again.ndjson"), Self.mapping, status: 2)
        #expect(again["rejected"] == first["rejected"] && again["kinds"]?["orders"]?["accepted"]?.integer ?? 0 == 0)
        let kept = folder.text(of: "again.rejects.ndjson").split(separator: "\n").map { $0.suffix(60) }
        #expect(Set(kept) == Set(rejects.split(separator: "\n").map { $0.suffix(60) }))
        let mended = rejects.replacing(#""Order No":"""#, with: #""Order No":"1""#)
        let last = try await take(try folder.write(mended, to: "mended.ndjson"), Self.mapping, status: 2)
        #expect(last["kinds"]?["orders"]?["accepted"]?.integer == 1)
        let recent = try await profile("email:c1@example.com")["purchases"]?["recent"]?[0]
        #expect(recent?["items"]?.integer == 2 && recent?["total"]?.text == "5.00")
    }

    @Test("A row with too many or too few fields keeps them all among the rejects, and is refused until it is mended")
    func widths() async throws {
        let mapping = """
            source: shop
            records:
              - {kind: customer, record: {id: mail, given_name: name}}
              - kind: order
                record: {id: no, placed_at: at, status: {value: paid}, customer: {shop: mail}}
            """
        let rows = """
            no,mail,name,at
            1,ada@example.com,Ada,2026-01-02T10:00:00Z,one more
            2,bob@example.com,Bob
            """
        var file = try folder.write(rows, to: "widths.csv")
        var reasons: [[Substring]] = []
        for name in ["widths", "again", "third"] {
            let taken = try await take(file, mapping, status: 2)
            #expect(taken["rejected"]?.integer == 2 && taken["records"]?.integer == 0)
            let rejects = folder.text(of: name + ".rejects.ndjson")
            #expect(rejects.contains(#""2026-01-02T10:00:00Z","one more"]"#))
            #expect(rejects.contains(#""rejected_fields":["2","bob@example.com","Bob"]"#))
            reasons.append(rejects.split(separator: "\n"))
            file = try folder.write(rejects, to: name == "widths" ? "again.ndjson" : "third.ndjson")
        }
        #expect(reasons[0].count == 2 && reasons[0] == reasons[1] && reasons[1] == reasons[2])
        let mended = folder.text(of: "third.rejects.ndjson").replacing(#/,"rejected_fields":\[[^\]]*\]/#, with: "")
            .replacing(#""at":"""#, with: #""at":"2026-01-03T10:00:00Z""#)
        let last = try await take(try folder.write(mended, to: "mended.ndjson"), mapping)
        #expect(last["kinds"]?["orders"]?["accepted"]?.integer == 2)
    }

    @Test("So does a row of a file that lies beside another")
    func widthsBeside() async throws {
        let orders = try write(2)
        _ = try folder.write("order,sku,pieces,each\n1,S-1,1,2.50,surplus\n2,S-2,1,2.50\n", to: "lines.csv")
        _ = try await take(orders, Self.mapping, status: 2)
        let rejects = folder.text(of: "orders.rejects.ndjson")
        #expect(rejects.contains(#""rejected_fields":["1","S-1","1","2.50","surplus"]"#))
        let again = try await take(try folder.write(rejects, to: "again.ndjson"), Self.mapping, status: 2)
        #expect(again["rejected"]?.integer == 1 && folder.text(of: "again.rejects.ndjson") == rejects)
    }

    @Test("A file that is not there is named")
    func missing() async throws {
        let orders = try write(1)
        try FileManager.default.removeItem(atPath: folder.path + "/lines.csv")
        let mapping = try folder.write(Self.mapping, to: "m.yaml")
        let taken = try await Command.run("import", orders, "--mapping", mapping, in: folder)
        #expect(taken.status == 1 && taken.errors.contains("lines.csv cannot be read"))
    }

    @Test("A row is a customer and an order; rows of one order are brought together for both")
    func records() async throws {
        let rows = """
            no;mail;name;at;sku;n
            1;ada@example.com;Ada;2026-01-02;S-1;1
            2;bob@example.com;Bob;2026-01-03;S-2;2
            1;ada@example.com;Ada;2026-01-02;S-3;3
            """
        let file = try folder.write(rows, to: "rows.csv")
        let mapping = """
            source: shop
            time_zone: UTC
            group_by: no
            records:
              - kind: customer
                record: {id: mail, given_name: name, emails: mail}
              - kind: order
                record:
                  id: no
                  placed_at: at
                  status: {value: paid}
                  customer: {email: mail}
                  lines: {for_each: rows, sku: sku, quantity: n}
            """
        let summary = try await take(file, mapping)
        #expect(summary["kinds"]?["orders"]?["accepted"]?.integer == 2)
        #expect(summary["kinds"]?["customers"]?["accepted"]?.integer == 2)
        let ada = try await profile("email:ada@example.com")
        #expect(ada["person"]?["given_name"]?.text == "Ada" && ada["purchases"]?["recent"]?[0]?["items"]?.integer == 4)
        let plain = """
            source: shop
            records:
              - {kind: customer, record: {id: mail, given_name: name}}
              - kind: activity
                record: {id: {line_number: true}, occurred_at: at, type: {value: visit}, customer: {shop: mail}}
            time_zone: UTC
            """
        let each = try await take(file, plain)
        #expect(each["kinds"]?["activities"]?["accepted"]?.integer == 3)
    }
}
