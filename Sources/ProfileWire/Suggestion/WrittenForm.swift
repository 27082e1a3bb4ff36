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
