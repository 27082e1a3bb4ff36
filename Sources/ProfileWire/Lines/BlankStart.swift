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
