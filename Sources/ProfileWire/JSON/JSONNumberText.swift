/// The grammar of a JSON number (RFC 8259, section 6).
enum JSONNumberText {
    /// Where the number that starts at `start` ends; nil when there is none.
    static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var position = start
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
        guard let integerEnd = digits(in: bytes, from: position) else { return nil }
        if bytes[position] == UInt8(ascii: "0"), integerEnd > position + 1 { return nil }
        position = integerEnd
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            guard let end = digits(in: bytes, from: position + 1) else { return nil }
            position = end
        }
        guard position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") else { return position }
        position += 1
        if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
            position += 1
        }
        return digits(in: bytes, from: position)
    }

    /// Where the run of at least one digit ends.
    @inline(__always)
    private static func digits(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var position = start
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position > start ? position : nil
    }
}
