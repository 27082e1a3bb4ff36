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

    init(_ record: CustomerRecord) {
        readings = NameReading.all(of: record)
        birthday = record.birthday.flatMap { $0.isEvidence ? $0 : nil }
    }

    /// Whether both speak of one person.
    func agrees(with other: Testimony) -> Bool {
        let birthdays = Evidence(birthday, other.birthday)
        guard birthdays != .contradicts else { return false }
        return readings.contains { one in
            other.readings.contains { one.agrees(with: $0, birthdays) || one.agreesSwapped(with: $0, birthdays) }
        }
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

    /// Whether somebody wrote the two names into each other's places.
    fileprivate func agreesSwapped(with other: NameReading, _ birthdays: Evidence) -> Bool {
        let swapped = NameReading(givenName: other.familyName, familyName: other.givenName)
        return Evidence(given: givenName, swapped.givenName) == .agrees
            && Evidence(family: familyName, swapped.familyName) == .agrees && agrees(with: swapped, birthdays)
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
            self = .agrees
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
