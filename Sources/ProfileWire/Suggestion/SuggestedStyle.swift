import ProfileCore

/// How the dates and numbers of the chosen columns are written, as far as the whole mapping may say it once.
struct SuggestedStyle: Sendable {
    /// Of each column with dates, decided by other columns where its own values leave it open.
    private let dates: [String: WrittenForm<DatePattern>]
    private let numbers: [String: WrittenForm<NumberStyle>]
    /// What most columns with dates have; nil without any.
    let pattern: DatePattern?
    let number: NumberStyle
    let nullWords: [String]

    init(_ choice: MemberChoice, _ columns: [ColumnSample]) {
        var dates: [String: WrittenForm<DatePattern>] = [:]
        var numbers: [String: WrittenForm<NumberStyle>] = [:]
        for member in choice.members {
            switch member.hint.shape {
            case .time: dates[member.path] = member.column.likelyDates
            case .number, .integer, .rating: numbers[member.path] = member.column.likelyNumbers
            default: break
            }
        }
        let order = choice.members.map(\.path)
        let decidedDates = Self.decided(dates) { String($0.text.prefix(3)) }
        let decidedNumbers = Self.decided(numbers) { $0 }
        self.dates = decidedDates
        self.numbers = decidedNumbers
        pattern = Self.most(order.compactMap { decidedDates[$0]?.form })
        let styles = order.compactMap { decidedNumbers[$0]?.form }
        number = styles.first { $0 != NumberStyle() } ?? NumberStyle()
        nullWords = columns.reduce(into: Set<String>()) { $0.formUnion($1.nullWords) }.sorted()
    }

    func dates(_ path: String) -> WrittenForm<DatePattern>? { dates[path] }
    func numbers(_ path: String) -> WrittenForm<NumberStyle>? { numbers[path] }

    /// Patterns that fit all dates of some column just as well as the one proposed.
    var otherPatterns: [String] {
        Set(dates.values.filter { $0.form == pattern }.flatMap { $0.alternatives.map(\.text) }).sorted()
    }

    /// Styles that fit all numbers of some column just as well.
    var otherStyles: [NumberStyle] {
        Array(Set(numbers.values.flatMap(\.alternatives)))
            .sorted { ($0.decimal, $0.thousands ?? "\0") < ($1.decimal, $1.thousands ?? "\0") }
    }

    /// Where values leave it open, what columns of the same file show counts.
    private static func decided<Form: Hashable & Sendable, Trait: Hashable>(
        _ forms: [String: WrittenForm<Form>], trait: (Form) -> Trait
    ) -> [String: WrittenForm<Form>] {
        let certain = Set(forms.values.filter { $0.alternatives.isEmpty }.map { trait($0.form) })
        return forms.mapValues { form in
            guard !form.alternatives.isEmpty else { return form }
            let fitting = ([form.form] + form.alternatives).filter { certain.contains(trait($0)) }
            guard fitting.count == 1, let only = fitting.first else { return form }
            return WrittenForm(form: only, alternatives: [], exceptions: form.exceptions)
        }
    }

    private static func most(_ patterns: [DatePattern]) -> DatePattern? {
        let counts = patterns.reduce(into: [DatePattern: Int]()) { $0[$1, default: 0] += 1 }
        return patterns.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }.flatMap { most in
            patterns.first { counts[$0] == counts[most] }
        }
    }
}
