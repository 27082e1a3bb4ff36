import ProfileCore

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
