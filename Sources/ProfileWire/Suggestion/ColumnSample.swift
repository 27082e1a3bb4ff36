import ProfileCore

/// What a column's name and a sample of its values tell.
struct ColumnSample: Sendable {
    struct Value: Hashable, Sendable {
        let text: String
        let line: Int
    }

    let name: String
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
        let name = CleanText.clean(sample.header[column])
        self.name = name
        header = HeaderName(name)
        let twins = sample.header.indices.filter { CleanText.clean(sample.header[$0]) == name }
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
