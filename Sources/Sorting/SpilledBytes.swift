/// Bytes that are written one after another and read in that order: the last ones in memory, the others in a temporary
/// file.
struct SpilledBytes {
    private let folder: String
    private let bufferSize: Int
    private var file: TemporaryFile?
    /// What comes after the bytes of the file.
    private var buffer: [UInt8] = []
    private var written = 0

    init(folder: String, bufferSize: Int) {
        self.folder = folder
        self.bufferSize = bufferSize
    }

    var count: Int { written + buffer.count }

    mutating func append(_ number: UInt32) {
        withUnsafeBytes(of: number.littleEndian) { buffer.append(contentsOf: $0) }
    }

    /// After its length.
    mutating func append(entry: ArraySlice<UInt8>) throws(TemporaryFile.Failure) {
        append(UInt32(entry.count))
        buffer += entry
        if buffer.count >= bufferSize { try flush() }
    }

    /// What was written from `start` to `end`, or to the last byte.
    func reader(from start: Int = 0, to end: Int? = nil) -> Reader {
        let end = end ?? count
        let rest = max(start - written, 0)..<max(end - written, 0)
        return Reader(file: file, offset: start, end: min(end, written), rest: Array(buffer[rest]))
    }

    private mutating func flush() throws(TemporaryFile.Failure) {
        if file == nil { file = try TemporaryFile(in: folder) }
        try file?.append(buffer)
        written += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }

    struct Reader {
        /// So that hundreds of them read at the same time.
        private static let pieceSize = 64 << 10

        private let file: TemporaryFile?
        private var offset: Int
        private let end: Int
        /// What is read once the file is at its end.
        private var rest: [UInt8]
        private var piece: [UInt8] = []
        private var position = 0

        fileprivate init(file: TemporaryFile?, offset: Int, end: Int, rest: [UInt8]) {
            (self.file, self.offset, self.end, self.rest) = (file, offset, end, rest)
        }

        /// Nil at the end.
        mutating func number() throws(TemporaryFile.Failure) -> UInt32? {
            guard try holds(4) else { return nil }
            defer { position += 4 }
            return piece[position..<position + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }

        mutating func entry() throws(TemporaryFile.Failure) -> ArraySlice<UInt8> {
            guard let length = try number(), try holds(Int(length)) else { throw .changed }
            defer { position += Int(length) }
            return piece[position..<position + Int(length)]
        }

        private mutating func holds(_ count: Int) throws(TemporaryFile.Failure) -> Bool {
            while piece.count - position < count {
                let next = try next(atLeast: count - (piece.count - position))
                guard !next.isEmpty else { return false }
                piece = position == piece.count ? next : piece[position...] + next
                position = 0
            }
            return true
        }

        private mutating func next(atLeast count: Int) throws(TemporaryFile.Failure) -> [UInt8] {
            if let file, offset < end {
                let next = try file.bytes(at: offset, atMost: min(max(count, Self.pieceSize), end - offset))
                offset += next.count
                return next
            }
            defer { rest = [] }
            return rest
        }
    }
}
