import ProfileCore

/// How a system writes its dates, in letters: `YYYY-MM-DD hh:mm:ss`, `D/M/YYYY hh:mm`, `MMM D, YYYY h:mm a`.
///
/// Y, D and h may be capital or small; `MM` is the month and `mm` the minute. `YYYY` is a year of four digits, `YY` one
/// of two (69 to 99 mean 1969 to 1999, as in POSIX; a birthday is never ahead); `MMM` a month's name, short or long, in
/// one of seven languages; `EEE` a weekday's, likewise; `a` am or pm; `S` a fraction of a second; `Z` an offset.
/// Numbers of one digit are taken wherever something separates them from the next. The words `unix` and `unix_ms` mean
/// seconds and milliseconds since 1970, `excel` and `excel_1904` the day numbers of spreadsheets.
package struct DatePattern: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case year, shortYear, month, monthName, weekday, day, hour, minute, second, fraction, halfOfDay, offset
        case text(UInt8)
        case epoch(unitsPerSecond: Int64)
        case spreadsheet(SpreadsheetDate.System)
    }

    package let text: String
    let parts: [Part]

    /// Nil when `text` is no pattern: it must name at least a month and a day.
    package init?(_ text: String) {
        self.text = text
        switch text {
        case "unix": parts = [.epoch(unitsPerSecond: 1)]
        case "unix_ms": parts = [.epoch(unitsPerSecond: 1000)]
        case "excel": parts = [.spreadsheet(.from1900)]
        case "excel_1904": parts = [.spreadsheet(.from1904)]
        default:
            guard let parts = Self.parts(of: Array(text.utf8)) else { return nil }
            let isDay = parts.contains(.day) && (parts.contains(.month) || parts.contains(.monthName))
            guard isDay else { return nil }
            self.parts = parts
        }
    }

    /// What ISO 8601 and its relatives write.
    package static let iso = [
        "YYYY-MM-DDThh:mm:ss", "YYYY-MM-DDThh:mm:ssZ", "YYYY-MM-DDThh:mm:ss.SZ", "YYYY-MM-DDThh:mm:ss.S",
        "YYYY-MM-DD hh:mm:ss", "YYYY-MM-DD hh:mm:ssZ", "YYYY-MM-DD hh:mm:ss.S", "YYYY-MM-DD", "YYYY-MM-DD hh:mm",
        "YYYY-MM-DDThh:mm", "YYYY-MM-DDThh:mmZ",
    ].compactMap(DatePattern.init)

    private static func parts(of letters: [UInt8]) -> [Part]? {
        var parts: [Part] = []
        var index = 0
        while index < letters.count {
            let length = letters[index...].prefix { $0 == letters[index] }.count
            if isLetter(letters[index]), letters[index] != UInt8(ascii: "T") {
                guard let part = part(letters[index], length), !parts.contains(part) else { return nil }
                parts.append(part)
                index += length
            } else {
                parts.append(.text(letters[index]))
                index += 1
            }
        }
        return parts
    }

    private static func part(_ letter: UInt8, _ length: Int) -> Part? {
        switch (letter, length) {
        case (UInt8(ascii: "Y"), 4), (UInt8(ascii: "y"), 4): .year
        case (UInt8(ascii: "Y"), 2), (UInt8(ascii: "y"), 2): .shortYear
        case (UInt8(ascii: "M"), 1...2): .month
        case (UInt8(ascii: "M"), 3...4): .monthName
        case (UInt8(ascii: "E"), 1...4): .weekday
        case (UInt8(ascii: "D"), 1...2), (UInt8(ascii: "d"), 1...2): .day
        case (UInt8(ascii: "h"), 1...2), (UInt8(ascii: "H"), 1...2): .hour
        case (UInt8(ascii: "m"), 1...2): .minute
        case (UInt8(ascii: "s"), 1...2): .second
        case (UInt8(ascii: "S"), 1...9): .fraction
        case (UInt8(ascii: "a"), 1), (UInt8(ascii: "A"), 1): .halfOfDay
        case (UInt8(ascii: "Z"), 1...2): .offset
        default: nil
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26
    }
}

/// Names of months and weekdays in English, German, French, Spanish, Italian, Dutch and Polish, whole or cut short.
enum CalendarWords {
    /// The month, from 1, that a word of at least three letters begins the name of; nil when it fits several.
    static func month(_ word: String) -> Int? {
        months[HeaderName.folded(word).lowercased()].flatMap { $0 }
    }

    static func isWeekday(_ word: String) -> Bool {
        let plain = HeaderName.folded(word).lowercased()
        return plain.utf8.count >= 2 && weekdays.contains { $0.hasPrefix(plain) }
    }

    /// By every beginning of their names; nil for those that several months share.
    private static let months: [String: Int?] = {
        var months: [String: Int?] = [:]
        for line in monthNames.split(whereSeparator: \.isNewline) {
            for (index, name) in line.split(separator: " ").enumerated() {
                for length in 3...max(3, name.count) {
                    let beginning = String(name.prefix(length))
                    if let known = months[beginning], known != index + 1 {
                        months[beginning] = .some(nil)
                    } else {
                        months[beginning] = .some(index + 1)
                    }
                }
            }
        }
        return months
    }()

    private static let monthNames = """
        january february march april may june july august september october november december
        januar februar marz april mai juni juli august september oktober november dezember
        janner feber maerz april mai juni juli august september oktober november dezember
        janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
        enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
        gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
        januari februari maart april mei juni juli augustus september oktober november december
        styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien
        stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
        """

    private static let weekdays = """
        monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag
        sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes
        sabado domingo lunedi martedi mercoledi giovedi venerdi sabato domenica maandag dinsdag woensdag donderdag
        vrijdag zaterdag zondag poniedzialek wtorek sroda czwartek piatek sobota niedziela
        """.split(whereSeparator: \.isWhitespace).map(String.init)
}

/// A date as a spreadsheet keeps it: days since a beginning, the time as a fraction of the day.
struct SpreadsheetDate: Hashable, Sendable {
    enum System: Hashable, Sendable {
        /// 1 is 1 January 1900; 60 is a 29 February 1900 that never was, which Lotus had and Excel kept.
        case from1900
        /// 0 is 1 January 1904, as in files of old Macs.
        case from1904
    }

    /// Since 1970 began, where the spreadsheet is.
    let milliseconds: Int64
    let isLeapBug: Bool

    /// Nil for what is no number, or none that a spreadsheet shows as a date.
    init?(serial text: String, _ system: System) {
        guard let serial = Double(text), serial >= 0, serial < 2_958_466 else { return nil }
        let sinceBeginning = Int64((serial * Self.dayLength).rounded())
        let dayNumber = Int(sinceBeginning / Int64(Self.dayLength))
        switch system {
        case .from1904:
            milliseconds = Self.beginning(1904, 1, 1) + sinceBeginning
            isLeapBug = false
        case .from1900:
            guard dayNumber > 0 else { return nil }
            // After the day that never was, all numbers are one too high.
            let base = dayNumber < 60 ? Self.beginning(1899, 12, 31) : Self.beginning(1899, 12, 30)
            milliseconds = base + sinceBeginning
            isLeapBug = dayNumber == 60
        }
    }

    private static let dayLength = 86_400_000.0

    private static func beginning(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        Day(year: year, month: month, day: day)?.start.milliseconds ?? 0
    }
}
