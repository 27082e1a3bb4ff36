import ProfileCore

/// What values look like.
enum ValueShape {
    /// How well the values of a column suit a member, from 0 to 1. Of a column without values only its name speaks.
    static func fitness(of column: ColumnSample, for shape: MemberHint.Shape) -> Double {
        guard !column.values.isEmpty else { return shape == .id ? 0 : 0.45 }
        switch shape {
        case .any: return column.share(isEmail) > 0.5 ? 0 : 1
        case .text: return text(column)
        case .email: return column.areMostly(isEmail) ? 1 : 0
        case .phone: return column.dates == nil && column.areMostly(isPhone) ? 1 : 0
        case .time: return column.dates != nil ? 1 : column.likelyDates != nil ? 0.6 : 0
        case .number: return column.numbers != nil ? 1 : column.likelyNumbers != nil ? 0.6 : 0
        case .integer: return numbers(column, isInteger)
        case .rating: return numbers(column, isRating)
        case .words: return areWords(column) ? 1 : 0
        case .states: return areWords(column) && column.share(isRegionCode) < 0.8 ? 1 : 0
        case .orderStates: return areWords(column) && column.share(WordGuess.isOrderState) > 0.5 ? 1 : 0
        case .hashNumber: return column.share(isHashNumber) > 0.9 ? 1 : 0
        case .id: return id(column)
        }
    }

    private static func numbers(_ column: ColumnSample, _ areSuch: (String) -> Bool) -> Double {
        if column.share(areSuch) > 0.9 { return 1 }
        guard column.numbers == nil, let likely = column.likelyNumbers else { return 0 }
        return column.values.count { !areSuch($0.text) } == likely.exceptions.count ? 0.6 : 0
    }

    private static func id(_ column: ColumnSample) -> Double {
        if column.share(isEmail) > 0.5 || column.dates != nil { return 0 }
        return column.isUnique && !column.hasGaps ? 1 : 0.35
    }

    private static func text(_ column: ColumnSample) -> Double {
        if column.share(isEmail) > 0.5 || column.dates != nil { return 0 }
        return column.numbers == nil ? 1 : 0.6
    }

    /// Words of a list occur again and again.
    private static func areWords(_ column: ColumnSample) -> Bool {
        guard column.dates == nil, !column.words.isEmpty else { return false }
        return column.values.count < 8 || column.words.count * 2 <= column.values.count
    }

    /// Whether every row has a date there.
    static func areDates(_ column: ColumnSample) -> Bool {
        !column.hasGaps && column.dates?.exceptions.isEmpty == true
    }

    /// Whether every row has the code of a currency there.
    static func areCurrencies(_ column: ColumnSample) -> Bool {
        !column.hasGaps && column.share { Currency($0) != nil } == 1
    }

    static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !text.contains(" ")
    }

    private static func isPhone(_ text: String) -> Bool {
        let digits = text.utf8.count { $0 &- UInt8(ascii: "0") < 10 }
        return digits >= 5 && digits * 10 >= text.utf8.count * 6
    }

    private static func isRegionCode(_ text: String) -> Bool {
        text.utf8.count == 2 && text.utf8.allSatisfy { $0 &- UInt8(ascii: "A") < 26 }
    }

    private static func isHashNumber(_ text: String) -> Bool {
        text.hasPrefix("#") && Int(text.dropFirst()) != nil
    }

    private static func isInteger(_ text: String) -> Bool {
        Int(NumberStyle.withoutEmptyFraction(text, decimal: ".")) != nil
    }

    private static func isRating(_ text: String) -> Bool {
        Int(NumberStyle.withoutEmptyFraction(text, decimal: ".")).map { (1...5).contains($0) } ?? false
    }

    /// Whether it is a time of day, as `9:05` or `17:30:00`.
    static func isClock(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return (2...3).contains(parts.count)
            && parts.allSatisfy { (1...2).contains($0.utf8.count) && $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }
    }

    /// Whether it is a whole number as data frames write it, `17850.0`.
    static func isPaddedInteger(_ text: String) -> Bool {
        text.hasSuffix(".0") && Int(text.dropLast(2)) != nil
    }
}

/// Words that stand for nothing in the exports of systems.
enum NullWords {
    /// Words that are no name and no place. They count in every column, spelt exactly so.
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

/// The code of a currency in a column's name, as in `Total (USD)`.
enum CurrencyWord {
    private static let codes: Set = ["USD", "GBP", "EUR", "CHF", "PLN", "BRL", "CAD", "AUD", "JPY", "SEK"]

    static func of(_ name: String) -> String? {
        name.split { !$0.isLetter }.map { $0.uppercased() }.first(where: codes.contains)
    }
}
