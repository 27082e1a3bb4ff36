import Glibc
import Synchronization

/// The right to write to a store: an advisory lock on a file beside it, which the system takes back when the process
/// ends, however it ends.
///
/// The file stays: removing it would let a third process lock another file of the same name.
final class StoreLock: Sendable {
    /// Nil when released.
    private let descriptor: Mutex<Int32?>

    init(path: String) throws(OpenError) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .cannotOpen(detail: Self.describe(errno)) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            defer { Glibc.close(file) }
            guard errno == EWOULDBLOCK else { throw .cannotOpen(detail: Self.describe(errno)) }
            throw .inUse(pid: Self.holder(of: file))
        }
        Self.note(getpid(), in: file)
        descriptor = Mutex(file)
    }

    deinit {
        release()
    }

    func release() {
        descriptor.withLock { file in
            if let open = file { Glibc.close(open) }
            file = nil
        }
    }

    static func describe(_ code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }

    private static func note(_ pid: Int32, in file: Int32) {
        let text = Array("\(pid)\n".utf8)
        // Only a courtesy to whoever finds the store locked.
        guard ftruncate(file, 0) == 0 else { return }
        _ = pwrite(file, text, text.count, 0)
    }

    private static func holder(of file: Int32) -> Int32? {
        var text = [UInt8](repeating: 0, count: 16)
        let length = pread(file, &text, text.count, 0)
        return Int32(String(decoding: text.prefix(max(length, 0)).prefix { $0 > 32 }, as: UTF8.self))
    }
}
