/// The lasting name of a profile: 128 bits that sort by the time they were drawn, as in a ULID.
///
/// Written `prf_` and 26 characters of Crockford's base 32. The lesser of two ids is the older one.
package struct ProfileID: Hashable, Comparable, Sendable {
    package static let prefix = "prf_"

    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// An id drawn at `now` (48 bits) with 80 bits of randomness.
    package init(drawnAt now: Timestamp, random: (UInt16, UInt64)) {
        high = UInt64(clamping: now.milliseconds) << 16 | UInt64(random.0)
        low = random.1
    }

    /// Another id of the same moment: no less random, and the same whenever it is made from this one.
    package var next: ProfileID { ProfileID(high: high, low: low &+ 1) }

    /// Nil unless `text` is exactly what `description` of some id gives (letters in either case).
    package init?(_ text: String) {
        let characters = text.utf8
        guard characters.count == 30, text.hasPrefix(Self.prefix) else { return nil }
        var value: (high: UInt64, low: UInt64) = (0, 0)
        for (position, character) in characters.dropFirst(4).enumerated() {
            guard let digit = Self.digitValue(of: character), position > 0 || digit < 8 else { return nil }
            value.high = value.high << 5 | value.low >> 59
            value.low = value.low << 5 | digit
        }
        self.init(high: value.high, low: value.low)
    }

    package static func < (left: ProfileID, right: ProfileID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    private static func digitValue(of character: UInt8) -> UInt64? {
        let upper = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(character) ? character - 32 : character
        return digits.firstIndex(of: upper).map(UInt64.init)
    }
}

extension ProfileID: CustomStringConvertible {
    package var description: String {
        var text = Array(Self.prefix.utf8)
        text.reserveCapacity(30)
        for position in (0..<26).reversed() {
            let shift = UInt64(position * 5)
            let bits = shift >= 64 ? high >> (shift - 64) : (low >> shift) | (shift == 0 ? 0 : high << (64 - shift))
            text.append(Self.digits[Int(bits & 31)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension ProfileID {
    /// Big-endian, so that bytes sort as ids do.
    package var bytes: [UInt8] {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }

    /// Nil unless there are sixteen bytes.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        self.init(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
}
