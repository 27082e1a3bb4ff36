import Foundation
import Gzip

/// The bytes of a file, unpacked where it is packed with gzip, piece by piece.
final class InputFile {
    static let pieceSize = 256 * 1024

    let path: String
    /// In bytes, as it lies on the disk; nil when it cannot be told, as of standard input.
    let size: Int?
    /// How many of those were read.
    private(set) var bytesRead = 0
    private let descriptor: Int32
    private var inflater: GzipInflater?
    private var pending: [UInt8] = []
    private var isFirst = true

    /// The file's name without its folder.
    var name: String { path == "-" ? "standard input" : String(path.split(separator: "/").last ?? "") }

    /// The size of a plain file, in which any place can be read; nil for what is packed or comes through a pipe.
    var seekableSize: Int? { inflater == nil ? size : nil }

    /// Whether a path leads to a file whose end is there already, unlike that of a pipe.
    static func isPlain(_ path: String) -> Bool {
        var status = stat()
        return path != "-" && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Goes on at that place of a plain file.
    func jump(to offset: Int) throws(ImportFailure) {
        guard seekableSize != nil, lseek(descriptor, offset, SEEK_SET) >= 0 else {
            throw ImportFailure("\(name) cannot be read on: \(Self.systemError)")
        }
    }

    /// `-` is standard input.
    init(path: String) throws(ImportFailure) {
        self.path = path
        guard path != "-" else {
            (descriptor, size) = (STDIN_FILENO, nil)
            return
        }
        let opened = open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw ImportFailure("\(path) cannot be read: \(Self.systemError)") }
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder < 0 else {
            close(folder)
            close(opened)
            throw ImportFailure("\(path) is a folder, not a file")
        }
        descriptor = opened
        let end = lseek(opened, 0, SEEK_END)
        size = end < 0 ? nil : Int(end)
        if end >= 0 { lseek(opened, 0, SEEK_SET) }
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// The next piece; nil at the end.
    func next() throws(ImportFailure) -> [UInt8]? {
        while true {
            if let inflater, let piece = try unpacked(inflater) { return piece }
            let chunk = try readChunk()
            if isFirst { try begin(chunk) }
            if chunk.isEmpty {
                try finish()
                return nil
            }
            guard let inflater else { return chunk }
            inflater.push(chunk)
        }
    }

    private func begin(_ chunk: [UInt8]) throws(ImportFailure) {
        isFirst = false
        guard chunk.starts(with: [0x1F, 0x8B]) else { return }
        do throws(GzipInflater.Failure) {
            inflater = try GzipInflater()
        } catch {
            throw ImportFailure("\(name) cannot be unpacked: no memory")
        }
    }

    private func unpacked(_ inflater: GzipInflater) throws(ImportFailure) -> [UInt8]? {
        do throws(GzipInflater.Failure) {
            return try inflater.nextPiece()
        } catch {
            throw ImportFailure("\(name) is damaged: its gzip data cannot be unpacked after byte \(bytesRead)")
        }
    }

    private func finish() throws(ImportFailure) {
        do throws(GzipInflater.Failure) {
            try inflater?.finish()
        } catch {
            throw ImportFailure("\(name) is cut off: its gzip data ends too early, after byte \(bytesRead)")
        }
    }

    private func readChunk() throws(ImportFailure) -> [UInt8] {
        var result = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
            repeat { result = read(descriptor, buffer.baseAddress, Self.pieceSize) } while result < 0 && errno == EINTR
            count = max(result, 0)
        }
        guard result >= 0 else { throw ImportFailure("\(name) cannot be read on: \(Self.systemError)") }
        bytesRead += chunk.count
        return chunk
    }

    static var systemError: String { String(cString: strerror(errno)).lowercased() }
}
