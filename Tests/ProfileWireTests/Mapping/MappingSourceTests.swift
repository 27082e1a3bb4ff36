import ProfileCore
import Testing

@testable import ProfileWire

@Suite("One mapping serves several sources")
struct MappingSourceTests {
    private func records(_ document: String, by mapping: Mapping) throws -> [SourceRecord] {
        let bound = try DocumentMapping(mapping, today: MappingSample.today)
        return try bound.decode([NumberedDocument(bytes: Array(document.utf8))], by: MappingSample.decoder)
            .map { try $0.get().record }
    }

    private func mapping(_ json: String) throws -> Mapping { try Mapping(MappingSample.tree(json)) }

    @Test("Its own source and the type of its ids become those of another")
    func renamed() throws {
        let order = try mapping(
            """
            {"kind":"order","source":"vendor","record":{"id":"id","placed_at":"at","status":{"value":"open"},
            "customer":{"vendor":"buyer","erp":"number","email":"email"}}}
            """)
        let document = #"{"id":1,"at":"2026-01-02T10:00:00Z","buyer":7,"number":"9","email":"a@example.com"}"#
        let found = try #require(try records(document, by: order.stating(source: "boutique")).first)
        #expect(found.key == FactKey(kind: .order, source: "boutique", id: "1"))
        let identifiers = ["boutique:7", "email:a@example.com", "erp:9"]
        #expect(found.identifiers.map(\.description).sorted() == identifiers)
        #expect(try records(document, by: order).first?.key.source == "vendor")
    }

    @Test("A source that a column tells is replaced, too")
    func told() throws {
        let customer = try mapping(
            #"{"kind":"customer","source":{"column":"shop"},"record":{"id":"id","full_name":"name"}}"#)
        let document = #"{"id":1,"shop":"another","name":"Ada"}"#
        #expect(try records(document, by: customer.stating(source: "boutique")).first?.key.source == "boutique")
        #expect(try records(document, by: customer).first?.key.source == "another")
    }

    @Test("What has an id is a document, and no list of documents, whatever its lists are called")
    func nested() throws {
        let order = try mapping(
            """
            {"kind":"order","source":"shop","documents":"items","record":{"id":"id","placed_at":"at",
            "status":{"value":"open"},"customer":{"shop":"buyer"},"lines":{"for_each":"items","sku":"sku"}}}
            """)
        let one = #"{"id":1,"at":"2026-01-02T10:00:00Z","buyer":7,"items":[{"sku":"A"},{"sku":"B"}]}"#
        for document in [one, #"{"items":[\#(one)],"total":1}"#] {
            let found = try records(document, by: order)
            guard case .order(let body)? = found.first?.body else { throw ListedNothing() }
            #expect(found.count == 1 && body.lines.map(\.sku) == ["A", "B"])
        }
    }

    private struct ListedNothing: Error {}
}
