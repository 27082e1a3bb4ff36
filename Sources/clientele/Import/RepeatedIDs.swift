import ProfileCore
import ProfileWire

/// Notices lines of one file that name a record that an earlier line named: of records with one id one is kept.
struct RepeatedIDs {
    /// How many lines are named.
    private static let named = 10
    /// How many ids are kept in mind, in 16 bytes each.
    private static let capacity = 1 << 21

    /// What the numbers of lines count.
    private let unit: RejectFile.Unit

    init(of unit: RejectFile.Unit = .line) { self.unit = unit }

    /// Lines that say something else than the one before with their id.
    private(set) var different = 0
    private(set) var equal = 0
    private var examples: [(line: Int, earlier: Int)] = []
    /// By the id's hash: the line, and a hash of what it says.
    private var seen: [UInt64: (line: UInt32, content: UInt32)] = [:]

    var isFull: Bool { seen.count >= Self.capacity }

    mutating func meet(_ key: String, _ rows: [CSVRow]) {
        meet(key, at: rows.first?.line ?? 0, content: Self.hash(of: rows))
    }

    /// A record of a document, and what it says.
    mutating func meet(_ key: String, at line: Int, saying bytes: [UInt8]) {
        meet(key, at: line, content: Self.hash(of: bytes))
    }

    private mutating func meet(_ key: String, at line: Int, content: UInt32) {
        let key = Self.hash(of: key)
        let line = UInt32(clamping: line)
        if let earlier = seen[key] {
            if earlier.content == content {
                equal += 1
            } else {
                different += 1
                if examples.count < Self.named { examples.append((Int(line), Int(earlier.line))) }
            }
        } else if isFull {
            return
        }
        seen[key] = (line, content)
    }

    /// What there is to tell about a file of that name.
    func sentences(about name: String) -> [String] {
        var sentences: [String] = []
        let unit = unit.rawValue
        if different > 0 {
            let lines = examples.map { "\($0.line) (as \($0.earlier))" }.joined(separator: ", ")
            let rest = different > examples.count ? ", …" : ""
            let differing = Wording.count(
                different, "\(unit) has the id of an earlier \(unit) and differs from it",
                "\(unit)s have the id of an earlier \(unit) and differ from it")
            sentences.append(
                """
                \(name): \(differing), so that one of them replaces the other: \(lines)\(rest). \
                Those of one record are brought together by group_by.
                """)
        }
        let repeated = Wording.count(equal, "\(unit) repeats", "\(unit)s repeat")
        if equal > 0 { sentences.append("\(name): \(repeated) an earlier \(unit)") }
        if isFull { sentences.append("\(name): ids after the first \(Self.capacity) were not compared") }
        return sentences
    }

    private static func hash(of key: String) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(key)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    private static func hash(of bytes: [UInt8]) -> UInt32 {
        var hasher = Hasher()
        hasher.combine(bytes)
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }

    private static func hash(of rows: [CSVRow]) -> UInt32 {
        var hasher = Hasher()
        for row in rows {
            hasher.combine(row.bytes)
            hasher.combine(row.ends)
        }
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }
}
