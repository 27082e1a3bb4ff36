package import ProfileCore

/// A mapping proposed from a file's header and a sample of its values, to be edited by whoever knows the file.
///
/// No value of the file gets into it but words of short lists, such as states. Every doubt does.
package struct MappingSuggestion: Sendable {
    package let kind: RecordKind
    let sample: FileSample
    let columns: [ColumnSample]
    let choice: MemberChoice
    let style: SuggestedStyle
    /// What is to be known of the guess of the kind.
    let remarks: [String]

    /// `kind` is guessed when nobody says it.
    package init(_ sample: FileSample, kind: RecordKind? = nil) {
        self.sample = sample
        columns = sample.header.indices.map { ColumnSample(sample, column: $0) }.filter { !$0.name.isEmpty }
        let ranking = KindRanking(columns)
        let guess = ranking.choices.first { $0.points > 0 }?.kind ?? .customer
        self.kind = kind ?? guess
        choice = MemberChoice(self.kind, columns)
        style = SuggestedStyle(choice, columns)
        remarks = kind == nil ? ranking.remarks : []
    }

    package init(header: [String], rows: [CSVRow], kind: RecordKind? = nil) {
        var sample = FileSample(header: header)
        for row in rows { sample.add(row) }
        self.init(sample, kind: kind)
    }

    // MARK: What the columns mean together

    /// The system's name for its own numbers, to be replaced by the right one.
    var system: String { KindHints.of(kind).system }

    /// Whether an order is made of several rows.
    var isGrouped: Bool {
        guard kind == .order, let id = choice.column("id") else { return false }
        return !id.isUnique && choice.members.contains { $0.path.hasPrefix("lines.") || $0.path == "total" }
    }

    /// Whether the amounts of a group's rows are parts of a total, and not the total each time.
    var isTotalInParts: Bool {
        guard isGrouped, let id = choice.column("id"), let total = choice.column("total") else { return false }
        var first: [String: String] = [:]
        for row in sample.head {
            let (key, amount) = (row.text(place(of: id)), row.text(place(of: total)))
            if let earlier = first[key], earlier != amount { return true }
            first[key] = amount
        }
        return false
    }

    /// A column with times of day that stands beside the one with the day.
    func clock(beside column: ColumnSample) -> ColumnSample? {
        guard let pattern = column.dates?.form.text, !pattern.contains(":"), pattern.contains("D") else { return nil }
        return columns.first { other in
            Self.clockNames.contains(other.header.plain) && !choice.members.contains { $0.column.name == other.name }
                && other.share(ValueShape.isClock) > 0.9
        }
    }

    private static let clockNames: Set<String> = [
        "time", "calltime", "ordertime", "starttime", "timeofday", "uhrzeit", "zeit", "heure", "hora", "ora", "orario",
        "tijd", "tijdstip", "godzina", "czas",
    ]

    private func place(of column: ColumnSample) -> Int {
        let twins = sample.header.indices.filter { CleanText.clean(sample.header[$0]) == column.name }
        return twins[(column.nth ?? 1) - 1]
    }
}
