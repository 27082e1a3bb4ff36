/// What a profile is found by, as its summary holds it.
///
/// Order numbers, whole mail addresses and the beginnings of phone numbers are found by facts and links, which are
/// stored already; all else has rows of its own.
package struct SearchMaterial: Hashable, Sendable {
    private var names: [String] = []
    private var postalCodes: [String] = []
    private var emails: [String] = []
    private var phones: [String] = []
    private let age: Int

    /// More words of one profile are not searched: of a profile that many were merged into by mistake.
    private static let wordLimit = 32
    private static let numberLimit = 32
    /// No country has a longer postal code.
    private static let longestCode = 12
    /// An index of PostgreSQL takes rows of 2,700 bytes.
    private static let widestRow = 1_500

    /// Nil for a state of a derivation that had no rows: it gets them when it is folded again.
    package init?(_ summary: ProfileSummary) {
        guard summary.derivation >= ProfileSummary.searchedSince else { return nil }
        age = summary.contactAge
        for entry in summary.customers {
            let record = entry.record
            note(record.givenName, record.familyName, record.fullName, record.address)
        }
        if names.isEmpty || postalCodes.isEmpty { noteOrders(of: summary, areNamed: names.isEmpty) }
        for entry in summary.identifiers {
            switch entry.key.type {
            case Identifier.email: emails.append(entry.key.value)
            case Identifier.phone: phones.append(entry.key.value)
            default: break
            }
        }
    }

    /// What another order of a guest repeats is no other material, so that no rows are made of it.
    private mutating func note(_ given: String?, _ family: String?, _ full: String?, _ address: Address?) {
        names.addUnlessRepeated(given)
        names.addUnlessRepeated(family)
        names.addUnlessRepeated(full)
        postalCodes.addUnlessRepeated(address?.postalCode)
    }

    /// Of a guest, orders alone know the name.
    private mutating func noteOrders(of summary: ProfileSummary, areNamed: Bool) {
        let placesKnown = !postalCodes.isEmpty
        for details in summary.purchases.recent.list.items.compactMap(\.customerDetails) {
            let address = placesKnown ? nil : details.address
            if areNamed {
                note(details.givenName, details.familyName, details.fullName, address)
            } else {
                note(nil, nil, nil, address)
            }
        }
    }

    /// The rows by which the profile is found, no two with one key.
    func rows(of profile: ProfileID) -> [SearchRow] {
        let names = names.lazy.flatMap { SearchWord.all(of: $0, joins: true) }.map(\.plain).distinct(Self.wordLimit)
        let words = Self.listing(names + codes)
        var rows = names.filter { $0.utf8.count > 1 }.map { name in
            SearchRow(.name, name, age: age, profile: profile, words: words)
        }
        rows += addressParts(besides: names).map { SearchRow(.email, $0, age: age, profile: profile) }
        rows += numbers.map { SearchRow(.phone, $0, age: age, profile: profile) }
        return rows
    }

    /// The words between blanks, as many as a row has room for.
    private static func listing(_ words: [String]) -> String {
        words.reduce(into: "") { listed, word in
            guard listed.utf8.count + word.utf8.count < widestRow else { return }
            listed += (listed.isEmpty ? " " : "") + word + " "
        }
    }

    /// Postal codes whole and in their parts: `1012ab`, `1012` and `ab`.
    private var codes: [String] {
        postalCodes.lazy.filter { $0.count <= Self.longestCode }.flatMap { code in
            let parts = SearchWord.runs(of: code)
            return parts.count > 1 ? [parts.joined()] + parts : parts
        }.distinct(Self.wordLimit)
    }

    /// The domains, and the words before them; those of the name are found as such.
    private func addressParts(besides names: [String]) -> [String] {
        let names = Set(names)
        return emails.lazy.flatMap { email -> [String] in
            guard let at = email.lastIndex(of: "@") else { return [] }
            let parts = SearchWord.runs(of: email[..<at])
            return [String(email[at...])]
                + parts.filter { $0.utf8.count > 2 && !$0.utf8.allSatisfy(\.isDigit) && !names.contains($0) }
        }.distinct(Self.wordLimit)
    }

    private var numbers: [String] {
        phones.lazy.map { phone in
            String(decoding: phone.utf8.prefix { $0 != UInt8(ascii: ";") }.filter(\.isDigit).reversed(), as: UTF8.self)
        }.distinct(Self.numberLimit)
    }
}

extension ProfileSummary {
    /// The derivation that brought rows for search.
    static let searchedSince = 4

    /// `SearchRow.age`.
    package var contactAge: Int {
        guard let last = contact.traffic.seen?.last else { return 0 }
        let day = last.day.civil
        return min(-1, -(12 * (day.year - 1970) + day.month))
    }
}

extension UInt8 {
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
}

extension [String] {
    /// A text is compared with so many before it, since a profile may be made of thousands of records.
    private static let compared = 8

    fileprivate mutating func addUnlessRepeated(_ text: String?) {
        guard let text, !suffix(Self.compared).contains(text) else { return }
        append(text)
    }
}

extension Sequence<String> {
    /// Each once, in the order of the first, and not too many.
    fileprivate func distinct(_ limit: Int) -> [String] {
        var (known, result) = (Set<String>(), [String]())
        for text in self where !text.isEmpty && known.insert(text).inserted {
            guard result.count < limit else { break }
            result.append(text)
        }
        return result
    }
}
