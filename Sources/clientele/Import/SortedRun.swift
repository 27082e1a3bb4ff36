import ProfileWire

/// Sorted rows in a temporary file.
final class SortedRun {
    private static let bufferSize = 64 * 1024

    /// The next entry; nil at the end.
    private(set) var head: RowGroups.Entry?
    private let file: TemporaryFile
    private var buffer: [UInt8] = []
    private var position = 0
    /// How much of the file was read.
    private var offset = 0

    init(folder: String) throws(ImportFailure) {
        file = try TemporaryFile(in: folder)
    }

    // MARK: Writing

    func append(_ entry: RowGroups.Entry) throws(ImportFailure) {
        append(entry.key.count)
        append(entry.row.line)
        append(entry.row.ends.count)
        append(entry.row.bytes.count)
        buffer += entry.key
        for end in entry.row.ends { append(Int(end)) }
        buffer += entry.row.bytes
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Eight bytes, the least first.
    private func append(_ number: Int) {
        withUnsafeBytes(of: Int64(number).littleEndian) { buffer.append(contentsOf: $0) }
    }

    private func flush() throws(ImportFailure) {
        try file.append(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    // MARK: Reading

    /// From writing to reading, at the first entry.
    func rewind() throws(ImportFailure) {
        try flush()
        buffer = []
        try advance()
    }

    func advance() throws(ImportFailure) {
        guard let keyLength = try number(), let line = try number(), let count = try number(),
            let length = try number(), let key = try bytes(keyLength)
        else {
            head = nil
            return
        }
        var ends: [Int32] = []
        for _ in 0..<count { ends.append(Int32(clamping: try number() ?? 0)) }
        let row = CSVRow(line: line, bytes: try bytes(length) ?? [], ends: ends)
        head = RowGroups.Entry(key: key, row: row)
    }

    private func number() throws(ImportFailure) -> Int? {
        guard let bytes = try bytes(8) else { return nil }
        return Int(truncatingIfNeeded: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    private func bytes(_ count: Int) throws(ImportFailure) -> [UInt8]? {
        while buffer.count - position < count {
            guard try fill() else { return nil }
        }
        defer { position += count }
        return Array(buffer[position..<position + count])
    }

    private func fill() throws(ImportFailure) -> Bool {
        buffer.removeFirst(position)
        position = 0
        let chunk = try file.bytes(at: offset, atMost: Self.bufferSize)
        offset += chunk.count
        buffer += chunk
        return !chunk.isEmpty
    }
}
