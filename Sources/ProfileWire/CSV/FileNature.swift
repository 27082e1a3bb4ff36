/// What the first bytes of a file tell about it.
package enum FileNature: Hashable, Sendable {
    case ndjson
    case csv(delimiter: UInt8)
    /// Nothing but white space.
    case empty
    /// No text; what it is, in words, when that can be told.
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
            self = first == UInt8(ascii: "{") ? .ndjson : .csv(delimiter: Self.delimiter(of: sample))
        } else {
            self = .empty
        }
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
