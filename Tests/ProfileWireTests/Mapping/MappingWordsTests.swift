import ProfileCore
import Testing

@testable import ProfileWire

@Suite("What a mapping can say")
struct MappingWordsTests {
    private func record(
        _ json: String, _ header: [String], _ fields: [String], line: Int = 2
    ) throws -> Result<DecodedRecord, RowRejection> {
        try MappingSample.bound(json, header).decode(
            [CSVRow(line: line, fields: fields)], by: MappingSample.decoder)
    }

    private func customer(_ outcome: Result<DecodedRecord, RowRejection>) throws -> CustomerRecord {
        guard case .customer(let customer) = try outcome.get().record.body else { throw WireRejection(problems: []) }
        return customer
    }

    @Test("Null words stand for nothing exactly as they are written, for all members or for one")
    func nullWords() throws {
        let header = ["no", "first", "last", "country"]
        let mapping = """
            {"kind":"customer","source":"crm","null_words":["NULL","-"],"record":{"id":"no","given_name":"first",
            "family_name":"last","address":{"country":{"column":"country","null_words":["none"]}}}}
            """
        let named = try customer(record(mapping, header, ["1", "-", "Null", "NA"]))
        #expect(named.givenName == nil && named.familyName == "Null" && named.address?.country == "NA")
        let unnamed = try customer(record(mapping, header, ["1", "none", "NULL", "none"]))
        #expect(unnamed.givenName == "none" && unnamed.familyName == nil && unnamed.address == nil)
    }

    @Test("The number of the line makes an id, alone or behind a column, and a rejected line keeps its own")
    func lineNumbers() throws {
        let mapping = #"{"kind":"customer","source":"crm","record":{"id":\#("ID"),"given_name":"first"}}"#
        let alone = mapping.replacing("ID", with: #"{"line_number":true,"prefix":"may-"}"#)
        #expect(try record(alone, ["first"], ["Ada"], line: 17).get().record.key.id == "may-17")
        let behind = mapping.replacing("ID", with: #"{"column":"batch","line_number":true,"join":"/"}"#)
        #expect(try record(behind, ["batch", "first"], ["7", "Ada"], line: 17).get().record.key.id == "7/17")
        #expect(
            try record(behind, ["rejected_line", "rejected_reason", "batch", "first"], ["40", "x", "7", "Ada"])
                .get().record.key.id == "7/40")
    }

    @Test(
        "Whole numbers lose the fraction that a data frame gave them, everything else stays",
        arguments: [
            ("17850.0", "17850"), ("0017850.00", "0017850"), ("17850", "17850"), ("C536.0", "C536.0"),
            ("17850.5", "17850.5"), ("17850.", "17850"), (".50", ".50"),
        ])
    func wholeNumbers(text: String, expected: String) throws {
        let mapping = """
            {"kind":"interaction","source":"desk","record":{"id":{"column":"no","format":"integer"},
            "customer":{"erp":{"column":"who","format":"integer"}},"occurred_at":"at","channel":{"value":"phone"}}}
            """
        let decoded = try record(mapping, ["no", "who", "at"], [text, text, "2020-01-01T00:00:00Z"]).get()
        #expect(decoded.record.key.id == expected)
        #expect(decoded.record.identifiers == [Identifier(type: "erp", value: expected)])
    }

    @Test("Two conditions at once, for a value and for leaving rows out")
    func bothConditions() throws {
        let mapping = """
            {"kind":"customer","source":"crm","record":{"id":"no","given_name":{"column":"first","when":[
            {"all":[{"column":"a","is":"x"},{"column":"b","below":0}],"value":"both"},
            {"column":"a","is":"x","all":{"column":"b","is":"7"},"value":"seven"}]}},
            "skip_when":[{"all":[{"column":"a","empty":true},{"column":"b","empty":true}]}]}
            """
        let header = ["no", "first", "a", "b"]
        for (a, b, expected) in [("x", "-1", "both"), ("x", "1", "Ada"), ("y", "-1", "Ada"), ("x", "7", "seven")] {
            #expect(try customer(record(mapping, header, ["1", "Ada", a, b])).givenName == expected)
        }
        let bound = try MappingSample.bound(mapping, header)
        #expect(bound.skips(CSVRow(line: 2, fields: ["1", "Ada", "", ""])))
        #expect(!bound.skips(CSVRow(line: 2, fields: ["1", "Ada", "x", ""])))
    }

    @Test("The second of two columns of one name")
    func secondColumn() throws {
        let mapping = """
            {"kind":"customer","source":"crm","record":{"id":"no","given_name":{"column":"name","nth":2},
            "family_name":{"column":"name","nth":1}}}
            """
        let found = try customer(record(mapping, ["no", "name", "name"], ["1", "Quux", "Zora"]))
        #expect(found.givenName == "Zora" && found.familyName == "Quux")
        let grouped = mapping.replacing(#""record""#, with: #""group_by":{"column":"name","nth":2},"record""#)
        let bound = try MappingSample.bound(grouped, ["no", "name", "name"])
        #expect(bound.groupKey(of: CSVRow(line: 2, fields: ["1", "a", "b"])) == Array("b\0".utf8))
        let error = #expect(throws: WireRejection.self) { try MappingSample.bound(mapping, ["no", "name"]) }
        #expect(error?.problems.map(\.detail) == ["the file has 1 column \"name\", and nth asks for number 2"])
    }

    @Test("What cannot be read is left out with a warning where the mapping says so, and nothing else is")
    func leftOut() throws {
        let mapping = """
            {"kind":"interaction","source":"desk","dates":"D/M/YYYY","time_zone":"UTC","record":{"id":"no",
            "customer":{"erp":"who"},"occurred_at":"at","channel":{"value":"phone"},"wait_seconds":"wait",
            "csat":{"column":"score","unreadable":"leave_out"}}}
            """
        let header = ["no", "who", "at", "score", "wait"]
        let decoded = try record(mapping, header, ["1", "7", "1/2/2020", "very good", "5"]).get()
        #expect(decoded.warnings.map(\.pointer) == ["/csat"])
        #expect(decoded.warnings.map(\.code) == ["bad_number"])
        guard case .interaction(let contact) = decoded.record.body else { return #expect(Bool(false)) }
        #expect(contact.csat == nil && contact.waitSeconds == 5)
        guard case .failure(let strict) = try record(mapping, header, ["1", "7", "1/2/2020", "5", "long"]) else {
            return #expect(Bool(false))
        }
        #expect(strict.problems.map(\.columns) == [["wait"]])
        // What a record cannot do without is missing then.
        let lenient = mapping.replacing(#""dates""#, with: #""unreadable":"leave_out","dates""#)
        guard case .failure(let missing) = try record(lenient, header, ["1", "7", "soon", "", ""]) else {
            return #expect(Bool(false))
        }
        #expect(missing.problems.map(\.problem.code) == ["missing"])
    }

    @Test("An order of 20,000 rows is one record, and a mistake in it is told in bounded words")
    func largeOrder() throws {
        let bound = try MappingSample.bound(MappingSample.order, MappingSample.orderHeader)
        let rows = MappingSample.rows((0..<20_000).map { "1,sku-\($0),Heart,1,2020-01-01 10:00:00,0.5,7" })
        guard case .order(let order) = try bound.decode(rows, by: MappingSample.decoder).get().record.body else {
            return #expect(Bool(false))
        }
        #expect(order.lines.count == 20_000)
        let bad = MappingSample.rows((0..<2_000).map { "1,sku-\($0),Heart,few,2020-01-01 10:00:00,0.5,7" })
        guard case .failure(let rejection) = bound.decode(bad, by: MappingSample.decoder) else {
            return #expect(Bool(false))
        }
        #expect(rejection.problems.count == 100)
    }

    @Test(
        "A row of another width than its header is told with both counts, unless it is to be filled",
        arguments: [
            (["a", "b", "c"], ["1", "2"], false, "the line has 2 fields, the header 3; the mapping takes"),
            (["a", "b", "c"], ["1", "2"], true, nil), (["a", "b", "c"], ["1", "2", "3", "4"], true, "the line has 4"),
            (["a", "b", "c"], ["1", "2", "3", ""], false, nil), (["a", "b", ""], ["1", "2"], false, nil),
            (["a", "b", "c"], ["1"], false, "the line has 1 field, the header 3"),
        ] as [([String], [String], Bool, String?)])
    func widths(header: [String], fields: [String], fills: Bool, expected: String?) {
        let flaw = RowWidth(header: header, fills: fills).flaw(of: CSVRow(line: 2, fields: fields))
        #expect(expected.map { flaw?.hasPrefix($0) == true } ?? (flaw == nil), "\(flaw ?? "none")")
    }
}
