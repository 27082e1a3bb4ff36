/// Writes values as bytes, small numbers in few of them.
package struct ByteWriter {
    /// More words than these are written out each time, which bounds the search for a repetition.
    static let wordCapacity = 64

    package private(set) var bytes: [UInt8] = []
    private var previousMoment: Int64 = 0
    /// Where the words written so far are in `bytes`.
    private var words: [Range<Int>] = []
    /// The first of the words that the field at hand may repeat.
    private var firstWord = 0
    /// Where the fields of the record at hand are.
    var walk = FieldWalk()

    package init() {
        bytes.reserveCapacity(1024)
    }

    package mutating func byte(_ value: UInt8) {
        bytes.append(value)
    }

    package mutating func flag(_ value: Bool) {
        bytes.append(value ? 1 : 0)
    }

    /// Seven bits a byte, the least first.
    package mutating func unsigned(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// How many elements follow.
    package mutating func count(_ value: Int) {
        unsigned(UInt64(clamping: value))
    }

    /// Zigzag, so that small negative numbers are short too.
    package mutating func integer(_ value: Int64) {
        unsigned(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    package mutating func integer(_ value: Int) {
        integer(Int64(value))
    }

    package mutating func string(_ value: String) {
        var value = value
        value.withUTF8 { text in
            unsigned(UInt64(text.count))
            bytes.append(contentsOf: text)
        }
    }

    /// A string that is likely to come up again: the second time, its number is written instead.
    package mutating func word(_ value: String) {
        var value = value
        value.withUTF8 { text in
            if let number = number(ofWord: text) { return unsigned(UInt64(number)) }
            byte(0)
            unsigned(UInt64(text.count))
            if words.count - firstWord < Self.wordCapacity { words.append(bytes.count..<bytes.count + text.count) }
            bytes.append(contentsOf: text)
        }
    }

    /// A moment as the distance from the one written before: moments of one customer are close to each other.
    package mutating func moment(_ value: Timestamp) {
        integer(value.milliseconds &- previousMoment)
        previousMoment = value.milliseconds
    }

    /// Sixteen bytes, in the order of the ids.
    package mutating func id(_ value: ProfileID) {
        bytes.append(contentsOf: value.bytes)
    }

    /// One bit for each of `parts`, 63 at most.
    ///
    /// A part that is added later takes the next bit and is written after all others, behind its length, so that a
    /// version that does not know it passes over it.
    package mutating func presence(_ parts: Bool...) {
        var mask: UInt64 = 0
        for (place, isPresent) in parts.enumerated() where isPresent { mask |= 1 << UInt64(place) }
        unsigned(mask)
    }

    /// A field of a message: its number, its length, and what `body` writes; nothing when that is nothing.
    ///
    /// A version that does not know the number carries the field on as it is. So nothing in it rests on what stands
    /// outside: words and moments start over.
    package mutating func field(_ number: UInt64, _ body: (inout ByteWriter) -> Void) {
        let start = bytes.count
        unsigned(number)
        let place = bytes.count
        sized(body)
        if bytes.count == place + 1 { bytes.removeLast(bytes.count - start) }
    }

    /// What `body` writes, behind its length.
    package mutating func sized(_ body: (inout ByteWriter) -> Void) {
        let place = bytes.count
        byte(0)
        let outer = (previousMoment, firstWord)
        (previousMoment, firstWord) = (0, words.count)
        body(&self)
        words.removeLast(words.count - firstWord)
        (previousMoment, firstWord) = outer
        setLength(bytes.count - place - 1, at: place)
    }

    /// A field that is left out while its value is the one that readers take it for.
    package mutating func field<Value: Storable & Equatable>(_ number: UInt64, _ value: Value, unless initial: Value) {
        guard value != initial else { return }
        field(number) { value.write(to: &$0) }
    }

    /// Fields that an earlier reader did not know, as it found them.
    package mutating func unknownFields(_ fields: [UInt8]) {
        bytes.append(contentsOf: fields)
    }

    /// Puts a length into the byte kept for it, and makes room where it takes more.
    private mutating func setLength(_ length: Int, at place: Int) {
        guard length > 0x7F else { return bytes[place] = UInt8(length) }
        var rest = length
        var digits: [UInt8] = []
        while rest > 0x7F {
            digits.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        digits.append(UInt8(rest))
        bytes.replaceSubrange(place...place, with: digits)
    }

    /// From 1.
    private func number(ofWord text: UnsafeBufferPointer<UInt8>) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            for number in firstWord..<words.count {
                let place = words[number]
                guard place.count == text.count else { continue }
                var position = text.count
                while position > 0, bytes[place.lowerBound + position - 1] == text[position - 1] { position -= 1 }
                if position == 0 { return number - firstWord + 1 }
            }
            return nil
        }
    }
}

extension ByteWriter {
    package mutating func values(_ values: some Collection<some Storable>) {
        count(values.count)
        for value in values { value.write(to: &self) }
    }

    package mutating func strings(_ values: [String]) {
        count(values.count)
        for value in values { string(value) }
    }

    package mutating func pairs(_ values: SortedMap<some Storable, some Storable>) {
        count(values.count)
        for entry in values {
            entry.key.write(to: &self)
            entry.value.write(to: &self)
        }
    }

    package mutating func words(_ values: SortedMap<String, some Storable>) {
        count(values.count)
        for entry in values {
            word(entry.key)
            entry.value.write(to: &self)
        }
    }
}

extension ByteReader {
    package mutating func values<Value: Storable>(
        _ type: Value.Type = Value.self
    ) throws(DecodingFailure) -> [Value] {
        let count = try count()
        var values: [Value] = []
        values.reserveCapacity(min(count, 64))
        for _ in 0..<count { values.append(try Value(from: &self)) }
        return values
    }

    package mutating func strings() throws(DecodingFailure) -> [String] {
        let count = try count()
        var values: [String] = []
        for _ in 0..<count { values.append(try string()) }
        return values
    }

    package mutating func pairs<Key: Storable, Value: Storable>() throws(DecodingFailure) -> SortedMap<Key, Value> {
        let count = try count()
        var values = SortedMap<Key, Value>()
        // One more will often be added.
        values.reserveCapacity(min(count, 64) + 1)
        for _ in 0..<count {
            let key = try Key(from: &self)
            guard values.append(key, try Value(from: &self)) else { throw .invalid("order") }
        }
        return values
    }

    package mutating func words<Value: Storable>(
        _ type: Value.Type = Value.self
    ) throws(DecodingFailure) -> SortedMap<String, Value> {
        let count = try count()
        var values = SortedMap<String, Value>()
        // One more will often be added.
        values.reserveCapacity(min(count, 64) + 1)
        for _ in 0..<count {
            let key = try word()
            guard values.append(key, try Value(from: &self)) else { throw .invalid("order") }
        }
        return values
    }
}

/// A case is stored as its place among all of its type, so that a new one comes last.
extension ByteWriter {
    mutating func code<Case: Equatable>(_ value: Case, among cases: [Case]) {
        byte(UInt8(truncatingIfNeeded: cases.firstIndex(of: value) ?? 0xFF))
    }
}
