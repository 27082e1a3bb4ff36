import ProfileCore

/// What a column's name and a sample of its values tell.
struct ColumnSample {
    let name: String
    /// The name in lower case without anything but letters and digits.
    let plainName: String
    /// Without empty values and words that stand for nothing.
    let values: [String]
    let nullWords: Set<String>
    let isUnique: Bool

    init(name: String, values: [String]) {
        self.name = name
        plainName = name.lowercased().filter { $0.isLetter || $0.isNumber }
        let words = values.filter { Self.nothings.contains($0.lowercased()) }
        nullWords = Set(words)
        self.values = values.filter { !$0.isEmpty && !Self.nothings.contains($0.lowercased()) }
        isUnique = Set(self.values).count == self.values.count
    }

    /// The values that occur, few enough to be words of a list; nil when there are many.
    var words: [String]? {
        let distinct = Set(values)
        return distinct.count <= 20 && !distinct.isEmpty ? distinct.sorted() : nil
    }

    /// The pattern that all values are written in.
    var datePattern: DatePattern? {
        guard !values.isEmpty else { return nil }
        return Self.patterns.first { pattern in
            values.allSatisfy { value in
                guard let written = WrittenDate(value, pattern), written.calendarDay != nil else { return false }
                return written.millisecondsIntoDay != nil
            }
        }
    }

    /// The style that all values are written in.
    var numberStyle: NumberStyle? {
        guard !values.isEmpty else { return nil }
        return Self.styles.first { style in values.allSatisfy { style.json($0) != nil } }
    }

    private static let nothings: Set<String> = [
        "?", "n/a", "na", "#n/a", "null", "none", "nil", "nan", "-", "--", "unknown", "undefined",
    ]

    /// Day first before month first: where no value shows which, most of the world means that.
    private static let patterns: [DatePattern] = {
        let days = [
            "YYYY-MM-DD", "D/M/YYYY", "M/D/YYYY", "D.M.YYYY", "D-M-YYYY", "YYYY/M/D", "D MMM YYYY", "MMM D, YYYY",
        ]
        let times = ["", " hh:mm:ss", " hh:mm", " h:mm a", " h:mm:ss a", "Thh:mm:ss", "Thh:mm:ssZ", "Thh:mm:ss.SZ"]
        return days.flatMap { day in times.map { day + $0 } }.compactMap(DatePattern.init)
            + ["YYYYMMDD"].compactMap(DatePattern.init)
    }()

    private static let styles = [
        NumberStyle(), NumberStyle(decimal: ","), NumberStyle(decimal: ".", thousands: ","),
        NumberStyle(decimal: ",", thousands: "."), NumberStyle(decimal: ",", thousands: " "),
        NumberStyle(decimal: ".", thousands: "'"),
    ]
}
