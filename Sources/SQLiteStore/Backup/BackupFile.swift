import Glibc

/// A file that has its name only once it is whole and on disk. Nobody but the owner reads it.
struct BackupFile {
    private let target: String
    var part: String { target + ".part" }

    init(_ target: String) throws(BackupError) {
        self.target = target
        guard access(target, F_OK) != 0 else { throw .exists }
        let file = open(target + ".part", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw errno == EEXIST ? .begun : .target(detail: StoreLock.describe(errno)) }
        close(file)
    }

    func keep() throws(BackupError) {
        guard synchronize(part), rename(part, target) == 0, synchronize(folder) else {
            throw .target(detail: StoreLock.describe(errno))
        }
    }

    func drop() {
        for ending in ["", "-journal", "-wal", "-shm"] { unlink(part + ending) }
    }

    private var folder: String {
        target.lastIndex(of: "/").map { String(target[...$0]) } ?? "."
    }

    private func synchronize(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return fsync(file) == 0
    }
}
