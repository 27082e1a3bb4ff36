import ProfileCore
import Testing

@testable import ProfileWire

@Suite("A mapping is proposed for JSON as it is for tables")
struct DocumentSuggestionTests {
    private func suggestion(_ documents: [String], list: String? = nil) -> MappingSuggestion {
        var sample = DocumentSample()
        for (index, text) in documents.enumerated() {
            sample.add(NumberedDocument(number: index + 1, bytes: Array(text.utf8)))
        }
        return MappingSuggestion(sample.table(isComplete: true), documents: list)
    }

    private static let orders = (1...30).map { number in
        """
        {"id":\(number),"created_at":"2026-01-\(number < 10 ? "0" : "")\(number)T10:00:00Z",
        "total_price":"\(number).50","currency":"EUR",
        "customer":{"email":"c\(number % 7)@example.com"},"dotted.name":"x",
        "taxes":[{"rate":0.19}],"line_items":[{"sku":"S\(number % 5)","quantity":2,"price":"1.20"},{"sku":"T"}]}
        """
    }

    @Test("An order's members by their paths, its lines by the list that they stand in")
    func order() {
        let suggestion = suggestion(Self.orders, list: "orders")
        #expect(suggestion.kind == .order)
        let lines = suggestion.yaml.split(separator: "\n").map(String.init)
        let expected = [
            "format: json", "documents: orders # what stands beside this list is not read", "kind: order", "  id: id",
            "    email: \"customer.email\"",
            "  placed_at: created_at", "  total: total_price", "  lines:", "    for_each: line_items", "    sku: sku",
            "    quantity: quantity", "    unit_price: price",
        ]
        for line in expected { #expect(lines.contains(line), "\(line) in \(suggestion.yaml)") }
        #expect(!suggestion.yaml.contains("group_by"))
        #expect(lines.last == #"# Not used: "/dotted.name", "taxes[].rate""#)
    }

    @Test("No value gets into it but words of short lists, and what is no JSON tells nothing")
    func values() {
        let yaml = suggestion(Self.orders + ["{", "7"]).yaml
        #expect(!yaml.contains("example.com") && !yaml.contains("S1"))
        var sample = DocumentSample()
        sample.add(NumberedDocument(bytes: Array("{".utf8)))
        #expect(sample.isEmpty)
    }

    @Test(
        "Paths are written so that they are read as the same",
        arguments: [["a", "b"], ["a", "[]", "b"], ["a.b", "[]", "c/d"], ["$"], ["x y"], ["t~1", ""]])
    func paths(names: [String]) throws {
        let steps = names.map { $0 == "[]" ? MemberPath.Step.each : .name($0) }
        #expect(try #require(MemberPath(MemberPath.text(steps))).steps == steps)
    }

    @Test("The list around documents is told by the beginning of the file")
    func list() {
        let name = { (text: String) in DocumentList.name(in: Array(text.utf8)) }
        #expect(name(#"{"orders":[{"id":1}]}"#) == "orders" && name("\n{ \"a b\" :\n[ {") == "a b")
        #expect(name("[{}]") == nil && name(#"{"id":1,"lines":[{}]}"#) == nil && name(#"{"tags":["a"]}"#) == nil)
        #expect(name("{\"lines\":[{}]}\n{\"lines\":[{}]}") == nil)
    }
}
