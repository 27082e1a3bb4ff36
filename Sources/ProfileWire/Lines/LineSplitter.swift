import Foundation

/// Cuts a stream of bytes into lines, however the bytes arrive in chunks, holding at most one line in memory.
///
/// Lines end with LF or CRLF; the last one needs no end. Blank lines count but are not yielded. A byte order mark at
/// the very start is dropped; on a later line it belongs to the line, and whoever reads that refuses it.
package struct LineSplitter: Sendable {
    /// An order of 20,000 lines fits.
    package static let standardMaximumLength = 2 << 20

    package struct Line: Hashable, Sendable {
        package enum Content: Hashable, Sendable {
            case bytes([UInt8])
            /// Longer than the splitter's limit; its bytes were dropped.
            case tooLong
        }

        /// Counted from 1, blank lines included.
        package let number: Int
        package let content: Content

        package init(number: Int, content: Content) {
            self.number = number
            self.content = content
        }
    }

    private let maximumLength: Int
    private var pending: [UInt8] = []
    private var isSkipping = false
    private var number: Int

    /// `maximumLength` is in bytes, without the line's end; `firstLine` is the number of the first line.
    package init(maximumLength: Int = standardMaximumLength, firstLine: Int = 1) {
        self.maximumLength = maximumLength
        number = firstLine
    }

    /// The lines that `chunk` completes.
    package mutating func append(_ chunk: [UInt8]) -> [Line] {
        chunk.withUnsafeBytes { append($0) }
    }

    /// The lines that `chunk` completes.
    package mutating func append(_ chunk: UnsafeRawBufferPointer) -> [Line] {
        var lines: [Line] = []
        var start = passEmptyLines(in: chunk, from: 0)
        while let end = Self.lineEnd(in: chunk, from: start) {
            hold(chunk[start..<end])
            if let line = takeLine() { lines.append(line) }
            start = passEmptyLines(in: chunk, from: end + 1)
        }
        hold(chunk[start...])
        return lines
    }

    /// Where the next line begins that holds something.
    private mutating func passEmptyLines(in chunk: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard pending.isEmpty, !isSkipping, start < chunk.count, chunk[start] <= 0x0D else { return start }
        let empty = EmptyLines(in: chunk, from: start)
        number += empty.count
        return empty.end
    }

    private static func lineEnd(in chunk: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < chunk.count, let base = chunk.baseAddress,
            let found = memchr(base + start, Int32(UInt8(ascii: "\n")), chunk.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// The last line, when no end of line followed it.
    package mutating func finish() -> Line? {
        takeLine()
    }

    /// Keeps the bytes for the line, or drops the whole line once it is certain to be too long.
    private mutating func hold(_ bytes: Slice<UnsafeRawBufferPointer>) {
        guard !isSkipping else { return }
        // One byte more may be the CR of the line's end, three more the byte order mark.
        guard pending.count + bytes.count <= maximumLength + 4 else {
            isSkipping = true
            pending = []
            return
        }
        pending.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes))
    }

    private mutating func takeLine() -> Line? {
        defer {
            pending = []
            isSkipping = false
            number += 1
        }
        if isSkipping { return Line(number: number, content: .tooLong) }
        if number == 1 { ByteOrderMark.strip(&pending) }
        if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
        guard !pending.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
        return Line(number: number, content: pending.count > maximumLength ? .tooLong : .bytes(pending))
    }
}
