/// When the members of a record were stated, of a record that was stated in parts.
package struct MemberTimes: Hashable, Sendable {
    /// When all of it was stated last; nil when it never was.
    package private(set) var wholeAt: Timestamp?
    /// Members that were stated at another time, or removed, by their paths: later, or before, where the whole did not
    /// speak of them.
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
        later.filter { RecordPath.covers($0.key, path) }.map(\.value).max() ?? wholeAt
    }

    /// Notes that what lies at the path was stated at `time`; what lies within it and is later stays noted.
    mutating func note(_ path: String, at time: Timestamp) {
        let isApart = later.contains { RecordPath.covers($0.key, path) } || (wholeAt.map { $0 < time } ?? true)
        for entry in later where RecordPath.covers(path, entry.key) && entry.value <= time { later[entry.key] = nil }
        if isApart { later[path] = time }
        guard later.count > Self.limit else { return }
        let oldest = later.map(\.value).sorted()[later.count - Self.limit]
        wholeAt = max(wholeAt ?? oldest, oldest)
        later = SortedMap(Dictionary(later.filter { $0.value > oldest }.map { ($0.key, $0.value) }) { $1 })
    }

    /// Marks what the identifiers of a record alone do not tell of its members, and lets go of earlier marks. A mark is
    /// kept as a path that nothing states, at a time before all others.
    mutating func mark(_ marks: Set<String>) {
        for entry in later where PartedIdentifiers.isMark(entry.key) && !marks.contains(entry.key) {
            later[entry.key] = nil
        }
        for mark in marks { later[mark] = Self.never }
    }

    /// Notes that all was stated at `time`, but what is later, and what lies at the paths that it did not speak of.
    mutating func noteWhole(at time: Timestamp, butFor kept: Set<String> = []) {
        var spared: [String: Timestamp] = [:]
        for path in kept {
            spared[path] = self.time(of: path) ?? Self.never
            for entry in later where RecordPath.covers(path, entry.key) { spared[entry.key] = entry.value }
        }
        wholeAt = time
        for entry in later where entry.value <= time { later[entry.key] = nil }
        for (path, time) in spared { later[path] = time }
    }

    private static let never = Timestamp(milliseconds: 0)
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
        /// All of it but the members at these paths, which it does not have and which stay as they are.
        case wholeButFor(Set<String>)
        /// The members at these paths, and that there are none at those; the others stay as they are. What it assumes
        /// counts where nothing is stored, until anybody states it, at whatever time.
        case part(stating: Set<String>, removing: Set<String>, assuming: Set<String> = [])
        /// Several statements made it.
        case pieced(MemberTimes)
    }
}

extension SourceRecord {
    fileprivate var isPart: Bool { if case .part = extent { true } else { false } }
}

extension Array {
    /// The same elements, but where parts of a record stand before the record itself, they come right behind it: who
    /// sends both at once may have written down what happened in any order, and a part needs its record.
    package func wholesFirst(_ record: (Element) -> SourceRecord) -> [Element] {
        let parts = Set(lazy.map(record).filter(\.isPart).map(\.key))
        guard !parts.isEmpty else { return self }
        var places: [FactKey: [Int]] = [:]
        for (place, element) in enumerated() where parts.contains(record(element).key) {
            places[record(element).key, default: []].append(place)
        }
        var ordered = self
        for places in places.values {
            guard let first = places.firstIndex(where: { !record(self[$0]).isPart }) else { continue }
            for (place, former) in zip(places, [places[first]] + places[..<first]) { ordered[place] = self[former] }
        }
        return ordered
    }
}
