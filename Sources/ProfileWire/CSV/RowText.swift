/// Turns the rows of a file into UTF-8, and finds out on the way how the file is written when nobody said.
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
