/// Writes rows as RFC 4180 asks for, with LF at their ends.
package struct CSVWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private let delimiter: UInt8

    package init(delimiter: UInt8 = UInt8(ascii: ",")) {
        self.delimiter = delimiter
    }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    package mutating func row(_ fields: some Sequence<String>) {
        var isFirst = true
        for field in fields {
            if !isFirst { bytes.append(delimiter) }
            isFirst = false
            append(field)
        }
        bytes.append(0x0A)
    }

    private mutating func append(_ field: String) {
        guard field.utf8.contains(where: needsQuotes) || field.utf8.first == 0x20 || field.utf8.last == 0x20 else {
            bytes.append(contentsOf: field.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in field.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The other usual separators too: a spreadsheet may take them for its own.
    private func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case delimiter, UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, 0x0A, 0x0D: true
        default: false
        }
    }
}
