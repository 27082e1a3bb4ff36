import Dispatch
import Foundation
import ProfileStore
import ProfileWire
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Gathers lines and writes them to a file descriptor together: a system call for each would cost more than the line.
///
/// One thread writes, and no other waits for it: a disk that stands still must not hold up the connections whose
/// requests are logged. What it cannot take in time fills the buffer; lines that find no room are dropped and counted.
/// A line waits a twentieth of a second at most before it is written, and one that is urgent not at all.
package final class LogSink: LogOutput {
    package static let standardError = LogSink(descriptor: STDERR_FILENO)

    private static let delay = DispatchTimeInterval.milliseconds(50)
    /// From so much on, what waits is written at once.
    private static let worthWriting = 256 * 1024
    /// So many bytes go to the file together.
    private static let piece = 32 * 1024
    /// Room for so many entries is kept when they are written.
    private static let spareRoom = 4096

    private enum Entry {
        case line([UInt8])
        case request(RequestNote)

        var size: Int {
            switch self {
            case .line(let bytes): bytes.count
            case .request(let note): note.size
            }
        }
    }

    private struct Buffer {
        var entries: [Entry] = []
        /// Bytes of their lines.
        var size = 0
        /// An empty array with room, which the writer gives back.
        var spare: [Entry] = []
        /// Whether the writer was woken, and whether it is to hurry.
        var isDue = false
        var isUrgent = false
        var dropped = 0
        /// Dropped lines that the log does not mention yet.
        var unreported = 0
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

    package func add(_ line: [UInt8], isUrgent: Bool) {
        add(.line(line), isUrgent: isUrgent)
    }

    package func add(_ note: RequestNote) {
        add(.request(note), isUrgent: false)
    }

    private func add(_ entry: Entry, isUrgent: Bool) {
        let size = entry.size + 1
        update { buffer in
            guard buffer.size + size <= capacity else {
                buffer.dropped += 1
                buffer.unreported += 1
                return false
            }
            buffer.entries.append(entry)
            buffer.size += size
            return isUrgent || buffer.size >= Self.worthWriting
        }
    }

    /// Waits until what was added before is written, though not for ever.
    package func flush() {
        let done = DispatchSemaphore(value: 0)
        update { buffer in
            buffer.waiting.append(done)
            return true
        }
        _ = done.wait(timeout: .now() + 2)
    }

    /// Changes the buffer and wakes the writer where needed. `change` returns whether it is urgent.
    private func update(_ change: (inout Buffer) -> Bool) {
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
        // A turn that did not wait leaves the signal, by which a later one would hurry without need.
        while hurry.wait(timeout: .now()) == .success {}
        var taken = buffer.withLock { buffer in
            var taken = Buffer(entries: buffer.spare, dropped: buffer.dropped)
            swap(&taken, &buffer)
            taken.spare = []
            return taken
        }
        write(taken.entries)
        if taken.unreported > 0 {
            write(Array("{\"level\":\"warning\",\"message\":\"dropped \(taken.unreported) lines of the log\"}\n".utf8))
        }
        taken.entries.removeAll(keepingCapacity: taken.entries.capacity <= Self.spareRoom)
        buffer.withLock { $0.spare = taken.entries }
        for one in taken.waiting { one.signal() }
    }

    var metrics: [Metric] {
        [
            Metric(
                "log_dropped_lines", .counter(droppedLines), help: "Lines of the log that found no room.")
        ]
    }

    private func write(_ entries: [Entry]) {
        var json = JSONWriter(reservingCapacity: 384)
        var text: [UInt8] = []
        text.reserveCapacity(Self.piece + 1024)
        for entry in entries {
            switch entry {
            case .line(let line): text += line
            case .request(let note):
                json.removeAll()
                note.write(to: &json)
                text += json.bytes
            }
            text.append(0x0A)
            guard text.count >= Self.piece else { continue }
            write(text)
            text.removeAll(keepingCapacity: true)
        }
        write(text)
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
