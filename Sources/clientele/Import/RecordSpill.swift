import ProfileCore
import ProfileStore

/// Records put aside as they come, and taken out in another order: a few in memory, more in a temporary file.
struct RecordSpill {
    private static let bufferSize = 4 << 20

    private let folder: String
    private var file: TemporaryFile?
    /// What comes after the bytes of the file.
    private var buffer: [UInt8] = []
    private var written = 0
    /// By record: where it ends.
    private var ends: [Int] = []

    init(folder: String) {
        self.folder = folder
    }

    mutating func append(_ record: [UInt8]) throws(ImportFailure) {
        buffer += record
        ends.append(written + buffer.count)
        guard buffer.count >= Self.bufferSize else { return }
        if file == nil { file = try TemporaryFile(in: folder) }
        try file?.append(buffer)
        written += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }

    /// The record that was put aside as the `place`th, from 0.
    func record(_ place: Int) throws(ImportFailure) -> [UInt8] {
        let (start, end) = (place == 0 ? 0 : ends[place - 1], ends[place])
        guard start < written else { return Array(buffer[start - written..<end - written]) }
        return try file?.bytes(at: start, atMost: end - start) ?? []
    }
}
