import Glibc

/// A file without a name: whatever becomes of the process, nothing is left of it.
package final class TemporaryFile: Sendable {
    /// Why a temporary file is of no use, in one sentence for the person who needs it.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        static let changed = Failure(description: "a temporary file was changed while it was used")

        private init(description: String) {
            self.description = description
        }

        fileprivate init(_ what: String) {
            description = "\(what): \(String(cString: strerror(errno)).lowercased())"
        }
    }

    private let descriptor: Int32
    private let folder: String

    /// Opens the file once more, for who reads it from its beginning, as long as it lives.
    package var path: String { "/proc/self/fd/\(descriptor)" }

    package init(in folder: String) throws(Failure) {
        self.folder = folder
        var template = Array((folder + "/clientele-XXXXXX").utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Failure("no temporary file can be made in \(folder)") }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        close(descriptor)
    }

    /// Writes after what was written last.
    package func append(_ bytes: [UInt8]) throws(Failure) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else {
                if errno == EINTR { continue }
                throw Failure("the temporary files in \(folder) cannot be written")
            }
            offset += written
        }
    }

    /// At most `count` bytes from a place on; fewer only at the end.
    package func bytes(at place: Int, atMost count: Int) throws(Failure) -> [UInt8] {
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
        guard !failed else { throw Failure("the temporary files in \(folder) cannot be read") }
        return bytes
    }
}
