/// Reads the strings that hold an escape, which few do.
enum JSONEscapedString {
    /// `start` is the first byte after the opening quotation mark; `position` ends up after the closing one.
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to position: inout Int
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
                try appendEscape(bytes, at: &position, to: &text)
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
        _ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int, to text: inout [UInt8]
    ) throws(JSONError) {
        guard position + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        let letter = bytes[position + 1]
        if letter == UInt8(ascii: "u") {
            return try appendScalar(bytes, at: &position, to: &text)
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
        _ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int, to text: inout [UInt8]
    ) throws(JSONError) {
        let place = position
        var value = try unit(bytes, at: &position)
        if (0xD800...0xDBFF).contains(value) {
            guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            else { throw JSONError(.loneSurrogate, at: place) }
            let low = try unit(bytes, at: &position)
            guard (0xDC00...0xDFFF).contains(low) else { throw JSONError(.loneSurrogate, at: place) }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw JSONError(.loneSurrogate, at: place) }
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
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
