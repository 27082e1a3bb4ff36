import Foundation

/// Where an export goes. A file is its owner's alone to read, and has its name only once it is whole.
final class OutputFile {
    private static let bufferSize = 256 * 1024

    private let path: String?
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Nil is standard output.
    init(path: String?) throws(ImportFailure) {
        self.path = path
        guard let path else {
            descriptor = STDOUT_FILENO
            return
        }
        descriptor = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ImportFailure("\(path) cannot be written: \(InputFile.systemError)") }
    }

    func write(_ bytes: [UInt8]) throws(ImportFailure) {
        buffer += bytes
        if buffer.count >= Self.bufferSize { try flush() }
    }

    func finish() throws(ImportFailure) {
        try flush()
        guard let path else { return }
        guard fsync(descriptor) == 0, close(descriptor) == 0, rename(path + ".part", path) == 0 else {
            throw ImportFailure("\(path) cannot be written: \(InputFile.systemError)")
        }
    }

    private func flush() throws(ImportFailure) {
        var offset = 0
        while offset < buffer.count {
            let written = buffer[offset...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else {
                if errno == EINTR { continue }
                throw ImportFailure("the export cannot be written: \(InputFile.systemError)")
            }
            offset += written
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
