/// Reads the strings that hold an escape, which few do.
enum JSONEscapedString {
    /// `start` is the first byte after the opening quotation mark; `position` ends up after the closing one. Where it
    /// `isLenient`, a surrogate without its other half is U+FFFD.
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to position: inout Int, _ isLenient: Bool
    ) throws(JSONError) -> String {
        var text: [UInt8] = []
        var runStart = start
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                try append(bytes, runStart..<position, to: &text)
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                try append(bytes, runStart..<position, to: &text)
                try appendEscape(bytes, at: &position, to: &text, isLenient)
                runStart = position
            case 0..<0x20: throw JSONError(.controlCharacter, at: position)
            default: position += 1
            }
        }
        throw JSONError(.unexpectedEnd, at: position)
    }

    private static func append(
        _ bytes: UnsafeBufferPointer<UInt8>, _ span: Range<Int>, to text: inout [UInt8]
    ) throws(JSONError) {
        if let bad = UTF8Validity.firstBadOffset(in: bytes, span) { throw JSONError(.badUTF8, at: bad) }
        text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[span]))
    }

    private static func appendEscape(
        _ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int, to text: inout [UInt8], _ isLenient: Bool
    ) throws(JSONError) {
        guard position + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        let letter = bytes[position + 1]
        if letter == UInt8(ascii: "u") {
            return try appendScalar(bytes, at: &position, to: &text, isLenient)
        }
        guard let byte = meaning(of: letter) else { throw JSONError(.badEscape, at: position) }
        text.append(byte)
        position += 2
    }

    private static func meaning(of letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    private static func appendScalar(
        _ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int, to text: inout [UInt8], _ isLenient: Bool
    ) throws(JSONError) {
        let place = position
        var value = try unit(bytes, at: &position)
        if (0xD800...0xDBFF).contains(value), let low = try lowHalf(bytes, at: &position) {
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        let scalar = Unicode.Scalar(value)
        if scalar == nil, !isLenient { throw JSONError(.loneSurrogate, at: place) }
        text.append(contentsOf: scalar.flatMap(UTF8.encode) ?? UTF8.encodedReplacementCharacter)
    }

    /// The second half of a pair of surrogates; nil where something else follows, which is not stepped over.
    private static func lowHalf(
        _ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int
    ) throws(JSONError) -> UInt32? {
        guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        let place = position
        let low = try unit(bytes, at: &position)
        if (0xDC00...0xDFFF).contains(low) { return low }
        position = place
        return nil
    }

    /// The four hexadecimal digits of the `\u` escape at `position`, which moves behind them.
    private static func unit(
        _ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int
    ) throws(JSONError) -> UInt32 {
        guard position + 6 <= bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        var value: UInt32 = 0
        for byte in bytes[position + 2..<position + 6] {
            guard let digit = hexadecimalValue(of: byte) else { throw JSONError(.badEscape, at: position) }
            value = value << 4 | digit
        }
        position += 6
        return value
    }

    private static func hexadecimalValue(of byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}

/// The escaping of RFC 8259, section 7: quotation mark, reverse solidus and the control characters, nothing else.
enum JSONEscape {
    private static let hexadecimal = Array("0123456789abcdef".utf8)

    static func isNeeded(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.contains(where: needsEscape)
    }

    static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var start = 0
        for index in 0..<text.count where needsEscape(text[index]) {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            appendEscape(of: text[index], to: &bytes)
            start = index + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(hexadecimal[Int(byte >> 4)])
            bytes.append(hexadecimal[Int(byte & 15)])
        }
    }
}

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
