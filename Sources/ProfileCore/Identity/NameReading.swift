/// A customer's name, taken apart one way.
struct NameReading: Sendable {
    /// Nil when it is unknown or says nothing.
    let givenName: FoldedName?
    let familyName: FoldedName?

    /// More words than these do not make one name.
    private static let wordLimit = 5

    static let titles: Set = [
        "dhr", "dr", "fr", "frau", "herr", "hr", "ing", "jr", "lady", "madame", "me", "mevr", "miss", "mlle", "mme",
        "monsieur", "mr", "mrs", "ms", "mx", "pan", "pani", "prof", "senor", "senora", "sig", "signor", "signora",
        "signore", "sir", "sr", "sra",
    ]

    /// Forms of address that are no names of families, as `Herr` and `Pan` are.
    private static let addresses = titles.subtracting(["herr", "ing", "lady", "me", "miss", "pan", "sig", "sir"])

    /// Words that say nothing of who somebody is, though families are called so.
    private static let placeholders: Set = ["customer", "dummy", "gast", "guest", "kunde", "null", "test"]

    init(givenName: FoldedName?, familyName: FoldedName?) {
        self.givenName = givenName
        self.familyName = familyName
    }

    private init(stated givenName: String?, _ familyName: String?) {
        self.init(
            givenName: givenName.flatMap { Self.name($0, besides: Self.titles) },
            familyName: familyName.flatMap { Self.name($0, besides: Self.addresses) })
    }

    /// Nil for what says nothing: no letter, one letter again and again, a word that stands for a name, or only titles.
    private static func name(_ text: String, besides titles: Set<String>) -> FoldedName? {
        guard let name = FoldedName(text), !NamePlaceholder.stands(in: text), !placeholders.contains(name.plain),
            !name.words.allSatisfy(titles.contains)
        else { return nil }
        return name.plain.count >= 3 && Set(name.plain).count == 1 ? nil : name
    }

    /// The two names as stated; of a full name alone, every place at which it may be parted.
    static func all(of record: CustomerRecord) -> [NameReading] {
        let stated = NameReading(stated: record.givenName, record.familyName)
        if stated.givenName != nil, stated.familyName != nil { return [stated] }
        let readings = record.fullName.map(all(ofFullName:)) ?? []
        return readings.isEmpty ? [stated] : readings
    }

    private static func all(ofFullName text: String) -> [NameReading] {
        let parts = text.split(separator: ",", maxSplits: 1).map(words)
        if parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty { return [reading(parts[1], parts[0])] }
        let words = parts.flatMap(\.self)
        guard words.count > 1 else { return words.isEmpty ? [] : [reading(words, []), reading([], words)] }
        return (1..<min(words.count, wordLimit)).map { reading(words.prefix($0), words.dropFirst($0)) }
    }

    private static func reading(
        _ given: some Collection<Substring>, _ family: some Collection<Substring>
    ) -> NameReading {
        NameReading(stated: given.joined(separator: " "), family.joined(separator: " "))
    }

    private static func words(_ text: Substring) -> [Substring] {
        text.split(whereSeparator: \.isWhitespace).filter { word in
            FoldedName(String(word)).map { !titles.contains($0.plain) } ?? false
        }
    }
}

/// How alike two words are, as record linkage measures it.
enum NameSimilarity {
    /// Whether the Damerau–Levenshtein distance is at most 1: one letter is other, missing, too much, or changed places
    /// with the next.
    static func isWithinOneSlip(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Bool {
        let start = zip(one, other).prefix { $0 == $1 }.count
        let (left, right) = (one.dropFirst(start), other.dropFirst(start))
        switch left.count - right.count {
        case 0: return left.dropFirst() == right.dropFirst() || isTransposition(left, right)
        case 1: return left.dropFirst() == right
        case -1: return left == right.dropFirst()
        default: return false
        }
    }

    private static func isTransposition(
        _ left: ArraySlice<Unicode.Scalar>, _ right: ArraySlice<Unicode.Scalar>
    ) -> Bool {
        left.count >= 2 && left.prefix(2).elementsEqual(right.prefix(2).reversed())
            && left.dropFirst(2) == right.dropFirst(2)
    }

    /// 0 to 1, after W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi–Sunter Model
    /// of Record Linkage" (1990): each letter of a common beginning, up to four, adds a tenth of what is missing to 1.
    static func jaroWinkler(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Double {
        let similarity = jaro(one, other)
        let prefix = zip(one, other).prefix(4).prefix { $0 == $1 }.count
        return similarity + Double(prefix) * 0.1 * (1 - similarity)
    }

    private static func jaro(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Double {
        guard !one.isEmpty, !other.isEmpty else { return one.isEmpty && other.isEmpty ? 1 : 0 }
        let reach = max(0, max(one.count, other.count) / 2 - 1)
        var isTaken = [Bool](repeating: false, count: other.count)
        var matched: [Unicode.Scalar] = []
        for (place, letter) in one.enumerated() {
            let (low, high) = (max(0, place - reach), min(other.count, place + reach + 1))
            guard low < high, let partner = (low..<high).first(where: { !isTaken[$0] && other[$0] == letter }) else {
                continue
            }
            isTaken[partner] = true
            matched.append(letter)
        }
        guard !matched.isEmpty else { return 0 }
        let counterparts = other.indices.filter { isTaken[$0] }.map { other[$0] }
        let outOfOrder = zip(matched, counterparts).count { $0 != $1 }
        let matches = Double(matched.count)
        return
            (matches / Double(one.count) + matches / Double(other.count) + (matches - Double(outOfOrder) / 2) / matches)
            / 3
    }
}
