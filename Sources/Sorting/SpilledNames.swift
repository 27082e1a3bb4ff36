import ProfileCore

/// Which records have which names, put aside until those of one name can be compared: a few in memory, more in a
/// temporary file.
///
/// They lie in buckets by their hashes, so that a table of the names of one bucket is all that memory holds.
struct SpilledNames {
    private static let bucketCount = 256

    private struct Bucket {
        /// Three numbers each: the upper half of the hash, the lower one, the record.
        var buffer: [UInt32] = []
        var pieces: [Range<Int>] = []
    }

    private let folder: String
    /// Of the buffer of a bucket, in names.
    private let bufferSize: Int
    private var buckets = [Bucket](repeating: Bucket(), count: bucketCount)
    private var file: TemporaryFile?
    private var written = 0
    private(set) var count = 0

    init(folder: String, bufferSize: Int) {
        self.folder = folder
        self.bufferSize = bufferSize
    }

    mutating func append(_ hash: UInt64, of record: UInt32) throws(TemporaryFile.Failure) {
        let bucket = Int(truncatingIfNeeded: hash >> 56)
        buckets[bucket].buffer.append(UInt32(truncatingIfNeeded: hash >> 32))
        buckets[bucket].buffer.append(UInt32(truncatingIfNeeded: hash))
        buckets[bucket].buffer.append(record)
        count += 1
        if buckets[bucket].buffer.count >= bufferSize * 3 { try flush(bucket) }
    }

    /// Joins the records that have a name in common, and forgets the names.
    mutating func join(in groups: inout PersonGroups) throws(TemporaryFile.Failure) {
        for place in buckets.indices {
            let bucket = buckets[place]
            buckets[place] = Bucket()
            var names = NameTable()
            for piece in bucket.pieces {
                let bytes = try file?.bytes(at: piece.lowerBound, atMost: piece.count) ?? []
                bytes.withUnsafeBytes { Self.join($0, by: &names, in: &groups) }
            }
            bucket.buffer.withUnsafeBytes { Self.join($0, by: &names, in: &groups) }
        }
        (file, written, count) = (nil, 0, 0)
    }

    private static func join(
        _ bytes: UnsafeRawBufferPointer, by names: inout NameTable, in groups: inout PersonGroups
    ) {
        for place in stride(from: 0, to: bytes.count, by: 12) {
            let upper = bytes.load(fromByteOffset: place, as: UInt32.self)
            let lower = bytes.load(fromByteOffset: place + 4, as: UInt32.self)
            let record = bytes.load(fromByteOffset: place + 8, as: UInt32.self)
            names.join(record, named: UInt64(upper) << 32 | UInt64(lower), in: &groups)
        }
    }

    private mutating func flush(_ bucket: Int) throws(TemporaryFile.Failure) {
        if file == nil { file = try TemporaryFile(in: folder) }
        let bytes = buckets[bucket].buffer.withUnsafeBytes { Array($0) }
        try file?.append(bytes)
        buckets[bucket].pieces.append(written..<written + bytes.count)
        written += bytes.count
        buckets[bucket].buffer.removeAll(keepingCapacity: true)
    }
}
