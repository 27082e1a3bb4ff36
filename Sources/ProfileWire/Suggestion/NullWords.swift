/// Words that stand for nothing in the exports of systems.
enum NullWords {
    /// Those that nobody is called and no place: they count in every column, spelt exactly so.
    static let certain: Set<String> = [
        "?", "-", "--", "N/A", "n/a", "#N/A", "#NULL!", "NULL", "null", "(null)", "<null>", "\\N", "NaN", "nan",
        "undefined", "(not set)", "(none)",
    ]

    /// Those that may mean something, as NA is Namibia: they count among dates and numbers only.
    static let doubtful: Set<String> = [
        "NA", "na", "Na", "None", "none", "NONE", "Null", "nil", "unknown", "Unknown", "UNKNOWN", "0000-00-00",
        "0000-00-00 00:00:00",
    ]
}
