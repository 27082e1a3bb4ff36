import ProfileCore

/// Rows from all over a file, and the few words that occur in its columns: in bounded memory, however long the file is.
package struct FileSample: Sendable {
    /// The first rows, one after the other, which show whether rows belong together.
    private(set) var head: [CSVRow] = []
    /// Rows at equal distances from each other, those of the head among them.
    private(set) var spread: [CSVRow] = []
    /// For each column.
    private(set) var words: [ColumnWords]
    package let header: [String]
    /// Whether the columns are paths into JSON.
    let isJSON: Bool
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

    package init(header: [String], isJSON: Bool = false) {
        self.header = header
        self.isJSON = isJSON
        words = header.map { _ in ColumnWords() }
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

/// What a column's name and a sample of its values tell.
struct ColumnSample: Sendable {
    struct Value: Hashable, Sendable {
        let text: String
        let line: Int
    }

    /// As a mapping writes it where the column is used: within a list of objects, from an element on.
    let name: String
    /// The column's name in the header.
    let title: String
    /// The list of objects that it stands in; nil for most.
    let list: String?
    let header: HeaderName
    /// Which of the columns with its name, when there are several.
    let nth: Int?
    /// Without empty values and words that stand for nothing.
    let values: [Value]
    /// Words that stand for nothing in any column.
    let nullWords: Set<String>
    /// Values that occur, when they are few.
    let words: [String]
    /// Whether some cells are empty or say that they are.
    let hasGaps: Bool
    /// Whether no value occurs twice among the first rows, nor among those spread over the file.
    let isUnique: Bool

    init(_ sample: FileSample, column: Int) {
        let title = CleanText.clean(sample.header[column])
        self.title = title
        (list, name) = sample.isJSON ? Self.place(title) : (nil, title)
        header = HeaderName(name)
        let twins = sample.header.indices.filter { CleanText.clean(sample.header[$0]) == title }
        nth = twins.count > 1 ? twins.firstIndex(of: column).map { $0 + 1 } : nil
        let all = sample.spread.map { Value(text: CleanText.clean($0.text(column)), line: $0.line) }
        nullWords = Set(all.map(\.text)).intersection(NullWords.certain)
        values = all.filter { !$0.text.isEmpty && !NullWords.certain.contains($0.text) }
        hasGaps = values.count < all.count
        words = sample.words[column].words.filter { !NullWords.certain.contains($0) }
        isUnique =
            Self.areUnique(sample.head.map { CleanText.clean($0.text(column)) }) && Self.areUnique(values.map(\.text))
        let patterns = DateCandidates.patterns(for: values, header)
        dates = WrittenForm(of: values, patterns, meaning: DateCandidates.meaning)
        numbers = WrittenForm(of: values, NumberCandidates.styles) { $1.json($0) }
        likelyDates = dates ?? WrittenForm(of: values, patterns, lenient: true, meaning: DateCandidates.meaning)
        likelyNumbers = numbers ?? WrittenForm(of: values, NumberCandidates.styles, lenient: true) { $1.json($0) }
    }

    /// The list of objects that a path goes through last, and the path from there on.
    private static func place(_ path: String) -> (list: String?, name: String) {
        guard let steps = MemberPath(path)?.steps, let last = steps.lastIndex(of: .each), last + 1 < steps.count else {
            return (nil, path)
        }
        return (MemberPath.text(Array(steps[..<last])), MemberPath.text(Array(steps[(last + 1)...])))
    }

    /// Whether it may hold a member: what stands in a list goes into one, and of JSON nothing else does.
    func mayHold(_ hint: MemberHint, isJSON: Bool) -> Bool {
        !isJSON || (list != nil) == (hint.path[0] == Self.listMember)
    }

    private static let listMember = "lines"

    private static func areUnique(_ texts: [String]) -> Bool {
        let texts = texts.filter { !$0.isEmpty }
        return Set(texts).count == texts.count
    }

    /// How the values are written as dates, if they are any.
    let dates: WrittenForm<DatePattern>?
    /// How the values are written as numbers, if they are any.
    let numbers: WrittenForm<NumberStyle>?
    /// As `dates` and `numbers`, but of few values one may be a bad one: for columns whose name tells what they are.
    let likelyDates: WrittenForm<DatePattern>?
    let likelyNumbers: WrittenForm<NumberStyle>?

    /// What share of the values is such, from 0 to 1; 0 without values.
    func share(_ isSuch: (String) -> Bool) -> Double {
        values.isEmpty ? 0 : Double(values.count { isSuch($0.text) }) / Double(values.count)
    }

    /// Whether most values are such, or one of two.
    func areMostly(_ isSuch: (String) -> Bool) -> Bool {
        share(isSuch) > (values.count == 2 ? 0.4 : 0.6)
    }
}

/// The different values of a column, as long as they are few and short enough to be words of a list.
struct ColumnWords: Sendable {
    private(set) var isMany = false
    private var counts: [[UInt8]: Int] = [:]

    private static let most = 40
    private static let longest = 60

    mutating func add(_ value: ArraySlice<UInt8>) {
        let value = Array(value)
        guard value.count <= Self.longest, counts.count < Self.most || counts[value] != nil else {
            isMany = true
            counts = [:]
            return
        }
        counts[value, default: 0] += 1
    }

    /// In the order of the alphabet; empty when there are many.
    var words: [String] {
        Set(counts.keys.map { CleanText.clean(String(decoding: $0, as: UTF8.self)) }).filter { !$0.isEmpty }.sorted()
    }
}
