import ProfileCore
import Testing

@testable import ProfileWire

@Suite("A mapping is checked before anything is read by it")
struct MappingTests {
    private func problems(_ json: String) throws -> [String] {
        let tree = try MappingSample.tree(json)
        do throws(WireRejection) {
            _ = try Mapping(tree)
            return []
        } catch {
            return error.problems.map { "\($0.pointer): \($0.detail)" }
        }
    }

    @Test(
        "What is misspelt or missing is named, with what may have been meant",
        arguments: [
            (#"{"kind":"order","source":"erp","recod":{}}"#, "/recod: no such member; did you mean record?"),
            (#"{"source":"erp","record":{"id":"a"}}"#, "/kind: which kind of record a row is"),
            (#"{"kind":"order","source":"Erp","record":{"id":"a"}}"#, "/source: a name of"),
            (#"{"kind":"order","source":"erp","record":{}}"#, "/record/id: which column identifies the record"),
            (
                #"{"kind":"order","source":"erp","record":{"id":"a","plcaed_at":"b"}}"#,
                "/record/plcaed_at: no such member; did you mean placed_at?"
            ),
            (
                #"{"kind":"order","source":"erp","record":{"id":"a","lines":{"quantty":"b"}}}"#,
                "/record/lines/quantty: no such member; did you mean quantity?"
            ),
            (
                #"{"kind":"order","source":"erp","record":{"id":{"colum":"a"}}}"#,
                "/record/id/colum: no such member; did you mean column?"
            ),
            (#"{"kind":"order","source":"erp","record":{"id":{}}}"#, "/record/id: either a column or a value"),
            (#"{"kind":"order","source":"erp","dates":"soon","record":{"id":"a"}}"#, "/dates: a pattern such as"),
            (
                #"{"kind":"order","source":"erp","time_zone":"GMT+1","record":{"id":"a"}}"#,
                "/time_zone: an IANA time zone"
            ),
            (
                #"{"kind":"order","source":"erp","decimal":",","thousands":",","record":{"id":"a"}}"#,
                "/thousands: one character"
            ),
            (
                #"{"kind":"order","source":"erp","skip_when":{"column":"a"},"record":{"id":"a"}}"#,
                "/skip_when/0: a condition has one of"
            ),
            (#"{"kind":"order","source":"erp","encoding":"ebcdic","record":{"id":"a"}}"#, "/encoding: one of"),
            (#"{"kind":"order","kind":"order","source":"erp","record":{"id":"a"}}"#, "/kind: a member is named once"),
        ])
    func mistakes(json: String, expected: String) throws {
        let found = try problems(json)
        #expect(found.contains { $0.hasPrefix(expected) }, "\(found)")
    }

    @Test("Columns the file does not have, or has twice, are named before anything is read")
    func header() throws {
        let mapping = try Mapping(MappingSample.tree(MappingSample.order))
        let header = ["InvoiceNo", "Stock Code", "Description", "Quantity", "Quantity", "InvoiceDate", "Price"]
        let error = #expect(throws: WireRejection.self) {
            try BoundMapping(mapping, header: header, today: MappingSample.today)
        }
        let details = error?.problems.map(\.detail) ?? []
        #expect(details.contains("the file has no column \"StockCode\"; did you mean \"Stock Code\"?"))
        #expect(details.contains("the file has 2 columns \"Quantity\"; say which with nth: 1"))
        #expect(details.contains { $0.hasPrefix("the file has no column \"CustomerID\"; it has \"InvoiceNo\"") })
    }

    @Test(
        "Numbers in anybody's style",
        arguments: [
            ("1,234.50", NumberStyle(thousands: ","), "1234.50"),
            ("1.234,50", NumberStyle(decimal: ",", thousands: "."), "1234.50"),
            ("1,5", NumberStyle(thousands: ","), nil), ("£ 12.00", NumberStyle(), "12.00"),
            ("(3.5)", NumberStyle(), "-3.5"),
            ("7-", NumberStyle(), "-7"), ("-7-", NumberStyle(), nil), ("007", NumberStyle(), "7"),
            (".5", NumberStyle(), "0.5"),
            ("5.", NumberStyle(), "5"), (".", NumberStyle(), nil), ("", NumberStyle(), nil),
            ("1e5", NumberStyle(), nil),
            ("12 €", NumberStyle(decimal: ","), "12"), ("1'234", NumberStyle(thousands: "'"), "1234"),
            ("١٢", NumberStyle(), nil),
        ] as [(String, NumberStyle, String?)])
    func numbers(text: String, style: NumberStyle, expected: String?) {
        #expect(style.json(text) == expected)
    }

    @Test("A number means the same with blanks around it, and in a style that groups digits")
    func numbersWithBlanks() {
        var random = SeededGenerator(seed: 12)
        for _ in 0..<3_000 {
            let text = String((0..<1 + random.below(6)).map { _ in random.pick(Array("0012.9-")) })
            let plain = NumberStyle().json(text)
            #expect(plain == NumberStyle().json(" " + text), "\(text)")
            #expect(plain == NumberStyle(thousands: ",").json(text), "\(text)")
        }
    }

    @Test(
        "Dates in anybody's letters",
        arguments: [
            ("16/3/2016 13:17", "D/M/YYYY hh:mm", [2016, 3, 16, 13, 17]),
            ("2016-03-16", "yyyy-MM-dd", [2016, 3, 16, 0, 0]),
            ("03.04.99", "DD.MM.YY", [1999, 4, 3, 0, 0]),
            ("Mar 5, 2020 1:07 pm", "MMM D, YYYY h:mm a", [2020, 3, 5, 13, 7]),
            ("20160316", "YYYYMMDD", [2016, 3, 16, 0, 0]), ("86400", "unix", [1970, 1, 2, 0, 0]),
            ("86460.75", "unix", [1970, 1, 2, 0, 1]), ("86400.", "unix", [1970, 1, 2, 0, 0]),
            ("86400.5x", "unix", nil), ("86400.5", "unix_ms", nil),
            ("16/3/2016", "D/M/YYYY hh:mm", nil), ("16/3/2016 13:17 x", "D/M/YYYY hh:mm", nil),
            ("31/2/2016", "D/M/YYYY", nil),
        ] as [(String, String, [Int]?)])
    func dates(text: String, pattern: String, expected: [Int]?) throws {
        let written = WrittenDate(text, try #require(DatePattern(pattern)))
        let found = written.flatMap { written in
            written.calendarDay.map { day in
                let minutes = Int((written.millisecondsIntoDay ?? -1) / 60_000)
                return [day.civil.year, day.civil.month, day.civil.day, minutes / 60, minutes % 60]
            }
        }
        #expect(found == expected)
    }
}
