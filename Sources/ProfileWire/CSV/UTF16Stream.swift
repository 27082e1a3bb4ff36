/// Turns UTF-16 into UTF-8 as it arrives.
///
/// A half of a pair that stands alone becomes the three bytes it would have if it were a character (WTF-8). They are
/// not UTF-8, so the reader notices them; a replacement character would hide them.
package struct UTF16Stream: Sendable {
    private let isBigEndian: Bool
    private var half: UInt8?
    private var highSurrogate: UInt16?

    package init(bigEndian: Bool) {
        isBigEndian = bigEndian
    }

    package mutating func utf8(_ chunk: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(chunk.count)
        for byte in chunk {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            take(isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first), &text)
        }
        return text
    }

    /// What is left when the input ends; an odd byte is as bad as half a pair.
    package mutating func finish() -> [UInt8] {
        var text: [UInt8] = []
        if let highSurrogate { Self.append(UInt32(highSurrogate), to: &text) }
        if half != nil { text.append(0xFF) }
        (half, highSurrogate) = (nil, nil)
        return text
    }

    private mutating func take(_ unit: UInt16, _ text: inout [UInt8]) {
        if let high = highSurrogate {
            highSurrogate = nil
            if (0xDC00...0xDFFF).contains(unit) {
                let offset = (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
                return Self.append(0x10000 + offset, to: &text)
            }
            Self.append(UInt32(high), to: &text)
        }
        if (0xD800...0xDBFF).contains(unit) {
            highSurrogate = unit
        } else {
            Self.append(UInt32(unit), to: &text)
        }
    }

    private static func append(_ value: UInt32, to text: inout [UInt8]) {
        switch value {
        case 0..<0x80: text.append(UInt8(value))
        case 0x80..<0x800: text += [0xC0 | UInt8(value >> 6), continuation(value)]
        case 0x800..<0x10000: text += [0xE0 | UInt8(value >> 12), continuation(value >> 6), continuation(value)]
        default:
            text += [
                0xF0 | UInt8(value >> 18), continuation(value >> 12), continuation(value >> 6), continuation(value),
            ]
        }
    }

    private static func continuation(_ bits: UInt32) -> UInt8 {
        0x80 | UInt8(truncatingIfNeeded: bits & 0x3F)
    }
}
