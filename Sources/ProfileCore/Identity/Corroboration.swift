/// Whether customer records of one source that share a strong identifier speak of one person.
///
/// A shared address alone does not say so, since families share them. Two of given name, family name and birthday must
/// agree or nearly agree, and neither given name nor birthday may contradict. Twins share family name and birthday, so
/// where these two agree the given name is judged strictly. The judgement is symmetric, but one record may agree with
/// two others that do not agree with each other: a group is one person only when every pair of it agrees.
package enum Corroboration {
    /// Whether two records are of one person.
    package static func agree(_ one: CustomerRecord, _ other: CustomerRecord) -> Bool {
        Testimony(one).agrees(with: Testimony(other))
    }

    /// Whether all pairs of records are of one person; a group of one is.
    package static func holds(for group: some Collection<CustomerRecord>) -> Bool {
        let testimonies = group.map(Testimony.init)
        return testimonies.indices.allSatisfy { index in
            testimonies[..<index].allSatisfy { $0.agrees(with: testimonies[index]) }
        }
    }
}

/// What one record says of who somebody is.
struct Testimony {
    /// The ways to read the name; a full name alone does not tell where the family name begins.
    let readings: [NameReading]
    let birthday: Birthday?
    let generation: Generation?

    init(_ record: CustomerRecord) {
        readings = NameReading.all(of: record)
        generation = Generation(of: record)
        birthday = record.birthday.flatMap { $0.isEvidence ? $0 : nil }
    }

    /// Whether both speak of one person.
    func agrees(with other: Testimony) -> Bool {
        let birthdays = Evidence(birthday, other.birthday)
        guard birthdays != .contradicts, !isOfOtherGeneration(than: other) else { return false }
        return readings.contains { one in
            other.readings.contains { one.agrees(with: $0, birthdays) || one.agreesSwapped(with: $0, birthdays) }
        }
    }

    /// Father and son; where only one of the two says so, the other may have left it out.
    private func isOfOtherGeneration(than other: Testimony) -> Bool {
        guard let generation, let others = other.generation else { return false }
        return generation != others
    }
}

extension NameReading {
    fileprivate func agrees(with other: NameReading, _ birthdays: Evidence) -> Bool {
        let given = Evidence(given: givenName, other.givenName)
        guard given != .contradicts else { return false }
        let family = Evidence(family: familyName, other.familyName)
        if family == .agrees, birthdays == .agrees { return isTwinsName(other) }
        return [given, family, birthdays].count { $0 == .agrees } >= 2
    }

    private var reversed: NameReading { NameReading(givenName: familyName, familyName: givenName) }

    /// Whether somebody wrote the two names into each other's places. Which of them is the given name is not told, so
    /// both are judged as one.
    fileprivate func agreesSwapped(with other: NameReading, _ birthdays: Evidence) -> Bool {
        let swapped = other.reversed
        return Evidence(given: givenName, swapped.givenName) == .agrees
            && Evidence(given: familyName, swapped.familyName) == .agrees && agrees(with: swapped, birthdays)
            && (birthdays != .agrees || reversed.isTwinsName(swapped.reversed))
    }

    /// Whether the given names may belong to one of two people with one family name and birthday.
    private func isTwinsName(_ other: NameReading) -> Bool {
        guard let one = givenName, let two = other.givenName else { return true }
        return one.isSame(as: two) || one.abbreviates(two) || one.differsBySlip(from: two, inLetters: 6)
    }
}

/// How two statements about one thing stand to each other.
private enum Evidence {
    case agrees, contradicts
    /// One of them is missing, or they neither agree nor clearly contradict.
    case silent

    init(given one: FoldedName?, _ other: FoldedName?) {
        guard let one, let other else {
            self = .silent
            return
        }
        let mayAbbreviate = one.abbreviates(other)
        if one.isSame(as: other) {
            self = one.isInitials ? .silent : .agrees
        } else if one.isCounterpart(of: other), !mayAbbreviate {
            self = .contradicts
        } else if one.resembles(other) {
            self = .agrees
        } else {
            self = mayAbbreviate ? .silent : .contradicts
        }
    }

    /// People change their family names, so that another one is no contradiction.
    init(family one: FoldedName?, _ other: FoldedName?) {
        guard let one, let other else {
            self = .silent
            return
        }
        self = one.isSame(as: other) || one.resembles(other) ? .agrees : .silent
    }

    init(_ one: Birthday?, _ other: Birthday?) {
        guard let one, let other else {
            self = .silent
            return
        }
        let areDated = one.year != nil && other.year != nil
        if one.isNearly(other) {
            self = areDated ? .agrees : .silent
        } else {
            self = areDated && one.partsShared(with: other) >= 2 ? .silent : .contradicts
        }
    }
}

/// What a birthday says about identity.
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

extension SourceRecord {
    /// Whether it says the same of who the person is, so that judging by it comes to the same; records that tell of
    /// no person always do.
    func provesTheSame(as other: SourceRecord?) -> Bool {
        guard key.kind == .customer else { return true }
        guard let other, let one = customer, let two = other.customer else { return false }
        return identifiers == other.identifiers && one.givenName == two.givenName && one.familyName == two.familyName
            && one.fullName == two.fullName && one.birthday == two.birthday
    }
}
