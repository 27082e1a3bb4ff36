import ProfileCore
import Testing

@testable import ProfileWire

@Suite("What spreadsheets make of ids and dates")
struct SpreadsheetTests {
    private func customers(
        _ options: String = "", _ members: String, _ header: [String], today: String = "2026-11-25"
    ) throws -> BoundMapping {
        guard case .found(let day) = MomentText.day(today) else { throw WireRejection(problems: []) }
        let json = #"{"kind":"customer","source":"crm",\#(options)"record":{"id":"no",\#(members)}}"#
        return try BoundMapping(Mapping(MappingSample.tree(json)), header: header, today: day)
    }

    private func customer(_ bound: BoundMapping, _ fields: [String]) throws -> (CustomerRecord, [WireWarning]) {
        // Decided by the day of the mapping, and not by when the record arrives.
        let decoder = RecordDecoder(DecodingContext(arrivedAt: Timestamp(milliseconds: 4_000_000_000_000)))
        let decoded = try bound.decode([CSVRow(line: 2, fields: fields)], by: decoder).get()
        guard case .customer(let customer) = decoded.record.body else { throw WireRejection(problems: []) }
        return (customer, decoded.warnings)
    }

    @Test(
        "Numbers that a program shortened are told from ids that people give",
        arguments: [
            ("4.57E+12", true), ("4,57E+12", true), ("1E+15", true), ("4.57e12", true), ("-2.5E-07", true),
            ("4.57E+12 ", false), ("12E5", false), ("1E15", false), ("E+12", false), ("4.57E+", false),
            ("00561", false),
            ("4.57E+1234", false), ("030 901820 E 5", false), ("4.57", false), ("", false), ("4.E+12", true),
            ("A4.57E+12", false),
        ])
    func shortened(text: String, expected: Bool) {
        #expect(ScientificNotation.isWritten(in: text) == expected)
    }

    @Test("An id of which digits are gone is refused, and one that was kept as text is read")
    func ids() throws {
        let bound = try customers("", #""given_name":"first""#, ["no", "first"])
        func id(_ text: String) throws -> Result<String, RowRejection> {
            bound.decode([CSVRow(line: 2, fields: [text, "Ada"])], by: MappingSample.decoder).map(\.record.key.id)
        }
        guard case .failure(let rejection) = try id("4.57E+12") else { return #expect(Bool(false)) }
        #expect(rejection.problems.map(\.columns) == [["no"]])
        #expect(rejection.problems.map(\.problem.code) == ["shortened_number"])
        #expect(!rejection.problems.contains { $0.sentence.contains("4.57") })
        #expect(try id(#"="00561""#).get() == "00561")
        #expect(try id("007").get() == "007")
        #expect(try id("12E5").get() == "12E5")
        for text in ["4.57E+12", "#N/A", "null"] { #expect(bound.key(of: CSVRow(line: 2, fields: [text, ""])) == nil) }
    }

    @Test(
        "Serial numbers are days, in both systems",
        arguments: [
            ("1", "excel", "1900-01-01T00:00:00Z"), ("59", "excel", "1900-02-28T00:00:00Z"),
            ("61", "excel", "1900-03-01T00:00:00Z"), ("36526", "excel", "2000-01-01T00:00:00Z"),
            ("43831.5", "excel", "2020-01-01T12:00:00Z"), ("45658,25", "excel", "2025-01-01T06:00:00Z"),
            ("43831.479166666664", "excel", "2020-01-01T11:30:00Z"),
            ("43831.99999999999", "excel", "2020-01-02T00:00:00Z"), ("0", "excel_1904", "1904-01-01T00:00:00Z"),
            ("42369", "excel_1904", "2020-01-01T00:00:00Z"), ("2958465", "excel", "9999-12-31T00:00:00Z"),
            ("60", "excel", nil), ("0", "excel", nil), ("2958466", "excel", nil), ("43831x", "excel", nil),
            ("-3", "excel", nil), ("4.3e4", "excel", nil),
        ] as [(String, String, String?)])
    func serials(text: String, pattern: String, expected: String?) throws {
        let written = WrittenDate(text, try #require(DatePattern(pattern)))
        let found = written.flatMap { written -> String? in
            guard let day = written.calendarDay, let clock = written.millisecondsIntoDay else { return nil }
            return TimeText.rfc3339(Timestamp(milliseconds: day.start.milliseconds + clock))
        }
        #expect(found == expected)
    }

    @Test("Serial numbers stand beside written dates, and the day that never was is told")
    func mixed() throws {
        let bound = try customers(#""dates":["excel","D.M.YYYY"],"#, #""birthday":"born""#, ["no", "born"])
        for (text, expected) in [("29334", "1980-04-23"), ("23.4.1980", "1980-04-23")] {
            let (customer, _) = try customer(bound, ["7", text])
            #expect(customer.birthday == Birthday(year: 1980, month: 4, day: 23), "\(text) is \(expected)")
        }
        guard
            case .failure(let rejection) = bound.decode(
                [CSVRow(line: 2, fields: ["7", "60"])], by: MappingSample.decoder)
        else { return #expect(Bool(false)) }
        #expect(rejection.problems.map(\.problem.code) == ["impossible_date"])
    }

    @Test(
        "A birthday is never ahead: the century before",
        arguments: [
            ("1.3.57", 1957), ("25.11.26", 2026), ("26.11.26", 1926), ("1.1.69", 1969), ("31.12.00", 2000),
            ("29.2.28", 1928), ("1.1.27", 1927),
        ])
    func birthdays(text: String, year: Int) throws {
        let bound = try customers(#""dates":"D.M.YY","#, #""birthday":"born""#, ["no", "born"])
        #expect(try customer(bound, ["7", text]).0.birthday?.year == year)
    }

    @Test("Of all other dates the century is that of POSIX, ahead or not")
    func otherShortYears() throws {
        let short = try #require(DatePattern("D.M.YY"))
        #expect(WrittenDate("1.3.57", short)?.year == 2057)
        let unix = try #require(DatePattern("EEE MMM D hh:mm:ss Z YYYY"))
        let date = try #require(WrittenDate("Wed Oct 10 20:19:24 +0000 2018", unix))
        #expect(date.calendarDay?.civil.year == 2018 && date.offsetMinutes == 0)
    }

    @Test(
        "Weekdays are passed over where a pattern says so",
        arguments: [
            ("Mon, 5 Jan 2026", "EEE, D MMM YYYY", true), ("Monday, 5 January 2026", "EEE, D MMM YYYY", true),
            ("Tue. 6/1/2026", "EEE D/M/YYYY", true), ("Mi., 3. März 2027", "EEE, D. MMM YYYY", true),
            ("vendredi 1 août 2025", "EEE D MMM YYYY", true), ("1 sierpnia 2025", "D MMM YYYY", true),
            ("1 jui 2025", "D MMM YYYY", false), ("1 févr. 2025", "D MMM YYYY", true),
            ("Foo, 5 Jan 2026", "EEE, D MMM YYYY", false),
            ("5 Jan 2026", "EEE, D MMM YYYY", false),
        ])
    func weekdays(text: String, pattern: String, expected: Bool) throws {
        let pattern = try #require(DatePattern(pattern))
        #expect((WrittenDate(text, pattern)?.calendarDay != nil) == expected)
    }
}
