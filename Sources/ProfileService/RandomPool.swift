import Glibc
import Synchronization

/// Random bits of the system's generator, fetched many at a time: a load draws some for each record, and each fetch is
/// a call of the system.
final class RandomPool: Sendable {
    static let shared = RandomPool()

    /// As much as `getentropy` gives at once.
    private static let size = 256 / MemoryLayout<UInt64>.size

    private let words = Mutex<[UInt64]>([])

    func draw() -> ProfileService.RandomBits {
        words.withLock { words in
            if words.count < 2 { words = Self.fetch() }
            return (UInt16(truncatingIfNeeded: words.removeLast()), words.removeLast())
        }
    }

    private static func fetch() -> [UInt64] {
        var words = [UInt64](repeating: 0, count: size)
        let status = words.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
        // The call is refused only by kernels older than any that this program starts on.
        return status == 0 ? words : words.map { _ in UInt64.random(in: 0 ... .max) }
    }
}
