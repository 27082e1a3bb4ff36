import ProfileCore
import Testing

@testable import ProfileWire

@Suite("What stands in JSON becomes values as a mapping says")
struct DocumentValueTests {
    private func taken(_ documents: [String], by mapping: String) throws -> [Result<DecodedRecord, RowRejection>] {
        let bound = try DocumentMapping(Mapping(MappingSample.tree(mapping)), today: MappingSample.today)
        let documents = documents.enumerated().map { NumberedDocument(number: $0 + 1, bytes: Array($1.utf8)) }
        return bound.decode(documents, by: MappingSample.decoder)
    }

    private func json(_ document: String, by mapping: String) throws -> JSONValue {
        let bound = try DocumentMapping(Mapping(MappingSample.tree(mapping)), today: MappingSample.today)
        let unfolded = bound.unfolded([NumberedDocument(bytes: Array(document.utf8))])
        return try JSONReader.parse(unfolded.json(0).get().bytes)
    }

    /// `more` stands beside what every mapping has.
    private func customer(_ members: String, _ more: String = "") -> String {
        #"{"kind":"customer","source":"crm",\#(more)"record":{"id":"id",\#(members)}}"#
    }

    private func order(_ members: String) -> String {
        #"{"kind":"order","source":"shop","record":{"id":"id","placed_at":"at",\#(members)}}"#
    }

    @Test("A part of a number is a text")
    func split() throws {
        let mapping = customer(#""traits":{"x":{"column":"x","split":"."},"y":"x"}"#)
        let record = try json(#"{"id":1,"x":1.05}"#, by: mapping)
        #expect(record.member(["traits", "x"]) == .array([.string("1"), .string("05")]))
        #expect(record.member(["traits", "y"]) == .number("1.05"))
    }

    @Test("A number of JSON has a point, whatever texts have")
    func whole() throws {
        let mapping = customer(
            #""traits":{"x":{"column":"x","format":"integer"},"y":{"column":"y","format":"integer"}}"#,
            #""decimal":",","#)
        let record = try json(#"{"id":1,"x":17850.0,"y":"17850,0"}"#, by: mapping)
        #expect(record.member(["traits", "x"]) == .number("17850"))
        #expect(record.member(["traits", "y"]) == .string("17850"))
    }

    @Test("A condition looks at an empty value as at a word")
    func isNot() throws {
        let mapping = customer(
            #""given_name":"name""#, #""skip_when":{"column":"state","is_not":["","active"]},"#)
        let states = [#""""#, #""active""#, #""gone""#, "null", "[]"]
        let documents = states.enumerated().map { #"{"id":\#($0),"name":"Ada","state":\#($1)}"# }
        #expect(try documents.map { try taken([$0], by: mapping).count } == [1, 1, 0, 1, 0])
        let table = try MappingSample.bound(mapping, ["id", "name", "state"])
        let rows = MappingSample.rows(["1,Ada,", "2,Ada,active", "3,Ada,gone"])
        #expect(rows.map { table.skips($0) } == [false, false, true])
    }

    @Test("A sum is rounded, and not its parts; numbers below zero count as above it where that is said")
    func sums() throws {
        let amounts =
            #""total":{"column":"parts[]","sum":true,"round":2},"#
            + #""refunded":{"column":"back[]","sum":true,"absolute":true}"#
        let document = #"{"id":1,"at":"2026-01-02","parts":[0.333,0.333,0.33300000000001],"back":["-1.5",-2,3]}"#
        let record = try json(document, by: order(amounts))
        #expect(record.member(["total"]) == .string("1") && record.member(["refunded"]) == .string("6.5"))
    }

    @Test("What a condition takes from elsewhere counts when the column itself is empty")
    func elsewhere() throws {
        let mapping = order(
            #""customer":{"shop":{"column":"who","when":{"column":"who","empty":true,"from":"person.id"}}},"#
                + #""lines":{"for_each":"items","sku":{"column":"sku","when":"#
                + #"{"column":"sku","empty":true,"value":"NONE"}}}"#)
        let record = try json(#"{"id":1,"at":"2026-01-02","person":{"id":5},"items":[{},{"sku":"A"}]}"#, by: mapping)
        #expect(record.member(["customer", "shop"]) == .array([.string("5")]))
        #expect(record.member(["lines"])?.elements.count == 1)
    }

    @Test("A condition goes through a list, of which some is left out and silence counts")
    func listConditions() throws {
        let mapping = order(
            #""status":{"value":"paid","when":{"all":[{"for_each":"parcels","skip_when":{"column":"dead","is":"true"},"#
                + #""column":"state","is_not":["","away"]},{"for_each":"parcels","column":"state","is":"there"}],"#
                + #""value":"delivered"}}"#)
        let status = { (parcels: String) throws -> String? in
            try json(#"{"id":1,"at":"2026-01-02","parcels":\#(parcels)}"#, by: mapping).member(["status"])?.text
        }
        #expect(try status(#"[{"state":"there"},{"state":"away","dead":true}]"#) == "delivered")
        for parcels in [#"[{"state":"there"},{"state":"away"}]"#, #"[{"state":"there"},{"state":null}]"#, "[]"] {
            #expect(try status(parcels) == "paid", "\(parcels)")
        }
        let error = #expect(throws: WireRejection.self) {
            try MappingSample.bound(mapping, ["id", "at", "parcels"])
        }
        #expect(error?.problems.first?.detail.hasPrefix("records and for_each are for JSON") == true)
    }

    @Test("A member named twice costs the element it stands in, and its name is told nobody")
    func repeatedNames() throws {
        let name = #""given_name":"name""#
        let page = #"{"people":[{"id":1,"name":"A"},{"id":2,"x":{"ada@a.org":1,"ada@a.org":2}},{"id":3,"name":"C"}]}"#
        let results = try taken([page], by: customer(name, #""documents":"people","#))
        guard results.count == 3, case .failure(let rejection) = results[1] else {
            Issue.record("taken: \(results)")
            return
        }
        #expect(rejection.problems.map(\.sentence) == ["/people/1/x: a member is named once"])
        #expect(rejection.problems.allSatisfy { $0.problem.pointer.isEmpty })
        #expect((try? results[0].get()) != nil && (try? results[2].get()) != nil)
        let each = customer(name, #""for_each":"people","#)
        #expect(try taken([page], by: each).map { (try? $0.get()) != nil } == [true, false, true])
        let around = page.replacing("{\"people\"", with: #"{"a":1,"a":2,"people""#)
        #expect(try taken([around], by: each).allSatisfy { (try? $0.get()) == nil })
    }

    @Test("What is for tables is refused", arguments: ["delimiter", "ragged", "guarded_cells", "encoding"])
    func tables(member: String) throws {
        let words = ["delimiter": ";", "ragged": "fill", "guarded_cells": "true", "encoding": "latin-1"]
        let said = "\"\(member)\":\"\(try #require(words[member]))\","
        let error = #expect(throws: WireRejection.self) { try taken([], by: customer(#""tags":"t""#, said)) }
        #expect(error?.problems.map(\.pointer) == ["/" + member])
    }

    @Test("A group that the white space of a file would decide on is refused")
    func groups() throws {
        let said = #""documents":"rows","group_by":"id","#
        let error = #expect(throws: WireRejection.self) { try taken([], by: customer(#""tags":"t""#, said)) }
        #expect(error?.problems.map(\.pointer) == ["/group_by"])
        #expect(try taken([], by: customer(#""tags":"t""#, said + #""for_each":"lines","#)).isEmpty)
    }

    @Test("An object of many members finds the first of each name")
    func manyMembers() throws {
        let members = (0..<100).map { "\"m\($0)\":\($0)" } + ["\"m7\":1"]
        guard case .object(let object) = try MappingSample.tree("{\(members.joined(separator: ","))}") else {
            Issue.record("no object")
            return
        }
        #expect((0..<100).allSatisfy { object["m\($0)"] == .number("\($0)") } && object["m100"] == nil)
        #expect(object.repeatedNames == ["m7"])
    }
}
