import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Gathers lines and writes them to a file descriptor together: a system call for each would cost more than the line.
///
/// A line waits a twentieth of a second at most; one that is urgent takes all before it along at once. Whoever fills
/// the buffer writes it out, so that it stays small, and a slow reader slows us down instead of losing lines.
package final class LogSink: Sendable {
    package static let standardError = LogSink(descriptor: STDERR_FILENO)

    private static let size = 32 * 1024
    private static let delay = DispatchTimeInterval.milliseconds(50)

    private struct Buffer {
        var bytes: [UInt8] = []
        /// Whether somebody is going to write it out.
        var isDue = false
    }

    private let descriptor: Int32
    private let buffer = Mutex(Buffer())

    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Takes a line without its line feed, from any thread.
    package func add(_ line: [UInt8], isUrgent: Bool) {
        let becomesDue = buffer.withLock { buffer in
            buffer.bytes.append(contentsOf: line)
            buffer.bytes.append(0x0A)
            if isUrgent || buffer.bytes.count >= Self.size { writeOut(&buffer) }
            guard !buffer.bytes.isEmpty, !buffer.isDue else { return false }
            buffer.isDue = true
            return true
        }
        if becomesDue { DispatchQueue.global().asyncAfter(deadline: .now() + Self.delay) { self.flush() } }
    }

    /// Writes out what is waiting.
    package func flush() {
        buffer.withLock { buffer in
            writeOut(&buffer)
            buffer.isDue = false
        }
    }

    private func writeOut(_ buffer: inout Buffer) {
        buffer.bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                guard count > 0 || errno == EINTR else { break }
                rest = rest.dropFirst(max(count, 0))
            }
        }
        buffer.bytes.removeAll(keepingCapacity: true)
    }
}
