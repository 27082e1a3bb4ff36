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
        do throws(DurableFile.Failure) {
            try DurableFile(path: part).synchronize()
            guard rename(part, target) == 0 else { throw DurableFile.Failure(code: errno) }
            try DurableFile(path: target).synchronizeFolder()
        } catch {
            throw .target(detail: StoreLock.describe(error.code))
        }
    }

    func drop() {
        for ending in ["", "-journal", "-wal", "-shm"] { unlink(part + ending) }
    }
}
