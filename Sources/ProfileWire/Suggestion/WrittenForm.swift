import ProfileCore

/// In which of several forms the values of a column are written, a bad value or two among them.
struct WrittenForm<Form: Hashable & Sendable>: Sendable {
    let form: Form
    /// Other forms that fit just as many values, and read them as something else.
    let alternatives: [Form]
    /// Values that are not written so.
    let exceptions: [ColumnSample.Value]

    /// One value in so many may be a bad one.
    private static var tolerance: Int { 20 }
    /// Of how few values, where the column's name speaks for it, one may be a bad one all the same.
    private static var few: Range<Int> { 2..<tolerance }

    init(form: Form, alternatives: [Form], exceptions: [ColumnSample.Value]) {
        self.form = form
        self.alternatives = alternatives
        self.exceptions = exceptions
    }

    /// Nil when no form fits; of forms that fit equally well the first is taken. `meaning` is nil where a form does not
    /// fit. Of few values none may be a bad one, unless that is `lenient`.
    init?<Meaning: Hashable>(
        of values: [ColumnSample.Value], _ forms: [Form], lenient: Bool = false, meaning: (String, Form) -> Meaning?
    ) {
        let texts = values.map(\.text).filter { !NullWords.doubtful.contains($0) }
        guard !texts.isEmpty else { return nil }
        // A form that fits few of some values from all over the column is worth no more trials.
        let stride = max(1, texts.count / 12)
        let some = texts.indices.filter { $0.isMultiple(of: stride) }.map { texts[$0] }
        let likely = forms.filter { form in some.count { meaning($0, form) != nil } * 2 >= some.count }
        let counts = likely.map { form in (form, texts.count { meaning($0, form) != nil }) }
        let bad = lenient && Self.few.contains(texts.count) ? 1 : texts.count / Self.tolerance
        guard let most = counts.map(\.1).max(), texts.count - most <= bad else { return nil }
        let best = counts.filter { $0.1 == most }.map(\.0)
        guard let first = best.first else { return nil }
        form = first
        alternatives = best.dropFirst().filter { other in
            texts.contains { meaning($0, first) != nil && meaning($0, other) != meaning($0, first) }
        }
        exceptions = values.filter { meaning($0.text, first) == nil }
    }
}

/// The patterns that dates of files may be written in.
enum DateCandidates {
    /// Those worth a trial; none where the values cannot be dates. Day first before month first: where no value shows
    /// which, most of the world means that.
    static func patterns(for values: [ColumnSample.Value], _ header: HeaderName) -> [DatePattern] {
        let digits = values.prefix(50).filter { $0.text.utf8.allSatisfy(isNumeric) }
        guard digits.count * 2 > min(50, values.count) else { return written }
        return numeric + (saysTime(header) ? serial : [])
    }

    /// What a text means, as milliseconds since 1970 began where it was written; nil when it is no such date.
    static func meaning(_ text: String, _ pattern: DatePattern) -> Int64? {
        guard let written = WrittenDate(text, pattern), let day = written.calendarDay,
            let clock = written.millisecondsIntoDay
        else { return nil }
        let isPlain = !pattern.text.hasPrefix("unix") && !pattern.text.hasPrefix("excel")
        let years = isPlain ? MomentText.years : 1980...2100
        return years.contains(day.civil.year) ? day.start.milliseconds + clock : nil
    }

    /// What numbers alone mean is only guessed where the header speaks of time.
    private static func saysTime(_ header: HeaderName) -> Bool {
        header.words.contains { word in
            words.contains(word) || ["datum", "date", "time", "fecha"].contains { word.hasSuffix($0) }
        }
    }

    private static let words: Set<String> = [
        "date", "time", "timestamp", "datetime", "at", "on", "dt", "day", "birthday", "dob", "born", "created",
        "opened", "closed", "updated", "datum", "fecha", "data", "tag", "geburtstag", "geboren", "am",
    ]

    private static func isNumeric(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || byte == UInt8(ascii: ".")
    }

    private static func patterns(_ texts: [String]) -> [DatePattern] { texts.compactMap(DatePattern.init) }

    private static let numeric = patterns(["YYYYMMDD", "D.M.YYYY", "D.M.YY", "YYYY.M.D"])
    private static let serial = patterns(["unix_ms", "unix", "excel"])

    private static let written: [DatePattern] = {
        let days = [
            "YYYY-MM-DD", "D/M/YYYY", "M/D/YYYY", "D.M.YYYY", "D-M-YYYY", "M-D-YYYY", "YYYY/M/D", "D MMM YYYY",
            "D-MMM-YYYY", "D-MMM-YY", "D MMM YY", "MMM D, YYYY", "MMM D YYYY", "D/M/YY", "M/D/YY", "D.M.YY", "D-M-YY",
            "EEE, D MMM YYYY", "EEE, MMM D, YYYY", "EEE D/M/YYYY",
        ]
        let times = [
            "", " hh:mm:ss", " hh:mm", " h:mm a", " h:mm:ss a", " hh:mm:ss.S", " hh:mm:ssZ", " hh:mm:ss.SZ",
            "Thh:mm:ss",
            "Thh:mm:ssZ", "Thh:mm:ss.SZ", "Thh:mm:ss.S", "Thh:mmZ", "Thh:mm", ", hh:mm", ", hh:mm:ss", ", h:mm a",
        ]
        return patterns(days.flatMap { day in times.map { day + $0 } } + ["EEE MMM D hh:mm:ss Z YYYY"])
    }()
}

/// The styles that numbers of files may be written in.
enum NumberCandidates {
    /// Thousands before decimals: of `1,234` the comma parts thousands more often than a price of three decimals.
    static let styles = [
        NumberStyle(), NumberStyle(decimal: ".", thousands: ","), NumberStyle(decimal: ","),
        NumberStyle(decimal: ",", thousands: "."), NumberStyle(decimal: ",", thousands: " "),
        NumberStyle(decimal: ".", thousands: " "), NumberStyle(decimal: ".", thousands: "'"),
    ]
}

/// How the chosen columns write dates and numbers, where the whole mapping can say it once.
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
