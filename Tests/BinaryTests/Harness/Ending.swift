import Glibc
import Synchronization

/// How a child process ended, asked of the system once.
final class Ending: Sendable {
    private let known = Mutex<Int32?>(nil)

    /// Nil while it runs; otherwise the exit code, or minus the number of the signal that ended it.
    func status(of pid: pid_t) -> Int32? {
        known.withLock { known in
            if known == nil { known = Self.wait(for: pid, WNOHANG) }
            return known
        }
    }

    func reap(_ pid: pid_t) {
        known.withLock { known in
            if known == nil { known = Self.wait(for: pid, 0) }
        }
    }

    private static func wait(for pid: pid_t, _ options: Int32) -> Int32? {
        var status: Int32 = 0
        guard waitpid(pid, &status, options) == pid else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : -signal
    }
}
