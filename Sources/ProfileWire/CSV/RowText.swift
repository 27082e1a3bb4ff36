/// Turns the rows of a file into UTF-8, and finds out on the way how the file is written when nobody said.
///
/// Until the first byte beyond ASCII all encodings say the same. The row with that byte decides: UTF-8 when it is well
/// formed, since hardly any other text looks like it, else Windows-1252, which holds Latin-1's characters too.
package struct RowText: Sendable {
    package private(set) var encoding: TextEncoding?

    package init(_ encoding: TextEncoding?) {
        self.encoding = encoding
    }

    /// Nil when the row is not written in the file's encoding.
    package mutating func row(_ row: CSVRow) -> CSVRow? {
        guard row.bytes.contains(where: { $0 >= 0x80 }) else { return row }
        let isUTF8 = row.bytes.withUnsafeBufferPointer { UTF8Validity.firstBadOffset(in: $0, 0..<$0.count) == nil }
        let encoding = encoding ?? (isUTF8 ? .utf8 : .windows1252)
        self.encoding = encoding
        switch encoding {
        case .latin1, .windows1252: return transcoded(row, encoding)
        default: return isUTF8 ? row : nil
        }
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
