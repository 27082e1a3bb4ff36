/// A personal name as it is compared: letters only, without case, accents, apostrophes, hyphens and blanks.
///
/// `Strauß` equals `STRAUSS`, and `Jörg` equals both `Jorg` and `Joerg`. Letters of other scripts than the Latin are
/// compared as they are.
struct FoldedName: Hashable, Sendable {
    /// Accents dropped: `jorg`.
    let plain: String
    /// Umlauts written out: `joerg`.
    private let spelled: String
    /// The words of `plain`.
    let words: [String]
    let letters: [Unicode.Scalar]

    /// What comes after so many characters is not compared, because comparing takes time with the square of the length.
    private static let length = 40

    /// Nil for a name without a letter, which says nothing.
    init?(_ name: String) {
        if let words = Self.words(ofASCII: name) {
            self.init(words: words, spelled: nil)
        } else {
            let parts = name.prefix(Self.length).lowercased().split { $0.isWhitespace || $0 == "." || $0.isDash }
            self.init(
                words: parts.map { part in part.map { $0.forms.plain }.joined() },
                spelled: parts.map { part in part.map { $0.forms.spelled }.joined() }.joined())
        }
    }

    private init?(words: [String], spelled: String?) {
        self.words = words.filter { !$0.isEmpty }
        guard !self.words.isEmpty else { return nil }
        plain = self.words.joined()
        letters = Array(plain.unicodeScalars)
        self.spelled = spelled ?? plain
    }

    /// Most names are in ASCII, and there this is twenty times as quick. Nil for others.
    private static func words(ofASCII name: String) -> [String]? {
        guard name.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "\r") }) else { return nil }
        return name.utf8.prefix(length).split(whereSeparator: partsWords).map { word in
            String(decoding: word.map { $0 | 0x20 }.filter { $0 &- UInt8(ascii: "a") < 26 }, as: UTF8.self)
        }
    }

    private static func partsWords(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || (0x09...0x0d) ~= byte
    }

    func isSame(as other: FoldedName) -> Bool {
        plain == other.plain || spelled == other.spelled
    }

    /// One slip, or a Jaro–Winkler similarity of at least .88. In three letters a slip makes another name: Tim and Tom,
    /// Li and Lin.
    func resembles(_ other: FoldedName) -> Bool {
        guard max(letters.count, other.letters.count) >= 4, !isInitials, !other.isInitials else { return false }
        return NameSimilarity.isWithinOneSlip(letters, other.letters)
            || NameSimilarity.jaroWinkler(letters, other.letters) >= 0.88
    }

    /// Whether the name is initials alone. Max and Mia share theirs.
    var isInitials: Bool {
        words.allSatisfy { $0.count == 1 && $0.first?.isCased == true }
    }

    /// Whether one slip parts two names that both have at least so many letters and are not those of two sexes.
    func differsBySlip(from other: FoldedName, inLetters least: Int) -> Bool {
        min(letters.count, other.letters.count) >= least && NameSimilarity.isWithinOneSlip(letters, other.letters)
            && !isCounterpart(of: other)
    }

    /// Whether one of the two is short for the other, word by word: an initial, a known short form, or fewer words.
    func abbreviates(_ other: FoldedName) -> Bool {
        zip(words, other.words).allSatisfy { one, two in
            one == two || one.isInitial(of: two) || two.isInitial(of: one) || ShortForms.relate(one, two)
        }
    }
}

extension String {
    /// Whether this is one letter, of a script that has capitals, with which the name begins.
    fileprivate func isInitial(of name: String) -> Bool {
        guard count == 1, let letter = first, letter.isCased else { return false }
        return name.first == letter
    }
}

extension Character {
    var isDash: Bool {
        unicodeScalars.first?.properties.generalCategory == .dashPunctuation
    }

    /// `foldedLetter` and `spelledLetter`. They ask for names of scalars, which takes long: of Latin ones, once.
    var forms: (plain: String, spelled: String) {
        let scalars = unicodeScalars
        guard let value = scalars.first?.value, value < Self.latin.count, scalars.dropFirst().isEmpty else {
            return (foldedLetter, spelledLetter)
        }
        return Self.latin[Int(value)]
    }

    /// Up to the end of Latin Extended-B.
    private static let latin: [(plain: String, spelled: String)] = (0..<0x250).compactMap(Unicode.Scalar.init)
        .map(Character.init).map { ($0.foldedLetter, $0.spelledLetter) }

    /// Without what is set above, below or through it; empty for what is no letter.
    fileprivate var foldedLetter: String {
        guard let scalar = unicodeScalars.first, isLetter, scalar.properties.generalCategory != .modifierLetter else {
            return ""
        }
        if scalar.isASCII { return String(scalar) }
        return Self.special[self] ?? scalar.latinBase ?? String(self)
    }

    /// As `foldedLetter`, an umlaut as it is written without one: `ä` as `ae`, `å` as `aa`.
    fileprivate var spelledLetter: String {
        let base = foldedLetter
        let name = unicodeScalars.compactMap(\.properties.name).joined(separator: " ")
        switch base {
        case "a" where name.contains(" RING"): return "aa"
        case "a" where name.contains("DIAERESIS"), "u" where name.contains("DIAERESIS"): return base + "e"
        case "o" where name.contains("DIAERESIS") || name.contains("STROKE"): return "oe"
        default: return base
        }
    }

    private static let special: [Character: String] = [
        "ß": "ss", "ı": "i", "ð": "d", "þ": "th", "œ": "oe", "ĳ": "ij", "ŉ": "n", "ς": "σ", "ά": "α", "έ": "ε",
        "ή": "η", "ί": "ι", "ϊ": "ι", "ΐ": "ι", "ό": "ο", "ύ": "υ", "ϋ": "υ", "ΰ": "υ", "ώ": "ω", "ё": "е",
    ]
}

extension Unicode.Scalar {
    /// The letter or two that a Latin letter is made from, by its name: `e` of `LATIN SMALL LETTER E WITH ACUTE`.
    fileprivate var latinBase: String? {
        guard let name = properties.name, let prefix = name.firstRange(of: "LATIN SMALL LETTER ") else { return nil }
        let base = name[prefix.upperBound...].prefix { $0 != " " }
        return base.count <= 2 ? base.lowercased() : nil
    }
}
