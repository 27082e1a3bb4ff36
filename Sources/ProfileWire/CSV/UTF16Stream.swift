/// Turns UTF-16 into UTF-8 as it arrives; halves of pairs that stand alone become U+FFFD.
package struct UTF16Stream: Sendable {
    private let isBigEndian: Bool
    private var half: UInt8?
    private var highSurrogate: UInt16?

    package init(bigEndian: Bool) {
        isBigEndian = bigEndian
    }

    package mutating func utf8(_ chunk: [UInt8]) -> [UInt8] {
        var units: [UInt16] = []
        if let highSurrogate { units.append(highSurrogate) }
        for byte in chunk {
            guard let first = half else {
                half = byte
                continue
            }
            units.append(isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first))
            half = nil
        }
        highSurrogate = units.last.flatMap { (0xD800...0xDBFF).contains($0) ? $0 : nil }
        if highSurrogate != nil { units.removeLast() }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// What is left when the input ends.
    package mutating func finish() -> [UInt8] {
        defer { (half, highSurrogate) = (nil, nil) }
        return half == nil && highSurrogate == nil ? [] : Array("\u{FFFD}".utf8)
    }
}
