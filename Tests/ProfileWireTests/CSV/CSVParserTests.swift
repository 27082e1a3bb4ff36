import Testing

@testable import ProfileWire

@Suite("CSV is read as spreadsheets write it")
struct CSVParserTests {
    private func rows(_ text: String, chunk: Int = 7, delimiter: Character = ",", maximum: Int = 1000) throws
        -> [[String]]
    {
        try items(text, chunk: chunk, delimiter: delimiter, maximum: maximum).map { item in
            switch item {
            case .row(let row): row.texts
            case .tooLong(let line): ["too long: \(line)"]
            case .swallowed(let row, let quote, let end): ["swallowed: \(quote) to \(end)"] + row.texts
            }
        }
    }

    private func items(
        _ text: String, chunk: Int, delimiter: Character, maximum: Int
    ) throws -> [CSVParser.Item] {
        var parser = CSVParser(delimiter: try #require(delimiter.asciiValue), maximumLength: maximum)
        let bytes = Array(text.utf8)
        var items: [CSVParser.Item] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            items += try parser.append(Array(bytes[start..<min(start + chunk, bytes.count)]))
        }
        return items + [try parser.finish()].compactMap(\.self)
    }

    @Test("Quotes, separators and line ends within fields", arguments: [1, 2, 3, 1000])
    func quotes(chunk: Int) throws {
        let text = "a,\"b, \"\"b\"\"\r\nb\",c\r\n,,\n\"\"\n\n5\" pipe,\"x\"y,z \"q\"\rlast,row"
        #expect(
            try rows(text, chunk: chunk) == [
                ["a", "b, \"b\"\r\nb", "c"], ["", "", ""], [""], ["5\" pipe", "xy", "z \"q\""], ["last", "row"],
            ])
    }

    @Test("A quote that is closed on a later line within a field is told, with both lines", arguments: [1, 3, 1000])
    func swallowing(chunk: Int) throws {
        let text = "1,a\n2,\"b\n3,c\n4,\"d\",e\n5,\"f\ng\"\n6,\"h\"i\n"
        #expect(
            try rows(text, chunk: chunk) == [
                ["1", "a"], ["swallowed: 2 to 4", "2", "b\n3,c\n4,d\"", "e"], ["5", "f\ng"], ["6", "hi"],
            ])
    }

    @Test("Any separator")
    func separators() throws {
        #expect(try rows("a;b,c\n", delimiter: ";") == [["a", "b,c"]])
        #expect(try rows("a\tb c\t\n", delimiter: "\t") == [["a", "b c", ""]])
    }

    @Test("A row knows the line it begins on, also after one of several lines")
    func lineNumbers() throws {
        let found = try items("a\n\"b\nb\"\r\n\r\nc\rd", chunk: 2, delimiter: ",", maximum: 100)
        let lines = found.compactMap { if case .row(let row) = $0 { row.line } else { nil } }
        #expect(lines == [1, 2, 5, 6])
    }

    @Test("Thousands of empty lines count, in chunks of any size", arguments: [1, 7, 64, 4096])
    func emptyLines(chunk: Int) throws {
        let text = "a" + String(repeating: "\n", count: 3_000) + String(repeating: "\r\n", count: 500) + "b\n\r\r\nc"
        let found = try items(text, chunk: chunk, delimiter: ",", maximum: 100)
        #expect(found.compactMap { if case .row(let row) = $0 { row.line } else { nil } } == [1, 3_501, 3_504])
    }

    @Test("A line that is too long is dropped, and the next is read", arguments: [1, 5, 1000])
    func longLines(chunk: Int) throws {
        let long = String(repeating: "x", count: 40)
        #expect(
            try rows("a,b\n\(long)\nc,d", chunk: chunk, maximum: 30) == [["a", "b"], ["too long: 2"], ["c", "d"]])
        let separators = String(repeating: ",", count: 40)
        #expect(try rows("\(separators)\nc", chunk: chunk, maximum: 30) == [["too long: 1"], ["c"]])
    }

    @Test("A quote that is never closed ends the reading, and says where it opened", arguments: [1, 5, 1000])
    func openQuotes(chunk: Int) throws {
        #expect(throws: CSVParser.OpenQuote(line: 2)) { try rows("a\nb,\"c\nd\n", chunk: chunk) }
        let endless = "a\n\"" + String(repeating: "x\n", count: 50)
        #expect(throws: CSVParser.OpenQuote(line: 2)) { try rows(endless, chunk: chunk, maximum: 30) }
    }

    @Test("What was written is read again, whatever it is")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 31)
        let letters = ["a", "\"", ",", ";", "\t", "\n", "\r", "é", " ", "'", "=", "😀", ""]
        for _ in 0..<500 {
            let table = (0..<1 + random.below(4)).map { _ in
                (0..<2 + random.below(3)).map { _ in
                    (0..<random.below(6)).map { _ in random.pick(letters) }.joined()
                }
            }
            var csv = CSVWriter()
            for row in table { csv.row(row) }
            let text = String(decoding: csv.bytes, as: UTF8.self)
            #expect(try rows(text, chunk: 1 + random.below(20)) == table)
        }
    }

    @Test("No bytes trap the parser")
    func noise() {
        var random = SeededGenerator(seed: 32)
        for _ in 0..<500 {
            var parser = CSVParser(delimiter: UInt8(ascii: ","), maximumLength: 20)
            let bytes = (0..<200).map { _ in random.pick([0x22, 0x2C, 0x0A, 0x0D, 0x41, 0x00, 0xFF] as [UInt8]) }
            _ = try? parser.append(bytes)
            _ = try? parser.finish()
        }
    }
}
