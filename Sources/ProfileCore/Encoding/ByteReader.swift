/// Reads what `ByteWriter` wrote; whatever the bytes are, it throws rather than traps or reads beyond them.
package struct ByteReader {
    /// Valid as long as the call that made this reader lasts.
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    /// Where the field at hand ends.
    private var end: Int
    private var previousMoment: Int64 = 0
    private var words: [String] = []
    /// The first of the words that the field at hand may repeat.
    private var firstWord = 0
    /// The format the value was written in, for values that changed since.
    package let format: UInt8
    /// The derivation that made the summary at hand.
    var derivation = ProfileSummary.derivation
    /// Where the fields of the record at hand are, and what was wrong with one.
    var walk = FieldWalk()
    var failure: DecodingFailure?

    /// `bytes` have to outlive the reader.
    package init(_ bytes: UnsafeRawBufferPointer, format: UInt8 = Stored.format) {
        self.bytes = bytes
        end = bytes.count
        self.format = format
    }

    /// Passes over all that is left.
    package mutating func skipRest() {
        position = end
    }

    package var isAtEnd: Bool { position == end }

    package mutating func byte() throws(DecodingFailure) -> UInt8 {
        guard position < end else { throw .truncated }
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
        guard value <= UInt64(end - position) else { throw .truncated }
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
            if words.count - firstWord < ByteWriter.wordCapacity { words.append(value) }
            return value
        }
        guard number <= UInt64(words.count - firstWord) else { throw .invalid("word") }
        return words[firstWord + Int(number) - 1]
    }

    package mutating func moment() throws(DecodingFailure) -> Timestamp {
        previousMoment &+= try integer()
        return Timestamp(milliseconds: previousMoment)
    }

    package mutating func id() throws(DecodingFailure) -> ProfileID {
        guard end - position >= 16,
            let value = ProfileID(UnsafeRawBufferPointer(rebasing: bytes[position..<position + 16]))
        else { throw .truncated }
        position += 16
        return value
    }

    /// A field of a message that was begun, and what to go back to after it.
    package struct MessageField {
        package let number: UInt64
        fileprivate let start: Int
        fileprivate let outerEnd: Int
        fileprivate let outerMoment: Int64
        fileprivate let outerFirstWord: Int
    }

    /// Begins the next field of the message at hand; nil after the last. `end(_:)` or `pass(_:)` has to follow.
    package mutating func nextField() throws(DecodingFailure) -> MessageField? {
        guard position < end else { return nil }
        let start = position
        return try begin(number: try unsigned(), start: start)
    }

    private mutating func begin(number: UInt64, start: Int) throws(DecodingFailure) -> MessageField {
        let length = try count()
        let field = MessageField(
            number: number, start: start, outerEnd: end, outerMoment: previousMoment, outerFirstWord: firstWord)
        (end, previousMoment, firstWord) = (position + length, 0, words.count)
        return field
    }

    /// Reads what stands behind its length.
    package mutating func sized<Value>(
        _ read: (inout ByteReader) throws(DecodingFailure) -> Value
    ) throws(DecodingFailure) -> Value {
        let field = try begin(number: 0, start: position)
        let value = try read(&self)
        try end(field)
        return value
    }

    package mutating func end(_ field: MessageField) throws(DecodingFailure) {
        guard isAtEnd else { throw .trailing }
        words.removeLast(words.count - firstWord)
        (end, previousMoment, firstWord) = (field.outerEnd, field.outerMoment, field.outerFirstWord)
    }

    /// Passes over a field, and returns the whole of it.
    package mutating func pass(_ field: MessageField) throws(DecodingFailure) -> UnsafeRawBufferPointer {
        position = end
        try end(field)
        return UnsafeRawBufferPointer(rebasing: bytes[field.start..<position])
    }

    package mutating func presence() throws(DecodingFailure) -> Presence {
        Presence(mask: try unsigned())
    }

    /// Passes over the members of a value that a later version added: each is a length and as many bytes.
    package mutating func pass(_ presence: Presence) throws(DecodingFailure) {
        for _ in 0..<presence.mask.nonzeroBitCount { position += try count() }
    }

    /// Which of the parts that follow are there, asked for in the order they were written.
    package struct Presence {
        fileprivate var mask: UInt64

        init(mask: UInt64) {
            self.mask = mask
        }

        package mutating func next() -> Bool {
            defer { mask >>= 1 }
            return mask & 1 == 1
        }
    }
}

extension ByteReader {
    /// One of `cases`, by the place that `ByteWriter.code` wrote.
    mutating func code<Case>(among cases: [Case], _ part: StaticString) throws(DecodingFailure) -> Case {
        let place = Int(try byte())
        guard place < cases.count else { throw .invalid(part) }
        return cases[place]
    }
}
