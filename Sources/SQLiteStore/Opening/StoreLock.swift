import Glibc
import ProfileStore
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
        // Only a courtesy to the next process, which finds the store locked.
        guard ftruncate(file, 0) == 0 else { return }
        _ = pwrite(file, text, text.count, 0)
    }

    private static func holder(of file: Int32) -> Int32? {
        var text = [UInt8](repeating: 0, count: 16)
        let length = pread(file, &text, text.count, 0)
        return Int32(String(decoding: text.prefix(max(length, 0)).prefix { $0 > 32 }, as: UTF8.self))
    }
}

/// Why a store could not be opened, in words for the operator.
package enum OpenError: Error, Hashable, Sendable {
    /// Another process writes to it; its number, where it could be told.
    case inUse(pid: Int32?)
    /// There is no file where it was looked for.
    case missing(path: String)
    /// The file is no SQLite database, or one of another program.
    case notADatabase
    /// A copy into it was begun and is not finished; where it comes from.
    case unfinishedCopy(of: String)
    case cannotOpen(detail: String)
    /// The schema is newer than this version, was altered, or has not been brought up to date.
    case schema(detail: String)
}

extension OpenError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .inUse(let pid):
            """
            the database is in use by another process\(pid.map { " (\($0))" } ?? ""): one process writes to a SQLite \
            store at a time
            """
        case .missing(let path): "there is no database at \(path)"
        case .notADatabase: "the file is not a Clientele database"
        case .unfinishedCopy(let origin): StoredSetting.unfinished(origin)
        case .cannotOpen(let detail): "the database cannot be opened: \(detail)"
        case .schema(let detail): "the database does not fit this version: \(detail)"
        }
    }
}
