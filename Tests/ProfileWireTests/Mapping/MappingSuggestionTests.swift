import ProfileCore
import Testing

@testable import ProfileWire

@Suite("A mapping is proposed from a file")
struct MappingSuggestionTests {
    @Test("For invoice lines: grouped, with their dates and returns")
    func orders() {
        let rows = MappingSample.rows([
            "1,a,Heart,2,2011-01-13 15:10:00,1.5,7", "1,b,Knob,3,2011-01-13 15:10:00,2,7",
            "C2,a,Heart,-1,2011-01-14 09:00:00,1.5,N/A",
        ])
        let suggestion = MappingSuggestion(header: MappingSample.orderHeader, rows: rows)
        #expect(suggestion.kind == .order)
        for line in [
            "kind: order", "dates: YYYY-MM-DD hh:mm:ss", "null_words: [\"N/A\"]", "group_by: InvoiceNo",
            "  id: InvoiceNo",
            "    my_erp: CustomerID", "  placed_at: InvoiceDate", "    sku: StockCode", "    unit_price: UnitPrice",
            "      - {column: Quantity, below: 0, value: returned}",
        ] {
            #expect(suggestion.yaml.split(separator: "\n").contains { $0 == line }, "\(line) in\n\(suggestion.yaml)")
        }
    }

    @Test("For customers and contacts, and never with a value that could be personal")
    func others() {
        let customers = MappingSuggestion(
            header: ["crm_id", "first_name", "surname", "dob", "E-Mail"],
            rows: MappingSample.rows(["1,Zora,Quux,19.04.1980,zora@example.com", "2,Yves,Quux,1.1.1970,y@example.com"]))
        #expect(customers.kind == .customer)
        #expect(customers.yaml.contains("dates: D.M.YYYY"))
        #expect(customers.yaml.contains("  emails: \"E-Mail\""))
        #expect(!customers.yaml.contains("Zora") && !customers.yaml.contains("@example.com"))
        let contacts = MappingSuggestion(
            header: ["number", "caller_id", "contact_type", "opened_at", "incident_state"],
            rows: MappingSample.rows(["1,7,Phone,3/1/2016 09:05,Closed", "2,8,Email,13/1/2016 09:05,New"]))
        #expect(contacts.kind == .interaction)
        #expect(contacts.yaml.contains("dates: D/M/YYYY hh:mm"))
        #expect(contacts.yaml.contains("      \"Closed\": resolved\n      \"New\": open"))
    }

    @Test(
        "Every column is used, or named as not used, and not both",
        arguments: [
            (
                ["Order ID", "Order Date", "Order Time", "Name", "Name", "Total", "Email", "Phone", "Birth Date"],
                "1,2026-01-02,10:30,Tea,Green,10.00,a@example.org,+44 20 7946 0018,1980-01-02"
            ),
            (
                ["ticket", "date", "time", "closed_date", "closed_time", "email", "email", "channel", "status"],
                "1,02/01/2026,10:30,13/01/2026,11:30,a@example.org,b@example.org,email,closed"
            ),
            (
                ["customer_id", "date of birth", "time", "created", "first name", "last name", "email", "zip"],
                "1,1980-01-13,10:30,2026-01-13,Ada,Low,a@example.org,LS1"
            ),
        ] as [([String], String)])
    func onceEach(header: [String], row: String) {
        for kind in [nil] + RecordKind.ofProfiles {
            let yaml = MappingSuggestion(header: header, rows: MappingSample.rows([row]), kind: kind).yaml
            let parts = yaml.split(separator: "# Not used: ").map(String.init)
            let used = parts[0]
            let unused = (parts.count > 1 ? parts[1] : "").split(separator: "\n").first.map(String.init) ?? ""
            for (place, name) in header.enumerated() {
                let nth = header[...place].count { $0 == name }
                let isTwin = header.count { $0 == name } > 1
                let text = MappingSuggestion.scalar(name)
                let uses =
                    isTwin
                    ? ["column: \(text), nth: \(nth)", "column: \(text)\n    nth: \(nth)"]
                    : [": \(text)\n", ": \(text) #", "column: \(text), ", "[\(text), ", ", \(text)]"]
                let unuses = isTwin ? "\(text) (nth: \(nth))" : text
                let isUsed = uses.contains { used.contains($0) }
                let isUnused = unused.split(separator: ", ").contains { $0 == unuses }
                #expect(isUsed != isUnused, "\(name) \(nth) in\n\(yaml)")
            }
        }
    }
}
