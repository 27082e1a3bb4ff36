/// The person as the sources together describe them.
package struct PersonView: Hashable, Sendable {
    package let greeting: String?
    package let givenName: String?
    package let familyName: String?
    package let fullName: String?
    package let salutation: String?
    package let birthday: BirthdayView?
    package let gender: String?
    package let language: String?
    /// As declared, else the only one of the country; the deployment's default is no statement about a person.
    package let timeZone: String?
    package let address: Address?
    package let owner: Person?
    package let loyalty: Loyalty?
    package let tags: [String]
    package let traits: [String: TraitValue]
    /// The earliest that any source gives.
    package let createdAt: Timestamp?

    init(_ survivorship: Survivorship, zone: TimeZoneChoice, birthday: BirthdayView?) {
        givenName = survivorship.value(\.presentGivenName)
        familyName = survivorship.value(\.presentFamilyName)
        fullName = survivorship.value(\.presentFullName)
        salutation = survivorship.value(\.presentSalutation)
        language = survivorship.value(\.presentLanguage)
        greeting = Greeting.text(
            salutation: salutation, givenName: givenName, familyName: familyName, language: language)
        self.birthday = birthday
        gender = survivorship.value(\.presentGender)
        timeZone = zone.basis == .default ? nil : zone.clock.name
        address = survivorship.value(\.presentAddress)
        owner = survivorship.value(\.owner)
        loyalty = survivorship.value(\.presentLoyalty)
        tags = survivorship.tags
        traits = survivorship.traits
        createdAt = survivorship.entries.compactMap(\.record.createdAt).min()
    }
}

extension PersonView {
    /// The whole name as it is said: as a source states it, else its two parts in the order of the language.
    package var name: String? {
        Greeting.name(fullName: fullName, givenName: givenName, familyName: familyName, language: language)
    }
}

/// How to address a customer: salutation and family name in the order their language expects, else the given name.
package enum Greeting {
    /// Nil when neither can be said. The salutation is taken as the source writes it: `Ms`, `Frau`, `úr`, `様`.
    package static func text(
        salutation: String?, givenName: String?, familyName: String?, language: String?
    ) -> String? {
        guard let salutation, let familyName else { return givenName }
        guard follows(salutation, in: language) else { return "\(salutation) \(familyName)" }
        return isJoined(salutation, to: familyName) ? familyName + salutation : "\(familyName) \(salutation)"
    }

    static func name(of survivorship: Survivorship) -> String? {
        name(
            fullName: survivorship.value(\.presentFullName), givenName: survivorship.value(\.presentGivenName),
            familyName: survivorship.value(\.presentFamilyName), language: survivorship.value(\.presentLanguage))
    }

    fileprivate static func name(
        fullName: String?, givenName: String?, familyName: String?, language: String?
    ) -> String? {
        if let fullName { return fullName }
        guard let givenName, let familyName else { return givenName ?? familyName }
        return isFamilyNameFirst(in: language) ? "\(familyName) \(givenName)" : "\(givenName) \(familyName)"
    }

    /// Whether people of that language say the family name first.
    private static func isFamilyNameFirst(in language: String?) -> Bool {
        switch language?.prefix(while: { $0 != "-" }).lowercased() {
        case "hu", "ja", "zh", "yue", "ko", "vi": true
        default: false
        }
    }

    /// Whether the salutation stands behind the name.
    private static func follows(_ salutation: String, in language: String?) -> Bool {
        if salutation.hasPrefix("-") { return true }
        switch language?.prefix(while: { $0 != "-" }).lowercased() {
        // Hungarian titles before the name are abbreviations, as in `Dr. Nagy`.
        case "hu": return !salutation.hasSuffix(".")
        // A foreign title keeps its foreign place, as in `Mr Tanaka`.
        case "ja", "zh", "yue", "ko": return isEastAsian(salutation)
        default: return false
        }
    }

    private static func isJoined(_ salutation: String, to familyName: String) -> Bool {
        salutation.hasPrefix("-") || (isUnspaced(salutation) && isUnspaced(familyName))
    }

    /// Scripts from the CJK radicals on: kana, ideographs and hangul.
    private static func isEastAsian(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x2E80 }
    }

    /// Chinese and Japanese set no spaces between words; Korean does.
    private static func isUnspaced(_ text: String) -> Bool {
        isEastAsian(text) && !text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }
    }
}

/// A birthday as seen from a local day.
package struct BirthdayView: Hashable, Sendable {
    package let date: Birthday
    /// In whole years; nil without a year of birth, and above the greatest age that people reach.
    package let age: Int?
    /// Local days until the birthday is next kept, 0 on the day itself.
    package let daysUntil: Int

    package var isToday: Bool { daysUntil == 0 }

    /// Jeanne Calment reached 122; of those who are said to be older than this, hardly one is.
    private static let greatestAge = 120

    package init(_ birthday: Birthday, on today: Day) {
        let year = today.civil.year
        date = birthday
        let kept = birthday.kept(in: year)
        let next = kept < today ? birthday.kept(in: year + 1) : kept
        daysUntil = next.days(since: today)
        let age = birthday.year.map { max(0, kept <= today ? year - $0 : year - 1 - $0) }
        self.age = age.flatMap { $0 > Self.greatestAge ? nil : $0 }
    }
}

extension Birthday {
    /// The day it is kept in a year: 29 February on the 28th where there is none.
    fileprivate func kept(in year: Int) -> Day {
        let last = Day.length(ofMonth: month, year: year)
        // A day within its month always exists.
        return Day(year: year, month: month, day: min(day, last)) ?? Day(number: 0)
    }
}
