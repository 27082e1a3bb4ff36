import Foundation
import Gzip
import ProfileWire

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

/// A file of text: what it is, and its bytes in an encoding that has ASCII's separators.
final class TextFile {
    let input: InputFile
    let nature: FileNature
    /// Nil when it is to be found out from the text.
    let encoding: TextEncoding?
    /// The number of the first line that is handed out: empty ones before it are passed over.
    let firstLine: Int
    /// What the file begins with.
    private(set) var sample: [UInt8]
    private var isSampleTaken = false
    private var utf16: UTF16Stream?
    private var isAtEnd = false

    /// Looks at the beginning of the file. `declared` wins over what a byte order mark tells.
    ///
    /// - Throws: when the file is no text.
    init(_ input: InputFile, declared: TextEncoding?) throws(ImportFailure) {
        self.input = input
        var start: [UInt8] = []
        while start.count < FileNature.sampleSize, let piece = try input.next() { start += piece }
        let mark = FileNature.mark(of: start)
        if let mark { start.removeFirst(mark.length) }
        let encoding = declared ?? mark?.encoding
        var utf16: UTF16Stream?
        switch encoding {
        case .utf16LittleEndian: utf16 = UTF16Stream(bigEndian: false)
        case .utf16BigEndian: utf16 = UTF16Stream(bigEndian: true)
        default: break
        }
        self.encoding = utf16 == nil ? encoding : .utf8
        if let text = utf16?.utf8(start) { start = text }
        var blank = BlankStart()
        while blank.strip(&start) || start.count < FileNature.sampleSize {
            guard let piece = try input.next() else {
                isAtEnd = true
                start += utf16?.finish() ?? []
                break
            }
            start += utf16?.utf8(piece) ?? piece
        }
        self.utf16 = utf16
        sample = start
        nature = FileNature(of: Array(start.prefix(FileNature.sampleSize)))
        firstLine = blank.nextLine(countingReturns: nature != .ndjson)
        if case .binary(let words) = nature {
            throw ImportFailure(
                "\(input.name) is no text file" + (words.map { ": it looks like \($0)" } ?? " but binary data"))
        }
    }

    /// Reads on until the sample is telling, or has so many bytes.
    func extendSample(toAtMost most: Int, until isTelling: ([UInt8]) -> Bool) throws(ImportFailure) {
        guard !isSampleTaken else { return }
        while !isAtEnd, sample.count < most, !isTelling(sample) {
            sample += try nextPiece() ?? []
        }
    }

    /// Whether it is an export of a whole store.
    var isExport: Bool { nature == .ndjson && ExportLine.begins(sample) }

    /// Goes on about that place of a plain file, at a whole character.
    func jump(to offset: Int) throws(ImportFailure) {
        try input.jump(to: offset / 2 * 2)
        (isSampleTaken, isAtEnd) = (true, false)
        _ = utf16?.finish()
    }

    func next() throws(ImportFailure) -> [UInt8]? {
        if !isSampleTaken {
            isSampleTaken = true
            return sample
        }
        return try nextPiece()
    }

    private func nextPiece() throws(ImportFailure) -> [UInt8]? {
        guard !isAtEnd else { return nil }
        guard let piece = try input.next() else {
            isAtEnd = true
            return utf16?.finish()
        }
        return utf16?.utf8(piece) ?? piece
    }
}
