/// How the characters of a file are written as bytes.
package enum TextEncoding: String, CaseIterable, Hashable, Sendable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1252 = "windows-1252"
    case latin1 = "latin-1"

    /// The encoding that goes by `name`, as people write it.
    package init?(name: String) {
        let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
        switch plain {
        case "utf8": self = .utf8
        case "utf16le", "utf16": self = .utf16LittleEndian
        case "utf16be": self = .utf16BigEndian
        case "windows1252", "cp1252", "ansi": self = .windows1252
        case "latin1", "iso88591", "iso885915": self = .latin1
        default: return nil
        }
    }

    /// The encoding that a text beyond ASCII is written in, by a sample of it; nil when all of it is ASCII.
    ///
    /// Hardly any text in another encoding has well-formed sequences of UTF-8: one bad byte among them is a bad byte.
    package init?(guessedFrom sample: [UInt8]) {
        let found = UTF8Validity.census(of: sample)
        switch (found.sequences, found.badBytes) {
        case (0, 0): return nil
        case (let sequences, let bad): self = sequences > 0 && bad <= sequences ? .utf8 : .windows1252
        }
    }

    /// Five bytes have no character.
    static func isEmptyPlaceOfWindows1252(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x81, 0x8D, 0x8F, 0x90, 0x9D: true
        default: false
        }
    }

    /// The bytes as UTF-8, for encodings of one byte a character.
    func utf8(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            switch byte {
            case 0..<0x80: result.append(byte)
            case 0x80..<0xA0 where self == .windows1252:
                result.append(contentsOf: String(Self.windowsCharacters[Int(byte - 0x80)]).utf8)
            default: result.append(contentsOf: [0xC0 | byte >> 6, 0x80 | byte & 0x3F])
            }
        }
        return result
    }

    /// What Windows-1252 has where Latin-1 has control characters; the five places it leaves empty stay those.
    private static let windowsCharacters: [Unicode.Scalar] = [
        "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8D}", "Ž", "\u{8F}",
        "\u{90}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9D}", "ž", "Ÿ",
    ]
}

/// Turns the rows of a file into UTF-8, and finds out the encoding when the mapping does not name it.
///
/// Until the first byte beyond ASCII all encodings say the same. The row with that byte decides: UTF-8 when it is well
/// formed, since hardly any other text looks like it, else Windows-1252, which holds Latin-1's characters too.
package struct RowText: Sendable {
    /// What cannot be turned into text without changing it, and in which field.
    package enum Flaw: Error, Hashable, Sendable {
        case notUTF8(field: Int)
        /// Half of a character that UTF-16 writes as two units.
        case loneSurrogate(field: Int)
        /// At the start of a line that is not the file's first.
        case byteOrderMark
        /// A byte for which the encoding has no character.
        case noCharacter(field: Int)
        /// Well-formed UTF-8 in a file that was taken for another encoding by a line before.
        case unlikeOthers(field: Int)
    }

    package private(set) var encoding: TextEncoding?
    private let isDeclared: Bool

    /// Nil when the encoding is to be found out.
    package init(_ encoding: TextEncoding?) {
        self.encoding = encoding
        isDeclared = encoding != nil
    }

    /// As `init`, but what is found out from a sample of the file counts before what single rows tell.
    package init(_ encoding: TextEncoding?, sample: [UInt8]) {
        self.encoding = encoding ?? TextEncoding(guessedFrom: sample)
        isDeclared = encoding != nil
    }

    package mutating func row(_ row: CSVRow) -> Result<CSVRow, Flaw> {
        guard row.bytes.contains(where: { $0 >= 0x80 }) else { return .success(row) }
        if ByteOrderMark.leads(row.bytes) { return .failure(.byteOrderMark) }
        let bad = row.bytes.withUnsafeBufferPointer { UTF8Validity.firstBadOffset(in: $0, 0..<$0.count) }
        let encoding = encoding ?? (bad == nil ? .utf8 : .windows1252)
        self.encoding = encoding
        switch (encoding, bad) {
        case (.latin1, _): return .success(transcoded(row, encoding))
        case (.windows1252, nil) where !isDeclared: return .failure(.unlikeOthers(field: fieldBeyondASCII(of: row)))
        case (.windows1252, _):
            if let field = fieldWithoutCharacter(of: row) { return .failure(.noCharacter(field: field)) }
            return .success(transcoded(row, encoding))
        case (_, nil): return .success(row)
        case (_, let bad?): return .failure(flaw(of: row, at: bad))
        }
    }

    private func flaw(of row: CSVRow, at offset: Int) -> Flaw {
        let field = row.field(at: offset)
        let next = offset + 1 < row.bytes.count ? row.bytes[offset + 1] : 0
        let isSurrogate = row.bytes[offset] == 0xED && (0xA0...0xBF).contains(next)
        return isSurrogate ? .loneSurrogate(field: field) : .notUTF8(field: field)
    }

    private func fieldBeyondASCII(of row: CSVRow) -> Int {
        row.field(at: row.bytes.firstIndex { $0 >= 0x80 } ?? 0)
    }

    private func fieldWithoutCharacter(of row: CSVRow) -> Int? {
        row.bytes.firstIndex(where: TextEncoding.isEmptyPlaceOfWindows1252).map(row.field)
    }

    private func transcoded(_ row: CSVRow, _ encoding: TextEncoding) -> CSVRow {
        var bytes: [UInt8] = []
        var ends: [Int32] = []
        for index in 0..<row.count {
            bytes.append(contentsOf: encoding.utf8(row[index]))
            ends.append(Int32(clamping: bytes.count))
        }
        return CSVRow(line: row.line, bytes: bytes, ends: ends)
    }
}

extension RowText.Flaw {
    /// Counted from 0.
    package var field: Int {
        switch self {
        case .notUTF8(let field), .loneSurrogate(let field), .noCharacter(let field), .unlikeOthers(let field): field
        case .byteOrderMark: 0
        }
    }

    /// What is wrong and what would be right, for people.
    package var rule: String {
        switch self {
        case .notUTF8: "a byte that is not UTF-8, as the file is; mend it, or say in the mapping what encoding it has"
        case .loneSurrogate: "half of a surrogate pair, which is no character"
        case .byteOrderMark: "a byte order mark, which may stand at the start of the file only"
        case .noCharacter: "a byte that means nothing in windows-1252; say in the mapping what encoding the file has"
        case .unlikeOthers:
            "UTF-8 in a file that looked like windows-1252 so far; say in the mapping what encoding it has"
        }
    }
}

/// Turns UTF-16 into UTF-8 as it arrives.
///
/// A half of a pair that stands alone becomes the three bytes it would have if it were a character (WTF-8). They are
/// not UTF-8, so the reader notices them; a replacement character would hide them.
package struct UTF16Stream: Sendable {
    private let isBigEndian: Bool
    private var half: UInt8?
    private var highSurrogate: UInt16?

    package init(bigEndian: Bool) {
        isBigEndian = bigEndian
    }

    package mutating func utf8(_ chunk: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(chunk.count)
        for byte in chunk {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            take(isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first), &text)
        }
        return text
    }

    /// What is left when the input ends; an odd byte is as bad as half a pair.
    package mutating func finish() -> [UInt8] {
        var text: [UInt8] = []
        if let highSurrogate { Self.append(UInt32(highSurrogate), to: &text) }
        if half != nil { text.append(0xFF) }
        (half, highSurrogate) = (nil, nil)
        return text
    }

    private mutating func take(_ unit: UInt16, _ text: inout [UInt8]) {
        if let high = highSurrogate {
            highSurrogate = nil
            if (0xDC00...0xDFFF).contains(unit) {
                let offset = (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
                return Self.append(0x10000 + offset, to: &text)
            }
            Self.append(UInt32(high), to: &text)
        }
        if (0xD800...0xDBFF).contains(unit) {
            highSurrogate = unit
        } else {
            Self.append(UInt32(unit), to: &text)
        }
    }

    private static func append(_ value: UInt32, to text: inout [UInt8]) {
        switch value {
        case 0..<0x80: text.append(UInt8(value))
        case 0x80..<0x800: text += [0xC0 | UInt8(value >> 6), continuation(value)]
        case 0x800..<0x10000: text += [0xE0 | UInt8(value >> 12), continuation(value >> 6), continuation(value)]
        default:
            text += [
                0xF0 | UInt8(value >> 18), continuation(value >> 12), continuation(value >> 6), continuation(value),
            ]
        }
    }

    private static func continuation(_ bits: UInt32) -> UInt8 {
        0x80 | UInt8(truncatingIfNeeded: bits & 0x3F)
    }
}

/// What the first bytes of a file tell about it.
package enum FileNature: Hashable, Sendable {
    case ndjson
    /// An array of JSON.
    case json
    case csv(delimiter: UInt8)
    /// Nothing but white space.
    case empty
    /// No text; what it is, in words, when that is known.
    case binary(String?)

    /// How much of a file is looked at, in bytes.
    package static let sampleSize = 64 * 1024

    /// `sample` is the beginning of the file without a byte order mark, as UTF-8 or in an encoding of one byte a
    /// character.
    package init(of sample: [UInt8]) {
        if let name = Self.signatures.first(where: { sample.starts(with: $0.bytes) })?.name {
            self = .binary(name)
        } else if sample.contains(0) {
            self = .binary(nil)
        } else if let first = sample.first(where: { $0 > 0x20 }) {
            if first == UInt8(ascii: "{") {
                self = .ndjson
            } else {
                self = Self.beginsArray(sample) ? .json : .csv(delimiter: Self.delimiter(of: sample))
            }
        } else {
            self = .empty
        }
    }

    /// Whether an array of objects, or an empty one, begins, be it with elements that are none: headers with names in
    /// brackets do otherwise.
    private static func beginsArray(_ sample: [UInt8]) -> Bool {
        var rest = sample[...]
        func next() -> UInt8? {
            rest = rest.drop { $0 <= 0x20 }
            return rest.popFirst()
        }
        guard next() == UInt8(ascii: "["), var first = next() else { return false }
        if first == UInt8(ascii: "]") { return true }
        while first != UInt8(ascii: "{") {
            guard dropScalar(first, &rest), next() == UInt8(ascii: ","), let byte = next() else { return false }
            first = byte
        }
        return true
    }

    /// Passes over the rest of a value of JSON that is neither object nor array; false when there is none.
    private static func dropScalar(_ first: UInt8, _ rest: inout ArraySlice<UInt8>) -> Bool {
        if first == UInt8(ascii: "\"") {
            while let byte = rest.popFirst(), byte != first { if byte == UInt8(ascii: "\\") { _ = rest.popFirst() } }
            return !rest.isEmpty
        }
        let word = rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "]") }
        rest = rest.dropFirst(word.count)
        return (try? JSONReader.parse([first] + word)) != nil
    }

    /// The encoding that a byte order mark tells, and how long the mark is.
    package static func mark(of sample: [UInt8]) -> (encoding: TextEncoding, length: Int)? {
        if ByteOrderMark.leads(sample) { return (.utf8, 3) }
        if sample.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if sample.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        return nil
    }

    /// The separator that the header has most of, outside of quotes; a comma when it has none.
    private static func delimiter(of sample: [UInt8]) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in sample {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if byte == 0x0A || byte == 0x0D, !counts.isEmpty { break }
            if delimiters.contains(byte) { counts[byte, default: 0] += 1 }
        }
        let most = delimiters.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }
        return most.flatMap { counts[$0] == nil ? nil : $0 } ?? UInt8(ascii: ",")
    }

    private static let delimiters: [UInt8] = [
        UInt8(ascii: "|"), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ","),
    ]

    private static let signatures: [(bytes: [UInt8], name: String)] = [
        ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive or an Excel workbook; save it as CSV first"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook; save it as CSV first"),
        ([0x25, 0x50, 0x44, 0x46], "a PDF"),
        (Array("SQLite format 3".utf8), "a SQLite database"),
        ([0x28, 0xB5, 0x2F, 0xFD], "packed with zstd; unpack it first"),
        ([0x42, 0x5A, 0x68], "packed with bzip2; unpack it first"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "packed with xz; unpack it first"),
        ([0x89, 0x50, 0x4E, 0x47], "an image"),
    ]
}
