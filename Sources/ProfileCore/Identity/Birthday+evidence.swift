/// What a birthday tells of who somebody is.
extension Birthday {
    /// Whether the day stands for "not known" in many systems, such as the first day that they can store.
    package var isPlaceholder: Bool {
        guard let year else { return false }
        return year < 1900 || year >= 9999 || Self.placeholders.contains([year, month, day])
    }

    /// Whether the day tells people apart. The first of January does not, since it stands for a year alone.
    package var isEvidence: Bool {
        !isPlaceholder && (month, day) != (1, 1)
    }

    /// Whether the two are one day, or parted by one slip of a digit or by day and month in each other's places. A year
    /// that one of them lacks is left aside.
    func isNearly(_ other: Birthday) -> Bool {
        let areDated = year != nil && other.year != nil
        if (month, day) == (other.day, other.month), !areDated || year == other.year { return true }
        return NameSimilarity.isWithinOneSlip(digits(withYear: areDated), other.digits(withYear: areDated))
    }

    /// How many of year, month and day are the same.
    func partsShared(with other: Birthday) -> Int {
        [year == other.year, month == other.month, day == other.day].count { $0 }
    }

    private func digits(withYear: Bool) -> [Unicode.Scalar] {
        let whole = String(100_000_000 + (year ?? 0) * 10_000 + month * 100 + day).dropFirst()
        return Array((withYear ? whole : whole.suffix(4)).unicodeScalars)
    }

    /// The first days of the clocks of Unix, Excel and others, also as seen from west of Greenwich, and days that forms
    /// begin with.
    private static let placeholders: Set<[Int]> = [
        [1900, 1, 1], [1901, 1, 1], [1904, 1, 1], [1969, 12, 31], [1970, 1, 1], [1980, 1, 1], [2000, 1, 1],
    ]
}
