import Foundation
import Testing

@Suite("A file that cannot be taken ends in one clear sentence and an intact store")
struct DamagedFileTests {
    private func complaint(_ command: Command) -> String {
        let lines = command.errors.split(separator: "\n").filter { $0.hasPrefix("clientele: ") }
        #expect(lines.count == 1, "\(command.errors)")
        return lines.first.map(String.init) ?? ""
    }

    @Test("A header with another column, before anything is written")
    func header() async throws {
        let files = try ShopFiles(in: Folder())
        let text = files.folder.text(of: "orders.csv")
        _ = try files.folder.write(text.replacing("InvoiceDate", with: "Invoice_Date"), to: "orders.csv")
        let command = try await files.take("orders")
        #expect(command.status == 1)
        #expect(complaint(command).contains("no column \"InvoiceDate\"; did you mean \"Invoice_Date\"?"))
        #expect(try await ProfileSet(in: files.folder).profiles.isEmpty)
    }

    @Test("Something that is no text")
    func binary() async throws {
        let files = try ShopFiles(in: Folder())
        try Data([0x50, 0x4B, 0x03, 0x04, 0, 0, 0]).write(to: URL(filePath: files.folder.file("orders.csv")))
        let command = try await files.take("orders")
        #expect(command.status == 1 && complaint(command).contains("Excel"))
    }

    @Test("A packed file that is cut off")
    func truncated() async throws {
        let files = try ShopFiles(in: Folder())
        let packed = try await Gzip.pack(Array(files.folder.text(of: "orders.csv").utf8))
        let path = files.folder.file("orders.csv.gz")
        try Data(packed).write(to: URL(filePath: path))
        #expect(try await files.take("orders", ["--dry-run"], file: "orders.csv.gz").status == 0)
        try Data(packed.dropLast(20)).write(to: URL(filePath: path))
        let command = try await files.take("orders", file: "orders.csv.gz")
        #expect(command.status == 1 && complaint(command).contains("cut off"))
    }

    @Test("A line without end is one reject, a quote without end is the end")
    func endless() async throws {
        let files = try ShopFiles(in: Folder())
        let text = files.folder.text(of: "orders.csv")
        let endless = String(repeating: "x", count: 3 << 20)
        _ = try files.folder.write(text + "\n" + endless + "\n536409,1,a,1,2011-01-01 10:00:00,1,7", to: "orders.csv")
        let long = try await files.take("orders", ["--json"])
        #expect(long.status == 2)
        let json = try JSON(Array(long.output.utf8))
        #expect(json["rejected"]?.integer == 1 && json["kinds"]?["orders"]?["accepted"]?.integer == 4)
        _ = try files.folder.write(text + "\n\"" + endless, to: "orders.csv")
        let open = try await files.take("orders")
        #expect(open.status == 1 && complaint(open).contains("line 6: a quote that opens there is not closed"))
    }

    @Test("What was rejected before the end of a file that cannot be read on is written down, and named")
    func rejectedBefore() async throws {
        let files = try ShopFiles(in: Folder())
        let endless = "\n\"" + String(repeating: "x", count: 3 << 20)
        _ = try files.folder.write(files.folder.text(of: "orders.csv") + "\n536409,1,a" + endless, to: "orders.csv")
        let command = try await files.take("orders")
        #expect(command.status == 1 && complaint(command).contains("line 7: a quote that opens there"))
        #expect(command.output.contains("1 rejected") && command.output.contains("orders.rejects.csv"))
        let rejects = files.folder.text(of: "orders.rejects.csv").split(separator: "\n")
        #expect(rejects.count == 2 && rejects.last?.hasPrefix("6,") == true, "\(rejects)")
    }

    @Test("A quote that swallows lines is told with the line on which it opens, and no line is lost without a word")
    func swallowing() async throws {
        let files = try ShopFiles(in: Folder())
        // With the next quote three lines are one row, of as many fields as the header.
        let rows = ["1,a,\"KNOB,1,2011-07-01 11:29:00,1,7", "2,b,c,1,2011-07-01 11:29:00,1,7", "3,b,\"c\",1,x,1,7"]
        let header = files.folder.text(of: "orders.csv").prefix { $0 != "\n" }
        _ = try files.folder.write(([String(header)] + rows).joined(separator: "\n"), to: "orders.csv")
        #expect(try await files.take("orders").status == 2)
        let rejects = files.folder.text(of: "orders.rejects.csv")
        let reason = "2,\"a quote opens on line 2 that the next one, on line 4, does not close"
        #expect(rejects.contains(reason), "\(rejects)")
        let several = files.folder.text(of: "orders.csv").replacing("KNOB,1", with: "KNOB\nwith a knob\",1")
        _ = try files.folder.write(several.replacing(",x,", with: ",2011-07-01 11:29:00,"), to: "orders.csv")
        #expect(try await files.take("orders").status == 0)
    }

    @Test("A mapping with a misspelt word, and a CSV file without a mapping")
    func mapping() async throws {
        let files = try ShopFiles(in: Folder())
        let plain = try await Command.run("import", files.folder.file("orders.csv"), in: files.folder)
        #expect(plain.status == 1 && complaint(plain).contains("--suggest"))
        let text = files.folder.text(of: "orders.yaml").replacing("placed_at", with: "plcaed_at")
        _ = try files.folder.write(text, to: "orders.yaml")
        let command = try await files.take("orders")
        #expect(command.status == 1 && complaint(command).contains("did you mean placed_at?"))
    }
}
