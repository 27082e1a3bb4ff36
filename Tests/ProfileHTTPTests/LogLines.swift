import ProfileHTTP
import Synchronization

/// Keeps what was logged.
final class LogLines: Sendable {
    private let lines = Mutex<[[UInt8]]>([])

    var append: JSONLogHandler.Write {
        { line, _ in self.lines.withLock { $0.append(line) } }
    }

    var all: [[UInt8]] { lines.withLock { $0 } }
}
