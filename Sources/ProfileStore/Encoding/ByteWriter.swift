package import ProfileCore

/// Writes values as bytes, small numbers in few of them.
package struct ByteWriter {
    /// More words than these are written out each time, which bounds the search for a repetition.
    static let wordCapacity = 64

    package private(set) var bytes: [UInt8] = []
    private var previousMoment: Int64 = 0
    /// Where the words written so far are in `bytes`.
    private var words: [Range<Int>] = []

    package init() {
        bytes.reserveCapacity(512)
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
            if let number = words.firstIndex(where: { holds(UnsafeRawBufferPointer(text), at: $0) }) {
                return unsigned(UInt64(number) + 1)
            }
            byte(0)
            unsigned(UInt64(text.count))
            if words.count < Self.wordCapacity { words.append(bytes.count..<bytes.count + text.count) }
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
    package mutating func presence(_ parts: Bool...) {
        var mask: UInt64 = 0
        for (place, isPresent) in parts.enumerated() where isPresent { mask |= 1 << UInt64(place) }
        unsigned(mask)
    }

    private func holds(_ text: UnsafeRawBufferPointer, at place: Range<Int>) -> Bool {
        guard place.count == text.count else { return false }
        return bytes.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[place]).elementsEqual(text) }
    }
}
