import ProfileHTTP
import ProfileWire
import Synchronization

/// Keeps what was logged.
final class LogLines: LogOutput {
    private let lines = Mutex<[[UInt8]]>([])

    var all: [[UInt8]] { lines.withLock { $0 } }

    func add(_ line: [UInt8], isUrgent: Bool) {
        lines.withLock { $0.append(line) }
    }

    func add(_ note: RequestNote) {
        var json = JSONWriter()
        note.write(to: &json)
        add(json.bytes, isUrgent: false)
    }
}
