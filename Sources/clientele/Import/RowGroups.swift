import ProfileWire
import Sorting

/// What can be put aside in bytes until all of its record is there.
protocol SpillableRow: Sendable {
    var line: Int { get }
    var bytes: [UInt8] { get }
    /// Where in the bytes its parts end; none for what has no parts.
    var ends: [Int32] { get }

    init(line: Int, bytes: [UInt8], ends: [Int32])
}

extension CSVRow: SpillableRow {}

extension NumberedDocument: SpillableRow {
    var line: Int { number }
    var ends: [Int32] { [] }

    init(line: Int, bytes: [UInt8], ends: [Int32]) {
        self.init(number: line, bytes: bytes)
    }
}

/// Brings the rows of one record together, wherever in the file they are, in bounded memory.
///
/// Rows are kept until they take too much memory; then they are sorted by key and written to a temporary file, and at
/// the end all those files are merged. Groups come in the order of their keys, the rows of a group in that of the file.
struct RowGroups<Row: SpillableRow> {
    struct Entry {
        let key: [UInt8]
        let row: Row

        static func precedes(_ one: Entry, _ other: Entry) -> Bool {
            if one.key == other.key { return one.row.line < other.row.line }
            return one.key.lexicographicallyPrecedes(other.key)
        }

        /// In memory, roughly, in bytes.
        var weight: Int { key.count + row.bytes.count + row.ends.count * 4 + 200 }
    }

    /// Rows with one key, at most as many and as long as those of a record may be.
    struct Group {
        let rows: [Row]
        /// Whether more rows with this key follow in the next group.
        let isContinued: Bool
        /// Whether rows with this key came in the group before.
        let isContinuation: Bool
    }

    private static var runsPerLevel: Int { 32 }

    /// How many rows were added.
    private(set) var count = 0
    private let folder: String
    private let capacity: Int
    private var entries: [Entry] = []
    private var weight = 0
    /// By how often their rows were merged: so there are never many, and no row is written often.
    private var runs: [[SortedRun<Row>]] = []
    private var merge: RunMerge<Row>?
    private var ahead: Entry?
    private var lastKey: [UInt8]?

    /// `folder` is for temporary files; `capacity` is in bytes of memory.
    init(folder: String, capacity: Int) {
        self.folder = folder
        self.capacity = capacity
    }

    mutating func add(_ row: Row, key: [UInt8]) throws(ImportFailure) {
        let entry = Entry(key: key, row: row)
        count += 1
        entries.append(entry)
        weight += entry.weight
        if weight >= capacity { try spill() }
    }

    /// To be called once, after the last row and before the first group.
    mutating func sort() throws(ImportFailure) {
        if runs.isEmpty {
            entries.sort(by: Entry.precedes)
            entries.reverse()
        } else {
            try spill()
            merge = RunMerge(Array(runs.joined()))
            runs = []
        }
        ahead = try nextEntry()
    }

    /// Nil after the last group.
    mutating func next() throws(ImportFailure) -> Group? {
        guard let first = ahead else { return nil }
        let isContinuation = lastKey == first.key
        lastKey = first.key
        var (rows, weight) = ([first.row], first.row.bytes.count)
        ahead = try nextEntry()
        while let entry = ahead, entry.key == first.key, rows.count < Mapping.maximumRows,
            weight + entry.row.bytes.count <= Mapping.maximumBytes
        {
            rows.append(entry.row)
            weight += entry.row.bytes.count
            ahead = try nextEntry()
        }
        return Group(rows: rows, isContinued: ahead?.key == first.key, isContinuation: isContinuation)
    }

    private mutating func nextEntry() throws(ImportFailure) -> Entry? {
        if merge == nil { return entries.popLast() }
        return try merge?.next()
    }

    private mutating func spill() throws(ImportFailure) {
        entries.sort(by: Entry.precedes)
        let run = try SortedRun<Row>(folder: folder)
        for entry in entries { try run.append(entry) }
        try run.rewind()
        entries.removeAll()
        weight = 0
        try add(run, level: 0)
    }

    private mutating func add(_ run: SortedRun<Row>, level: Int) throws(ImportFailure) {
        if runs.count == level { runs.append([]) }
        runs[level].append(run)
        guard runs[level].count == Self.runsPerLevel else { return }
        let merged = try SortedRun<Row>(folder: folder)
        let merge = RunMerge(runs[level])
        while let entry = try merge.next() { try merged.append(entry) }
        try merged.rewind()
        runs[level] = []
        try add(merged, level: level + 1)
    }
}

/// Sorted rows in a temporary file.
final class SortedRun<Row: SpillableRow> {
    private static var bufferSize: Int { 64 * 1024 }

    /// The next entry; nil at the end.
    private(set) var head: RowGroups<Row>.Entry?
    private let file: TemporaryFile
    private var buffer: [UInt8] = []
    private var position = 0
    /// How much of the file was read.
    private var offset = 0

    init(folder: String) throws(ImportFailure) {
        file = try sorting { () throws(TemporaryFile.Failure) in try TemporaryFile(in: folder) }
    }

    // MARK: Writing

    func append(_ entry: RowGroups<Row>.Entry) throws(ImportFailure) {
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
        try sorting { () throws(TemporaryFile.Failure) in try file.append(buffer) }
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
        let row = Row(line: line, bytes: try bytes(length) ?? [], ends: ends)
        head = RowGroups<Row>.Entry(key: key, row: row)
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
        let chunk = try sorting { () throws(TemporaryFile.Failure) in
            try file.bytes(at: offset, atMost: Self.bufferSize)
        }
        offset += chunk.count
        buffer += chunk
        return !chunk.isEmpty
    }
}

/// Walks through several sorted runs as if they were one.
struct RunMerge<Row: SpillableRow> {
    private let runs: [SortedRun<Row>]

    /// Each at its first entry.
    init(_ runs: [SortedRun<Row>]) {
        self.runs = runs
    }

    func next() throws(ImportFailure) -> RowGroups<Row>.Entry? {
        var least: (run: SortedRun<Row>, entry: RowGroups<Row>.Entry)?
        for run in runs {
            guard let entry = run.head else { continue }
            if let found = least, !RowGroups<Row>.Entry.precedes(entry, found.entry) { continue }
            least = (run, entry)
        }
        try least?.run.advance()
        return least?.entry
    }
}
