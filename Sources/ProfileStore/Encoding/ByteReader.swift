package import ProfileCore

/// Reads what `ByteWriter` wrote; whatever the bytes are, it throws rather than traps or reads beyond them.
package struct ByteReader {
    /// Valid as long as the call that made this reader lasts.
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var previousMoment: Int64 = 0
    private var words: [String] = []
    /// The format the value was written in, for values that changed since.
    package let format: UInt8

    /// `bytes` have to outlive the reader.
    package init(_ bytes: UnsafeRawBufferPointer, format: UInt8 = Stored.format) {
        self.bytes = bytes
        self.format = format
    }

    /// Passes over all that is left.
    package mutating func skipRest() {
        position = bytes.count
    }

    package var isAtEnd: Bool { position == bytes.count }

    package mutating func byte() throws(DecodingFailure) -> UInt8 {
        guard position < bytes.count else { throw .truncated }
        defer { position += 1 }
        return bytes[position]
    }

    package mutating func flag() throws(DecodingFailure) -> Bool {
        switch try byte() {
        case 0: false
        case 1: true
        default: throw .invalid("flag")
        }
    }

    package mutating func unsigned() throws(DecodingFailure) -> UInt64 {
        let first = try byte()
        guard first >= 0x80 else { return UInt64(first) }
        var value = UInt64(first & 0x7F)
        for shift in stride(from: UInt64(7), to: 64, by: 7) {
            let next = try byte()
            guard shift < 63 || next <= 1 else { throw .invalid("number") }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
        }
        throw .invalid("number")
    }

    /// A number of elements, each of which takes one byte at least: so a damaged count cannot ask for much memory.
    package mutating func count() throws(DecodingFailure) -> Int {
        let value = try unsigned()
        guard value <= UInt64(bytes.count - position) else { throw .truncated }
        return Int(value)
    }

    package mutating func integer() throws(DecodingFailure) -> Int64 {
        let value = try unsigned()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    package mutating func int() throws(DecodingFailure) -> Int {
        Int(try integer())
    }

    package mutating func int32(_ part: StaticString) throws(DecodingFailure) -> Int32 {
        guard let value = Int32(exactly: try integer()) else { throw .invalid(part) }
        return value
    }

    package mutating func string() throws(DecodingFailure) -> String {
        let length = try count()
        let text = UnsafeRawBufferPointer(rebasing: bytes[position..<position + length])
        guard let value = text.withMemoryRebound(to: UInt8.self, { String(stored: $0) }) else {
            throw .invalid("text")
        }
        position += length
        return value
    }

    package mutating func word() throws(DecodingFailure) -> String {
        let number = try unsigned()
        guard number > 0 else {
            let value = try string()
            if words.count < ByteWriter.wordCapacity { words.append(value) }
            return value
        }
        guard number <= UInt64(words.count) else { throw .invalid("word") }
        return words[Int(number) - 1]
    }

    package mutating func moment() throws(DecodingFailure) -> Timestamp {
        previousMoment &+= try integer()
        return Timestamp(milliseconds: previousMoment)
    }

    package mutating func id() throws(DecodingFailure) -> ProfileID {
        guard bytes.count - position >= 16,
            let value = ProfileID(UnsafeRawBufferPointer(rebasing: bytes[position..<position + 16]))
        else { throw .truncated }
        position += 16
        return value
    }

    package mutating func presence() throws(DecodingFailure) -> Presence {
        Presence(mask: try unsigned())
    }

    /// Which of the parts that follow are there, asked for in the order they were written.
    package struct Presence {
        private var mask: UInt64

        init(mask: UInt64) {
            self.mask = mask
        }

        package mutating func next() -> Bool {
            defer { mask >>= 1 }
            return mask & 1 == 1
        }
    }
}
