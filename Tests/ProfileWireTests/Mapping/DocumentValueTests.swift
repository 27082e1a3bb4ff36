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

    @Test("Elements of lists that are no objects cost what they stand for, and are told with their place")
    func misfits() throws {
        let lines =
            #""customer":{"email":"mail"},"status":{"value":"paid"},"currency":{"value":"EUR"},"#
            + #""lines":{"for_each":"rows","sku":"sku","unit_price":"price"}"#
        let document = { (rows: String) in
            #"{"id":1,"at":"2026-01-02T00:00:00Z","mail":"a@example.com","rows":\#(rows)}"#
        }
        for (rows, place) in [
            (#"[7,{"sku":"A","price":"1"}]"#, "/rows/0"), (#"[{"sku":"A","price":"1"},"B"]"#, "/rows/1"),
            (#"["B"]"#, "/rows/0"), (#"[[1],{"sku":"A"}]"#, "/rows/0"), (#""B""#, "/rows"),
        ] {
            let outcome = try taken([document(rows)], by: order(lines)).first
            guard case .failure(let rejection) = outcome else {
                Issue.record("taken: \(rows)")
                continue
            }
            #expect(rejection.problems.first?.pointers == [place] && rejection.problems[0].problem.code == "wrong_type")
        }
        // What stands for nothing in other programs is nothing.
        for rows in ["[]", #"[null,{"sku":"A"}]"#, "false", #""""#, #"[{"sku":"A"}]"#] {
            #expect(throws: Never.self) { try taken([document(rows)], by: order(lines)).first?.get() }
        }
        let grants = customer(#""consents":{"for_each":"c","purpose":"p","status":"s"}"#)
        guard case .failure = try taken([#"{"id":1,"c":[3,{"p":"marketing","s":"granted"}]}"#], by: grants)[0] else {
            Issue.record("a consent was left out")
            return
        }
        let mails = customer(#""emails":"mails[].address","tags":{"for_each":"labels","column":"name"}"#)
        let mixed = #"{"id":1,"mails":["a@example.com",{"address":"b@example.com"}],"labels":[{"name":"x"},"y"]}"#
        let decoded = try #require(try taken([mixed], by: mails).first).get()
        #expect(decoded.record.identifiers.map(\.description) == ["crm:1", "email:b@example.com"])
        #expect(decoded.warnings.map(\.code) == ["wrong_type", "wrong_type"])
        #expect(decoded.warnings.map { $0.pointer.prefix(5) } == ["/emai", "/tags"])
        let sum = order(#""total":{"column":"parts[].amount","sum":true}"#)
        let parts = try taken([#"{"id":1,"at":"2026-01-02T00:00:00Z","parts":[{"amount":"1"},2]}"#], by: sum)
        guard case .failure(let rejection) = parts[0] else {
            Issue.record("a sum lacks a part")
            return
        }
        #expect(rejection.problems.contains { $0.problem.pointer == "/total" && $0.problem.code == "wrong_type" })
    }

    @Test("A reason begins with the place, whatever the member is called")
    func places() {
        let reason = { (pointer: String) in
            RowRejection.Placed(line: 1, problem: WireProblem(pointer: pointer, code: "x", detail: "why")).sentence
        }
        let told = ["", "/a", "/a/0/b", "/ a", "/", "/a/ "].map(reason)
        #expect(told == ["why", "a: why", "a.0.b: why", "\" a\": why", "\"\": why", "\"a. \": why"])
        let placed = RowRejection.Placed(
            WireProblem(pointer: "/id", code: "x", detail: "why"), RowOrigin(line: 1, pointers: ["", "/no"]))
        #expect(placed.sentence == "/no (id): why")
    }

    @Test("A number that is not whole tells nothing from others: it is no identifier, product or agent")
    func fractions() throws {
        let people = customer(#""identifiers":{"visitor":"visits[].id","erp":"erp"},"emails":"mail""#)
        let bought = order(
            #""customer":{"erp":"e"},"status":{"value":"paid"},"currency":{"value":"EUR"},"#
                + #""lines":{"for_each":"l","sku":"s"}"#)
        for number in ["1e400", "1e3", "2.5", "-0.0"] {
            let json = #"{"id":1,"visits":[{"id":\#(number)},{"id":12}],"erp":\#(number),"mail":\#(number)}"#
            let decoded = try #require(try taken([json], by: people).first).get()
            #expect(decoded.record.identifiers.map(\.description) == ["crm:1", "visitor:12"], "\(number)")
            #expect(decoded.warnings.count == 3 && decoded.warnings.allSatisfy { $0.code == "wrong_type" })
            let line = #"{"id":1,"at":"2026-01-02T00:00:00Z","e":"7","l":[{"s":\#(number)}]}"#
            let order = try #require(try taken([line], by: bought).first).get()
            guard case .order(let made) = order.record.body else { return }
            #expect(made.lines.allSatisfy { $0.sku == nil })
            #expect(order.warnings.contains { $0.pointer == "/lines/0/sku" && $0.code == "wrong_type" }, "\(number)")
        }
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
