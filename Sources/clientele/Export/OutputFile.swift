import Foundation

/// Where an export goes. A file is its owner's alone to read, and has its name only once it is whole; devices and pipes
/// are written to as they are.
final class OutputFile {
    private static let bufferSize = 256 * 1024

    /// The file to be, and its name until it is whole; nil for what is only written to.
    private let naming: (path: String, part: String)?
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Nil and `-` are standard output.
    init(path: String?) throws(ImportFailure) {
        guard let path, path != "-" else {
            (descriptor, naming) = (STDOUT_FILENO, nil)
            return
        }
        switch FileKind(path) {
        case .folder: throw ImportFailure("\(path) cannot be written: it is a folder")
        case .special:
            naming = nil
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
        case .none, .regular:
            // A link stays one, and leads to the new file.
            let file = Self.target(of: path)
            naming = (file, file + ".part")
            descriptor = open(file + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        }
        guard descriptor >= 0 else { throw ImportFailure("\(path) cannot be written: \(InputFile.systemError)") }
    }

    private static func target(of path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    func write(_ bytes: [UInt8]) throws(ImportFailure) {
        buffer += bytes
        if buffer.count >= Self.bufferSize { try flush() }
    }

    func finish() throws(ImportFailure) {
        try flush()
        guard let naming else { return }
        guard fsync(descriptor) == 0, close(descriptor) == 0, rename(naming.part, naming.path) == 0 else {
            throw ImportFailure("\(naming.path) cannot be written: \(InputFile.systemError)")
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

/// What a path leads to, links followed.
enum FileKind {
    case none, regular, folder
    /// A device, a pipe or a socket: written to, and never replaced.
    case special

    init(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            self = .none
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .folder
        default: self = .special
        }
    }
}
