/// When the members of a record were stated, of a record that was stated in parts.
package struct MemberTimes: Hashable, Sendable {
    /// When all of it was stated last; nil when it never was.
    package private(set) var wholeAt: Timestamp?
    /// Members that were stated after that, or removed, by their paths.
    package private(set) var later: SortedMap<String, Timestamp>

    package init(wholeAt: Timestamp?, later: [String: Timestamp] = [:]) {
        self.wholeAt = wholeAt
        self.later = SortedMap(later)
    }

    /// More than the members of any record. A source that states and removes ever new traits comes to more: then what
    /// is older than the latest of them counts as stated with the whole.
    static let limit = 1_000

    /// When the member was stated last, or what it lies in; nil when it never was.
    func time(of path: String) -> Timestamp? {
        later.filter { RecordPath.covers($0.key, path) }.map(\.value).reduce(wholeAt) { max($0 ?? $1, $1) }
    }

    /// Notes that what lies at the path was stated at `time`; what lies within it and is later stays noted.
    mutating func note(_ path: String, at time: Timestamp) {
        for entry in later where RecordPath.covers(path, entry.key) && entry.value <= time { later[entry.key] = nil }
        if wholeAt.map({ time > $0 }) ?? true { later[path] = time }
        guard later.count > Self.limit else { return }
        let oldest = later.map(\.value).sorted()[later.count - Self.limit]
        wholeAt = max(wholeAt ?? oldest, oldest)
        later = SortedMap(Dictionary(later.filter { $0.value > oldest }.map { ($0.key, $0.value) }) { $1 })
    }

    /// Notes that all was stated at `time`, but what is later.
    mutating func noteWhole(at time: Timestamp) {
        wholeAt = time
        for entry in later where entry.value <= time { later[entry.key] = nil }
    }
}

extension MemberTimes: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.flag(wholeAt != nil)
        if let wholeAt { writer.moment(wholeAt) }
        writer.count(later.count)
        for entry in later {
            writer.string(entry.key)
            writer.moment(entry.value)
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let wholeAt = try reader.flag() ? try reader.moment() : nil
        var later: [String: Timestamp] = [:]
        for _ in 0..<(try reader.count()) { later[try reader.string()] = try reader.moment() }
        self.init(wholeAt: wholeAt, later: later)
    }
}

extension SourceRecord {
    /// How much of a record its source stated.
    package indirect enum Extent: Hashable, Sendable {
        /// All of it at one time: what it does not have, the source does not have.
        case whole
        /// The members at these paths, and that there are none at those; the others stay as they are.
        case part(stating: Set<String>, removing: Set<String>)
        /// Several statements made it.
        case pieced(MemberTimes)
    }
}
