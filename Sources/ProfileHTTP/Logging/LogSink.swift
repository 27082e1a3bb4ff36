import Dispatch
import Foundation
import ProfileStore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Gathers lines and writes them to a file descriptor together: a system call for each would cost more than the line.
///
/// One thread writes, and nobody waits for it: a disk that stands still must not hold up the connections whose requests
/// are logged. What it cannot take in time fills the buffer; lines that find no room there are dropped and counted.
/// A line waits a twentieth of a second at most before it is written, and one that is urgent not at all.
package final class LogSink: Sendable {
    package static let standardError = LogSink(descriptor: STDERR_FILENO)

    private static let delay = DispatchTimeInterval.milliseconds(50)
    /// From so much on, what waits is written at once.
    private static let worthWriting = 32 * 1024

    private struct Buffer {
        var bytes: [UInt8] = []
        /// Whether the writer was told to come soon, and at once.
        var isDue = false
        var isUrgent = false
        var dropped = 0
        /// Dropped lines that the log does not tell of yet.
        var untold = 0
        var waiting: [DispatchSemaphore] = []
    }

    private let descriptor: Int32
    private let capacity: Int
    private let buffer = Mutex(Buffer())
    private let work = DispatchSemaphore(value: 0)
    private let hurry = DispatchSemaphore(value: 0)

    /// `capacity` is how many bytes may wait to be written.
    package init(descriptor: Int32, capacity: Int = 4 << 20) {
        self.descriptor = descriptor
        self.capacity = capacity
        Thread.detachNewThread { [weak self, work] in
            while true {
                work.wait()
                guard let self else { return }
                self.takeTurn()
            }
        }
    }

    deinit {
        work.signal()
    }

    /// How many lines found no room.
    package var droppedLines: Int { buffer.withLock { $0.dropped } }

    /// Takes a line without its line feed, from any thread, and never waits.
    package func add(_ line: [UInt8], isUrgent: Bool) {
        tell { buffer in
            guard buffer.bytes.count + line.count < capacity else {
                buffer.dropped += 1
                buffer.untold += 1
                return false
            }
            buffer.bytes.append(contentsOf: line)
            buffer.bytes.append(0x0A)
            return isUrgent || buffer.bytes.count >= Self.worthWriting
        }
    }

    /// Waits until what was added before is written, though not for ever.
    package func flush() {
        let done = DispatchSemaphore(value: 0)
        tell { buffer in
            buffer.waiting.append(done)
            return true
        }
        _ = done.wait(timeout: .now() + 2)
    }

    /// Changes the buffer, and wakes the writer where that is called for; `change` tells whether it is urgent.
    private func tell(_ change: (inout Buffer) -> Bool) {
        let (becomesDue, becomesUrgent) = buffer.withLock { buffer in
            let (wasDue, wasUrgent) = (buffer.isDue, buffer.isUrgent)
            buffer.isUrgent = change(&buffer) || wasUrgent
            buffer.isDue = true
            return (!wasDue, buffer.isUrgent && !wasUrgent)
        }
        if becomesUrgent { hurry.signal() }
        if becomesDue { work.signal() }
    }

    /// What the writer's thread does when there is something to write.
    private func takeTurn() {
        if !buffer.withLock(\.isUrgent) { _ = hurry.wait(timeout: .now() + Self.delay) }
        let taken = buffer.withLock { buffer in
            let taken = buffer
            buffer = Buffer(dropped: buffer.dropped)
            return taken
        }
        write(taken.bytes)
        if taken.untold > 0 {
            write(Array("{\"level\":\"warning\",\"message\":\"dropped \(taken.untold) lines of the log\"}\n".utf8))
        }
        for one in taken.waiting { one.signal() }
    }

    var measures: [Measure] {
        [
            Measure(
                "log_dropped_lines", .total(droppedLines), help: "Lines of the log that could not be written in time.")
        ]
    }

    private func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                guard count > 0 || waits(for: errno) else { break }
                rest = rest.dropFirst(max(count, 0))
            }
        }
    }

    /// Whether it is worth trying again after an error, once there is room.
    private func waits(for error: Int32) -> Bool {
        guard error == EAGAIN else { return error == EINTR }
        var wish = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&wish, 1, 1000) >= 0 || errno == EINTR
    }
}

/// The method above would hide the system call from itself.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
