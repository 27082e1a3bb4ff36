import Testing

@testable import ProfileWire

@Suite("How a file is written is found out")
struct FileFormTests {
    @Test(
        "Kind and separator",
        arguments: [
            ("[1, {\"id\":2}]", .json), ("[null,\"a]\\\",{\",-1.5e3 , {\"id\":2}]", .json),
            ("[1],[2]\n3,4", .csv(delimiter: UInt8(ascii: ","))), ("[\"a", .csv(delimiter: UInt8(ascii: ","))),
            ("[name],{b\n3,4", .csv(delimiter: UInt8(ascii: ","))), ("[1", .csv(delimiter: UInt8(ascii: ","))),
            ("{\"kind\":\"order\"}", FileNature.ndjson), ("a,b\n1;2;3", .csv(delimiter: UInt8(ascii: ","))),
            ("a;b,c;d\n", .csv(delimiter: UInt8(ascii: ";"))), ("a\tb\n", .csv(delimiter: 0x09)),
            ("\"a;b;c\",d\n", .csv(delimiter: UInt8(ascii: ","))), ("one\n", .csv(delimiter: UInt8(ascii: ","))),
            (" \n", .empty), ("a\u{0}b", .binary(nil)),
        ])
    func natures(text: String, expected: FileNature) {
        #expect(FileNature(of: Array(text.utf8)) == expected)
    }

    @Test("A workbook is told from text")
    func workbook() {
        guard case .binary(let words?) = FileNature(of: [0x50, 0x4B, 0x03, 0x04, 0x14]) else {
            Issue.record("not recognised")
            return
        }
        #expect(words.contains("Excel"))
    }

    @Test("The first row beyond ASCII tells the encoding")
    func encodings() throws {
        let latin = CSVRow(line: 2, bytes: [0x4D, 0xFC, 0x80, 0x21], ends: [3, 4])
        var windows = RowText(nil)
        #expect(try windows.row(CSVRow(line: 1, fields: ["plain"])).get().texts == ["plain"])
        #expect(windows.encoding == nil)
        #expect(try windows.row(latin).get().texts == ["Mü€", "!"])
        #expect(windows.encoding == .windows1252)
        var utf8 = RowText(nil)
        #expect(try utf8.row(CSVRow(line: 1, fields: ["Mü"])).get().texts == ["Mü"])
        #expect(utf8.row(latin) == .failure(.notUTF8(field: 0)))
        var declared = RowText(.latin1)
        #expect(try declared.row(CSVRow(line: 1, bytes: [0xE9], ends: [1])).get().texts == ["é"])
    }

    @Test("Bytes that no encoding explains are told with their field, and nothing is replaced")
    func badBytes() throws {
        var sampled = RowText(nil, sample: Array("Zoë;Jürgen\n".utf8) + [0xFC])
        #expect(sampled.encoding == .utf8)
        #expect(sampled.row(CSVRow(line: 3, bytes: [0x41, 0x42, 0xFC], ends: [1, 3])) == .failure(.notUTF8(field: 1)))
        var windows = RowText(nil, sample: Array("M".utf8) + [0xFC] + Array("ller".utf8))
        #expect(windows.encoding == .windows1252)
        #expect(windows.row(CSVRow(line: 2, fields: ["a", "Zoë"])) == .failure(.unlikeOthers(field: 1)))
        #expect(windows.row(CSVRow(line: 2, bytes: [0x81], ends: [1])) == .failure(.noCharacter(field: 0)))
        // Said by somebody who knows, it may be any text.
        var declared = RowText(.windows1252)
        #expect(try declared.row(CSVRow(line: 2, fields: ["ë"])).get().texts == ["Ã«"])
    }

    @Test("A byte order mark at the start of a row is no part of its first field")
    func byteOrderMarks() throws {
        var rows = RowText(nil)
        #expect(rows.row(CSVRow(line: 3, fields: ["\u{FEFF}2", "Bea"])) == .failure(.byteOrderMark))
        #expect(try rows.row(CSVRow(line: 4, fields: ["3", "\u{FEFF}Cid"])).get().text(0) == "3")
    }

    @Test("Half of a surrogate pair is noticed where it stands", arguments: [1, 2, 3, 100])
    func loneSurrogates(chunk: Int) {
        let units: [UInt16] = [0x61, 0xD83D, 0x3B, 0xD83D, 0xDE00, 0xDC00, 0xD83D]
        let bytes = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        var stream = UTF16Stream(bigEndian: true)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            text += stream.utf8(Array(bytes[start..<min(start + chunk, bytes.count)]))
        }
        text += stream.finish()
        #expect(text == [0x61, 0xED, 0xA0, 0xBD, 0x3B] + Array("😀".utf8) + [0xED, 0xB0, 0x80, 0xED, 0xA0, 0xBD])
        var rows = RowText(.utf8)
        let row = CSVRow(line: 1, bytes: [0x61] + Array(text[5...]), ends: [1, Int32(text.count - 4)])
        #expect(rows.row(row) == .failure(.loneSurrogate(field: 1)))
    }

    @Test("UTF-16 in chunks of any size", arguments: [1, 2, 3, 100])
    func utf16(chunk: Int) {
        let text = "a;Zoë 😀\n"
        let bytes = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        var stream = UTF16Stream(bigEndian: false)
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            result += stream.utf8(Array(bytes[start..<min(start + chunk, bytes.count)]))
        }
        #expect(String(decoding: result + stream.finish(), as: UTF8.self) == text)
    }

    @Test(
        "Cells that would run as formulas are disarmed, and come back as they were",
        arguments: [
            ("=1+1", "'=1+1"), ("+44", "'+44"), ("@SUM(A1)", "'@SUM(A1)"), ("-x", "'-x"), ("\t=1", "'\t=1"),
            ("'=1", "''=1"), ("+442079460018", "+442079460018"), ("-12.50", "-12.50"), ("-1-1", "'-1-1"),
            ("it's", "it's"), ("'tis", "'tis"), ("", ""), ("+44 20 | =x", "'+44 20 | =x"),
        ])
    func formulas(text: String, expected: String) {
        #expect(FormulaGuard.guarded(text) == expected)
        #expect(FormulaGuard.unguarded(expected) == text)
    }
}
