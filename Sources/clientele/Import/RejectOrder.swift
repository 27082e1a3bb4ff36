import Foundation

/// Where in a file of rejects each line of the imported file stands, to put them into that one's order.
///
/// Many are left as they came: their places would take more memory than an order is worth.
struct RejectOrder {
    private struct Entry {
        /// Rows of files that lie beside the imported one come behind it, file by file.
        let list: String
        let line: Int
        let start: Int
        let length: Int
    }

    private static let most = 500_000
    private static let pieceSize = 1 << 20
    private var entries: [Entry] = []
    private var end = 0
    private var isTooMany = false

    /// What comes before is not put into order.
    mutating func begin(at offset: Int) {
        end += offset
    }

    mutating func add(_ line: Int, _ list: String, _ length: Int) {
        guard entries.count < Self.most else { return isTooMany = true }
        entries.append(Entry(list: list, line: line, start: end, length: length))
        end += length
    }

    private var isRestored: Bool {
        zip(entries, entries.dropFirst()).allSatisfy { ($0.list, $0.line) <= ($1.list, $1.line) }
    }

    /// Replaces the file at `path`. Where that cannot be done, it stays as it is: nothing is lost.
    func restore(in path: String) {
        guard !isTooMany, !isRestored, let first = entries.first, let source = FileHandle(forReadingAtPath: path)
        else { return }
        let draft = path + ".\(getpid())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let target = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try copy(from: source, 0, first.start, to: target)
            // Lines of one number keep the order in which they came.
            let sorted = entries.enumerated().sorted { one, other in
                let (first, second) = (one.element, other.element)
                return (first.list, first.line, one.offset) < (second.list, second.line, other.offset)
            }
            for (_, entry) in sorted { try copy(from: source, entry.start, entry.length, to: target) }
            try target.close()
            guard rename(draft, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            unlink(draft)
        }
    }

    private func copy(from source: FileHandle, _ start: Int, _ length: Int, to target: FileHandle) throws {
        try source.seek(toOffset: UInt64(start))
        var left = length
        while left > 0 {
            guard let piece = try source.read(upToCount: min(left, Self.pieceSize)), !piece.isEmpty else {
                throw CocoaError(.fileReadUnknown)
            }
            try target.write(contentsOf: piece)
            left -= piece.count
        }
    }
}
