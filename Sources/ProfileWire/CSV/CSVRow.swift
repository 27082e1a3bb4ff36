/// One row of a CSV file: its fields as bytes, end to end.
package struct CSVRow: Hashable, Sendable {
    /// The number of the line in the file on which the row begins, from 1.
    package let line: Int
    /// The fields without their quotes, one after the other.
    package let bytes: [UInt8]
    /// Where in `bytes` each field ends.
    package let ends: [Int32]

    package init(line: Int, bytes: [UInt8], ends: [Int32]) {
        self.line = line
        self.bytes = bytes
        self.ends = ends
    }

    package init(line: Int, fields: [String]) {
        var bytes: [UInt8] = []
        var ends: [Int32] = []
        for field in fields {
            bytes.append(contentsOf: field.utf8)
            ends.append(Int32(clamping: bytes.count))
        }
        self.init(line: line, bytes: bytes, ends: ends)
    }

    package var count: Int { ends.count }

    /// The bytes of a field; none for one that the row does not have.
    package subscript(index: Int) -> ArraySlice<UInt8> {
        guard ends.indices.contains(index) else { return [] }
        return bytes[Int(index == 0 ? 0 : ends[index - 1])..<Int(ends[index])]
    }

    /// The field that the byte at `offset` belongs to.
    package func field(at offset: Int) -> Int {
        ends.firstIndex { $0 > offset } ?? max(0, ends.count - 1)
    }

    package func text(_ index: Int) -> String {
        String(decoding: self[index], as: UTF8.self)
    }

    package var texts: [String] { ends.indices.map(text) }

    /// Whether there is nothing in it, as in a line of separators only.
    package var isBlank: Bool {
        bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }
}
