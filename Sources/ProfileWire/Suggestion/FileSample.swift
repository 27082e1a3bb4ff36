/// Rows from all over a file, and the few words that occur in its columns: in bounded memory, however long the file is.
package struct FileSample: Sendable {
    /// The first rows, one after the other, which show whether rows belong together.
    private(set) var head: [CSVRow] = []
    /// Rows at equal distances from each other, those of the head among them.
    private(set) var spread: [CSVRow] = []
    /// For each column.
    private(set) var words: [WordTally]
    package let header: [String]
    package private(set) var count = 0
    /// Whether every row of the file was seen.
    package var isComplete = true
    private var distance = 1
    private var headWeight = 0
    private var spreadWeight = 0

    private static let headRows = 1_000
    private static let spreadRows = 4_000
    /// In bytes; of the head, and of the spread rows.
    private static let weight = 8 << 20

    package init(header: [String]) {
        self.header = header
        words = header.map { _ in WordTally() }
    }

    package mutating func add(_ row: CSVRow) {
        for index in words.indices where !words[index].isMany { words[index].add(row[index]) }
        if head.count < Self.headRows, headWeight < Self.weight {
            head.append(row)
            headWeight += row.bytes.count
        }
        if count.isMultiple(of: distance) {
            spread.append(row)
            spreadWeight += row.bytes.count
        }
        count += 1
        if spread.count > Self.spreadRows || spreadWeight > Self.weight { thin() }
    }

    /// Every second row stays.
    private mutating func thin() {
        distance *= 2
        spread = spread.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        spreadWeight = spread.reduce(0) { $0 + $1.bytes.count }
    }
}
