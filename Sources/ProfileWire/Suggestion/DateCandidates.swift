import ProfileCore

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
