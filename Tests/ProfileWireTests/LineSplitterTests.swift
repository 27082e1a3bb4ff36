import Testing

@testable import ProfileWire

struct LineSplitterTests {
    private func lines(_ text: String, chunk: Int, maximum: Int = 100) -> [LineSplitter.Line] {
        var splitter = LineSplitter(maximumLength: maximum)
        var lines: [LineSplitter.Line] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            lines += splitter.append(Array(bytes[start..<min(start + chunk, bytes.count)]))
        }
        if let last = splitter.finish() { lines.append(last) }
        return lines
    }

    private func line(_ number: Int, _ text: String) -> LineSplitter.Line {
        LineSplitter.Line(number: number, content: .bytes(Array(text.utf8)))
    }

    @Test(arguments: [1, 2, 3, 5, 1000])
    func givesTheSameLinesForAnyChunks(_ chunk: Int) {
        let long = String(repeating: "x", count: 11)
        let full = String(repeating: "y", count: 10)
        let text = "\u{FEFF}one\r\n\n  \ntwo\n\(full)\r\n\(long)\r\n\(long)\(long)\nlast"
        #expect(
            lines(text, chunk: chunk, maximum: 10) == [
                line(1, "one"), line(4, "two"), line(5, full), .init(number: 6, content: .tooLong),
                .init(number: 7, content: .tooLong), line(8, "last"),
            ])
    }

    @Test func endsInAnyWay() {
        #expect(lines("", chunk: 1).isEmpty)
        #expect(lines("\n\r\n", chunk: 1).isEmpty)
        #expect(lines("a\n", chunk: 9) == [line(1, "a")])
        #expect(lines("a\nb\r", chunk: 9) == [line(1, "a"), line(2, "b")])
    }

    @Test func anEndlessLineIsReportedOnce() {
        var splitter = LineSplitter(maximumLength: 16)
        let chunk = [UInt8](repeating: 0x61, count: 4096)
        for _ in 0..<100 { #expect(splitter.append(chunk).isEmpty) }
        #expect(splitter.append(Array("\nok\n".utf8)) == [.init(number: 1, content: .tooLong), line(2, "ok")])
        #expect(splitter.finish() == nil)
    }

    @Test func emptyLinesCountWhateverTheirEnds() {
        var random = SeededGenerator(seed: 54)
        for _ in 0..<300 {
            let text = (0..<random.below(90)).map { _ in random.pick(["\n", "\n", "\n", "\r\n", " \n", "x\n", "\r"]) }
                .joined()
            var expected: [LineSplitter.Line] = []
            for (index, part) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
                var bytes = Array(part)
                if bytes.last == 0x0D { bytes.removeLast() }
                if bytes.contains(where: { $0 != 0x20 && $0 != 0x09 }) {
                    expected.append(.init(number: index + 1, content: .bytes(bytes)))
                }
            }
            #expect(lines(text, chunk: 1 + random.below(40)) == expected, "\(text.debugDescription)")
        }
    }

    @Test func emptyLinesInFrontAreCountedAndTakenOff() {
        for (text, rest, line, lineWithReturns) in [
            ("\n\n \n\r\nabc\n", "abc\n", 5, 5), ("\r\rabc", "abc", 1, 3), ("  abc", "  abc", 1, 1),
            ("abc\n", "abc\n", 1, 1),
        ] {
            var bytes = Array(text.utf8)
            var start = BlankStart()
            let isBlank = start.strip(&bytes)
            #expect(!isBlank)
            #expect(String(decoding: bytes, as: UTF8.self) == rest)
            #expect(start.nextLine(countingReturns: false) == line)
            #expect(start.nextLine(countingReturns: true) == lineWithReturns)
        }
        var start = BlankStart()
        var bytes = [UInt8](repeating: 0x0A, count: 100_000) + [0x0D]
        var isBlank = start.strip(&bytes)
        #expect(isBlank && bytes == [0x0D])
        bytes += Array("\n{".utf8)
        isBlank = start.strip(&bytes)
        #expect(!isBlank && bytes == Array("{".utf8))
        #expect(start.nextLine(countingReturns: true) == 100_002)
    }

    @Test func aByteOrderMarkOnALaterLineBelongsToIt() {
        #expect(lines("a\n\u{FEFF}b", chunk: 3) == [line(1, "a"), line(2, "\u{FEFF}b")])
    }
}
