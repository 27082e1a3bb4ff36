import Foundation

/// Cuts a stream of bytes into lines, however the bytes arrive in chunks, holding at most one line in memory.
///
/// Lines end with LF or CRLF; the last one needs no end. Blank lines count but are not yielded. A byte order mark at
/// the very start is dropped; on a later line it belongs to the line, and the reader refuses it.
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

/// The empty lines at the start of a file, counted and passed over.
package struct BlankStart: Sendable {
    private var lineFeeds = 0
    private var loneReturns = 0

    package init() {}

    /// Takes empty lines off the start of `text`; true when nothing but white space is left.
    package mutating func strip(_ text: inout [UInt8]) -> Bool {
        var (position, end) = (0, 0)
        text.withUnsafeBytes { bytes in
            while position < bytes.count {
                let empty = EmptyLines(in: bytes, from: position)
                lineFeeds += empty.count
                if empty.count > 0 { (position, end) = (empty.end, empty.end) }
                guard position < bytes.count, Self.isWhite(bytes[position]) else { break }
                if bytes[position] == 0x0D, position + 1 < bytes.count {
                    loneReturns += 1
                    end = position + 1
                }
                position += 1
            }
        }
        let isBlank = position == text.count
        // A line of blanks without an end tells nothing, however long it is.
        text.removeFirst(isBlank ? max(end, text.count - 1) : end)
        return isBlank
    }

    /// The number of the line that follows, for a reader of lines that end with LF, or with CR too.
    package func nextLine(countingReturns: Bool) -> Int {
        1 + lineFeeds + (countingReturns ? loneReturns : 0)
    }

    private static func isWhite(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}

/// Lines without any character that follow each other, passed over many at a time.
struct EmptyLines {
    /// Where the first byte stands that belongs to none of them.
    private(set) var end: Int
    private(set) var count = 0

    /// `start` is where a line begins.
    init(in bytes: UnsafeRawBufferPointer, from start: Int) {
        end = start
        var last = -1
        while end != last {
            last = end
            passLineFeeds(bytes)
            passPairs(bytes)
        }
    }

    private mutating func passLineFeeds(_ bytes: UnsafeRawBufferPointer) {
        let start = end
        while end + Self.block <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: end, as: SIMD16<UInt8>.self)
            guard word == Self.lineFeeds else { break }
            end += Self.block
        }
        while end < bytes.count, bytes[end] == 0x0A { end += 1 }
        count += end - start
    }

    /// CR and LF.
    private mutating func passPairs(_ bytes: UnsafeRawBufferPointer) {
        while end + 1 < bytes.count, bytes[end] == 0x0D, bytes[end + 1] == 0x0A {
            end += 2
            count += 1
        }
    }

    private static let block = 16
    private static let lineFeeds = SIMD16<UInt8>(repeating: 0x0A)
}
