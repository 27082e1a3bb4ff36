/// Cuts a stream of bytes into the rows of a CSV file (RFC 4180), however the bytes arrive in chunks.
///
/// It takes what spreadsheets make of it: rows that end with LF, CRLF or CR, quotes within fields that do not begin
/// with one, and text after a closing quote, which counts as part of the field. Lines without any character are passed
/// over. One row at most is held in memory.
package struct CSVParser: Sendable {
    package static let standardMaximumLength = 1 << 20

    package enum Item: Hashable, Sendable {
        case row(CSVRow)
        /// Longer than the limit; its fields were dropped.
        case tooLong(line: Int)
        /// A quote that opens on one line is closed on a later one only, in the middle of a field: most likely it was
        /// not closed at all, and the row is made of several.
        case swallowed(CSVRow, quote: Int, end: Int)
    }

    /// A quote was opened on this line and not closed within the length of a row, or at all: where the next row begins
    /// cannot be told.
    package struct OpenQuote: Error, Hashable, Sendable {
        package let line: Int
    }

    private enum Place {
        case fieldStart, field, quoted, quoteInQuoted
    }

    private let delimiter: UInt8
    private let maximumLength: Int
    private var place = Place.fieldStart
    private var bytes: [UInt8] = []
    private var ends: [Int32] = []
    private var line: Int
    private var firstLine: Int
    private var quoteLine = 0
    /// Where the first quote of the row opens that is closed on a later line within a field, and where it is closed.
    private var swallowing: (quote: Int, end: Int)?
    private var endedWithCR = false
    private var isSkipping = false

    /// `maximumLength` is in bytes, of all fields of a row together; `firstLine` is the number of the first line.
    package init(delimiter: UInt8, maximumLength: Int = standardMaximumLength, firstLine: Int = 1) {
        self.delimiter = delimiter
        self.maximumLength = maximumLength
        line = firstLine
        self.firstLine = firstLine
    }

    /// The rows that `chunk` completes.
    package mutating func append(_ chunk: [UInt8]) throws(OpenQuote) -> [Item] {
        try chunk.withUnsafeBufferPointer { bytes throws(OpenQuote) in try append(bytes) }
    }

    private mutating func append(_ chunk: UnsafeBufferPointer<UInt8>) throws(OpenQuote) -> [Item] {
        var items: [Item] = []
        var position = 0
        while position < chunk.count {
            position = endOfEmptyLines(in: chunk, from: position)
            let end = endOfRun(in: chunk, from: position)
            if end > position {
                try hold(UnsafeBufferPointer(rebasing: chunk[position..<end]))
                position = end
            } else if position < chunk.count {
                try take(chunk[position], &items)
                position += 1
            }
        }
        return items
    }

    /// Where lines end that hold nothing at all: a file may have millions.
    private mutating func endOfEmptyLines(in chunk: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard case .fieldStart = place, ends.isEmpty, !endedWithCR, chunk[start] <= 0x0D else { return start }
        let empty = EmptyLines(in: UnsafeRawBufferPointer(chunk), from: start)
        line += empty.count
        if empty.count > 0 { firstLine = line }
        return empty.end
    }

    /// Where bytes end that just belong to the field: most do, and are then taken together.
    private func endOfRun(in chunk: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        switch place {
        case .field:
            while end < chunk.count, chunk[end] != delimiter, chunk[end] != 0x0A, chunk[end] != 0x0D { end += 1 }
        case .quoted:
            while end < chunk.count, chunk[end] != UInt8(ascii: "\""), chunk[end] != 0x0A { end += 1 }
        case .fieldStart, .quoteInQuoted: break
        }
        return end
    }

    private mutating func hold(_ run: UnsafeBufferPointer<UInt8>) throws(OpenQuote) {
        let room = maximumLength - bytes.count
        bytes.append(contentsOf: run.prefix(room))
        guard run.count > room else { return }
        isSkipping = true
        if place == .quoted { throw OpenQuote(line: quoteLine) }
    }

    /// The last row, when no end of line followed it.
    package mutating func finish() throws(OpenQuote) -> Item? {
        if place == .quoted { throw OpenQuote(line: quoteLine) }
        var items: [Item] = []
        endRow(&items)
        return items.first
    }

    @inline(__always)
    private mutating func take(_ byte: UInt8, _ items: inout [Item]) throws(OpenQuote) {
        if endedWithCR {
            endedWithCR = false
            if byte == 0x0A { return }
        }
        switch place {
        case .quoted: try takeQuoted(byte)
        case .quoteInQuoted where byte == UInt8(ascii: "\""):
            hold(byte)
            place = .quoted
        case .fieldStart where byte == UInt8(ascii: "\""):
            quoteLine = line
            place = .quoted
        default: takePlain(byte, &items)
        }
    }

    @inline(__always)
    private mutating func takeQuoted(_ byte: UInt8) throws(OpenQuote) {
        if byte == UInt8(ascii: "\"") {
            place = .quoteInQuoted
            return
        }
        if byte == 0x0A { line += 1 }
        hold(byte)
        if isSkipping { throw OpenQuote(line: quoteLine) }
    }

    @inline(__always)
    private mutating func takePlain(_ byte: UInt8, _ items: inout [Item]) {
        switch byte {
        case delimiter:
            endField()
            place = .fieldStart
        case 0x0A, 0x0D:
            endRow(&items)
            endedWithCR = byte == 0x0D
            line += 1
            firstLine = line
        default:
            if place == .quoteInQuoted, line > quoteLine { swallowing = swallowing ?? (quoteLine, line) }
            hold(byte)
            place = .field
        }
    }

    @inline(__always)
    private mutating func hold(_ byte: UInt8) {
        guard bytes.count < maximumLength else {
            isSkipping = true
            return
        }
        bytes.append(byte)
    }

    private mutating func endField() {
        // As many separators as bytes are allowed for, and not one more.
        guard ends.count < maximumLength else {
            isSkipping = true
            return
        }
        ends.append(Int32(clamping: bytes.count))
    }

    private mutating func endRow(_ items: inout [Item]) {
        let isEmpty = place == .fieldStart && ends.isEmpty
        defer {
            place = .fieldStart
            bytes.removeAll(keepingCapacity: true)
            ends.removeAll(keepingCapacity: true)
            isSkipping = false
            swallowing = nil
        }
        guard !isEmpty else { return }
        endField()
        guard !isSkipping else { return items.append(.tooLong(line: firstLine)) }
        let row = CSVRow(line: firstLine, bytes: bytes, ends: ends)
        items.append(swallowing.map { .swallowed(row, quote: $0.quote, end: $0.end) } ?? .row(row))
    }
}

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

/// Tells rows that have another number of fields than the header: what is in them may stand below wrong names.
package struct RowWidth: Sendable {
    private let header: Int
    /// Without columns at the end that have no name.
    private let named: Int
    private let fills: Bool

    /// `fills` takes shorter rows too; what they lack is empty.
    package init(header: [String], fills: Bool) {
        self.header = header.count
        named = (header.lastIndex { !CleanText.clean($0).isEmpty } ?? -1) + 1
        self.fills = fills
    }

    /// What is wrong with the row, with both counts; nil when it fits. Empty fields behind the last column do no harm.
    package func flaw(of row: CSVRow) -> String? {
        let isTooShort = row.count < named && !fills
        let isTooLong = row.count > header && (header..<row.count).contains { !row[$0].isEmpty }
        guard isTooShort || isTooLong else { return nil }
        let hint = isTooShort ? "; the mapping takes such lines with ragged: fill" : ""
        return "the line has \(row.count) \(row.count == 1 ? "field" : "fields"), the header \(header)" + hint
    }
}
