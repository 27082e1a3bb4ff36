import Foundation

/// A file without a name: whatever becomes of the process, nothing is left of it.
final class TemporaryFile {
    private let descriptor: Int32
    private let folder: String

    init(in folder: String) throws(ImportFailure) {
        self.folder = folder
        var template = Array((folder + "/clientele-import-XXXXXX").utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw ImportFailure("no temporary file can be made in \(folder): \(InputFile.systemError)")
        }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        close(descriptor)
    }

    /// Writes after what was written last.
    func append(_ bytes: [UInt8]) throws(ImportFailure) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else {
                if errno == EINTR { continue }
                throw ImportFailure("the temporary files in \(folder) cannot be written: \(InputFile.systemError)")
            }
            offset += written
        }
    }

    /// At most `count` bytes from a place on; fewer only at the end.
    func bytes(at place: Int, atMost count: Int) throws(ImportFailure) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let result = pread(descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, place + filled)
                if result < 0, errno == EINTR { continue }
                failed = result < 0
                guard result > 0 else { break }
                filled += result
            }
        }
        guard !failed else {
            throw ImportFailure("the temporary files in \(folder) cannot be read: \(InputFile.systemError)")
        }
        return bytes
    }
}
