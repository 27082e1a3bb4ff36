/// Lines without any character that follow each other, passed over many at a time.
struct EmptyLines {
    /// Where the first byte stands that belongs to none of them.
    private(set) var end: Int
    private(set) var count = 0

    /// `start` is where a line begins.
    init(in bytes: UnsafeRawBufferPointer, from start: Int) {
        end = start
        var last = -1
        while end != last {
            last = end
            passLineFeeds(bytes)
            passPairs(bytes)
        }
    }

    private mutating func passLineFeeds(_ bytes: UnsafeRawBufferPointer) {
        let start = end
        while end + Self.block <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: end, as: SIMD16<UInt8>.self)
            guard word == Self.lineFeeds else { break }
            end += Self.block
        }
        while end < bytes.count, bytes[end] == 0x0A { end += 1 }
        count += end - start
    }

    /// CR and LF.
    private mutating func passPairs(_ bytes: UnsafeRawBufferPointer) {
        while end + 1 < bytes.count, bytes[end] == 0x0D, bytes[end + 1] == 0x0A {
            end += 2
            count += 1
        }
    }

    private static let block = 16
    private static let lineFeeds = SIMD16<UInt8>(repeating: 0x0A)
}
