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
}
