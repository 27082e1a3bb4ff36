import Glibc

/// A file whose content has to be on disk, whatever the system's cache believes.
struct DurableFile {
    /// A system call that failed, by its error number.
    struct Failure: Error {
        let code: Int32
    }

    private static let piece = 1 << 20

    let path: String

    /// Makes what is in the file durable.
    func synchronize() throws(Failure) {
        try withDescriptor(O_RDONLY) { file throws(Failure) in try Self.check(fsync(file)) }
    }

    /// Makes what the folder says about its files durable.
    func synchronizeFolder() throws(Failure) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        try DurableFile(path: folder).synchronize()
    }

    /// Writes again what is there, and makes it durable; nothing happens when there is no such file.
    ///
    /// After a sync that failed, the system holds pages in its cache for written that the disk never got, and the next
    /// sync succeeds without them. Only pages that are written again reach the disk.
    func rewrite() throws(Failure) {
        guard access(path, F_OK) == 0 else { return }
        try withDescriptor(O_RDWR) { file throws(Failure) in
            var buffer = [UInt8](repeating: 0, count: Self.piece)
            var offset = 0
            while true {
                let count = pread(file, &buffer, buffer.count, offset)
                try Self.check(count)
                guard count > 0 else { break }
                try Self.write(buffer[..<count], to: file, at: offset)
                offset += count
            }
            try Self.check(fsync(file))
        }
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to file: Int32, at offset: Int) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                pwrite(file, bytes.baseAddress.map { $0 + done }, bytes.count - done, offset + done)
            }
            try check(count)
            done += count
        }
    }

    private static func check(_ result: some BinaryInteger) throws(Failure) {
        guard result >= 0 else { throw Failure(code: errno) }
    }

    private func withDescriptor(
        _ flags: Int32, _ body: (Int32) throws(Failure) -> Void
    ) throws(Failure) {
        let file = open(path, flags | O_CLOEXEC)
        try Self.check(file)
        defer { close(file) }
        try body(file)
    }
}
