/// A hash of 64 bits that takes a microsecond for a rendering.
///
/// Source: the specification of xxHash, XXH64 with the seed 0.
enum XXHash64 {
    private static let primes: (UInt64, UInt64, UInt64, UInt64, UInt64) = (
        0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
        0x27D4_EB2F_1656_67C5
    )

    static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.withUnsafeBytes { bytes in
            var place = 0
            var sum = bytes.count < 32 ? primes.4 : stripes(of: bytes, &place)
            sum &+= UInt64(bytes.count)
            while place + 8 <= bytes.count {
                sum = rotated(sum ^ round(0, word(bytes, place)), 27) &* primes.0 &+ primes.3
                place += 8
            }
            if place + 4 <= bytes.count {
                let half = UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
                sum = rotated(sum ^ (half &* primes.0), 23) &* primes.1 &+ primes.2
                place += 4
            }
            for byte in bytes[place...] { sum = rotated(sum ^ (UInt64(byte) &* primes.4), 11) &* primes.0 }
            return avalanche(sum)
        }
    }

    private static func stripes(of bytes: UnsafeRawBufferPointer, _ place: inout Int) -> UInt64 {
        var (one, two) = (primes.0 &+ primes.1, primes.1)
        var (three, four) = (0 as UInt64, 0 &- primes.0)
        while place + 32 <= bytes.count {
            one = round(one, word(bytes, place))
            two = round(two, word(bytes, place + 8))
            three = round(three, word(bytes, place + 16))
            four = round(four, word(bytes, place + 24))
            place += 32
        }
        let sum = rotated(one, 1) &+ rotated(two, 7) &+ rotated(three, 12) &+ rotated(four, 18)
        return [one, two, three, four].reduce(sum) { ($0 ^ round(0, $1)) &* primes.0 &+ primes.3 }
    }

    private static func round(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        rotated(sum &+ word &* primes.1, 31) &* primes.0
    }

    private static func avalanche(_ sum: UInt64) -> UInt64 {
        var sum = (sum ^ (sum >> 33)) &* primes.1
        sum = (sum ^ (sum >> 29)) &* primes.2
        return sum ^ (sum >> 32)
    }

    private static func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 {
        word << count | word >> (64 - count)
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
}
