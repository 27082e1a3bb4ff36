/// Well-formed UTF-8, by table 3-7 of the Unicode Standard.
enum UTF8Validity {
    /// The offset of the first byte that does not belong to a well-formed sequence; nil when all do.
    static func firstBadOffset(in bytes: UnsafeBufferPointer<UInt8>, _ span: Range<Int>) -> Int? {
        var position = span.lowerBound
        while position < span.upperBound {
            guard let length = sequenceLength(in: bytes, at: position, before: span.upperBound) else { return position }
            position += length
        }
        return nil
    }

    /// How many characters beyond ASCII are well formed, and how many bytes belong to none; the end may be cut off.
    static func census(of text: [UInt8]) -> (sequences: Int, badBytes: Int) {
        var (sequences, bad) = (0, 0)
        text.withUnsafeBufferPointer { bytes in
            var position = 0
            while position < bytes.count {
                if let length = sequenceLength(in: bytes, at: position, before: bytes.count) {
                    if length > 1 { sequences += 1 }
                    position += length
                } else {
                    if position + 3 < bytes.count { bad += 1 }
                    position += 1
                }
            }
        }
        return (sequences, bad)
    }

    private static func sequenceLength(in bytes: UnsafeBufferPointer<UInt8>, at start: Int, before end: Int) -> Int? {
        let first = bytes[start]
        guard first >= 0x80 else { return 1 }
        guard let (length, second) = shape(of: first), start + length <= end else { return nil }
        guard second.contains(bytes[start + 1]) else { return nil }
        for offset in 2..<max(length, 2) where bytes[start + offset] & 0xC0 != 0x80 { return nil }
        return length
    }

    /// The sequence's length and what its second byte may be: neither overlong nor a surrogate nor beyond U+10FFFF.
    private static func shape(of first: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
        switch first {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: nil
        }
    }
}
