/// What somebody who searches may mean, in all its readings at once: words of a name with a postal code, the end or the
/// beginning of a phone number, a part of a mail address, an order number.
package struct SearchQuery: Hashable, Sendable {
    /// A word of a name, whole or begun.
    struct Word: Hashable, Sendable {
        /// How it may be stored: as written, and with umlauts written the other way.
        let forms: [String]
        /// Stored words from which one slip leads to it.
        var spellings: [String] = []
    }

    /// Words of a name that count.
    static let wordLimit = 6
    /// A single letter is no beginning to search by.
    static let leastLetters = 2
    /// Fewer digits end too many numbers.
    static let leastDigits = 4
    private static let leastAddress = 3
    /// No source numbers its orders at greater length.
    private static let longestNumber = 100

    var words: [Word] = []
    /// Words with digits, as parts of postal codes.
    private(set) var codes: [String] = []
    private(set) var phone: SpokenNumber?
    /// In small letters.
    private(set) var address: String?
    /// How an order may be numbered.
    private(set) var orders: [String] = []

    /// `text` is in Unicode's NFC; `callingCode` is that of the country whose national numbers are said.
    package init(_ text: String, callingCode: String? = nil) {
        let parts = text.split(whereSeparator: \.isWhitespace)
        let coded = parts.filter { $0.contains(where: \.isNumber) }
        let plain = parts.filter { !$0.contains(where: \.isNumber) }
        if !text.contains("@") {
            words = SearchWord.all(of: plain.joined(separator: " "), joins: false).prefix(Self.wordLimit).map(Word.init)
            codes = Array(coded.flatMap { SearchWord.runs(of: $0) }.prefix(Self.wordLimit))
        }
        phone = SpokenNumber(text, callingCode: callingCode)
        if parts.count == 1, phone == nil { address = Self.address(parts[0].lowercased()) }
        if !coded.isEmpty { orders = Self.numbers(text) }
    }

    private static func address(_ text: String) -> String? {
        let least = text.contains("@") ? 2 : leastAddress
        return text.utf8.count >= least ? text : nil
    }

    /// As said, without the sign of a number, and in capitals and small letters.
    private static func numbers(_ text: String) -> [String] {
        let said = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let bare = said.drop { $0 == "#" || $0.isWhitespace }
        guard !bare.isEmpty, said.utf8.count <= longestNumber else { return [] }
        return Array(Set([said, String(bare), bare.uppercased(), bare.lowercased()])).sorted()
    }
}

extension SearchQuery.Word {
    fileprivate init(_ word: SearchWord) {
        var forms = [word.plain]
        for form in [word.spelled, word.contracted] where !forms.contains(form) && forms.count < 2 {
            forms.append(form)
        }
        self.init(forms: forms)
    }

    /// How it stands for a stored word; nil when it does not.
    func match(_ stored: some StringProtocol) -> SearchMatch.How? {
        if forms.contains(where: { $0 == stored }) { return .exact }
        if forms.contains(where: { stored.hasPrefix($0) }) { return .prefix }
        return spellings.contains { $0 == stored } ? .tolerant : nil
    }

    var patterns: [TermLookup.Pattern] {
        forms.map { .beginning($0) } + spellings.map { .whole($0) }
    }
}

/// A phone number as a caller says it: with or without its country, and perhaps only the end of it or the beginning.
struct SpokenNumber: Hashable, Sendable {
    /// Digits that a number may end with, in reverse, as rows hold numbers.
    private(set) var reversedEnds: [String] = []
    /// What a number in international form may begin with.
    private(set) var beginnings: [String] = []

    /// More digits are no phone number.
    private static let mostDigits = 20

    /// Nil for what is no number, or too little of one.
    init?(_ text: String, callingCode: String?) {
        guard text.allSatisfy({ $0.wholeNumberValue != nil || Self.separators.contains($0) || $0.isWhitespace }) else {
            return nil
        }
        let isInternational = text.drop(while: \.isWhitespace).first.map { $0 == "+" || $0 == "＋" } ?? false
        let digits = Self.digits(text)
        guard (SearchQuery.leastDigits...Self.mostDigits).contains(digits.utf8.count) else { return nil }
        let whole = Self.digits(text.replacing("(0)", with: ""))
        if isInternational {
            note(international: whole)
        } else if digits.hasPrefix("00") {
            note(international: String(whole.drop { $0 == "0" }))
            note(end: digits)
        } else {
            note(national: digits, callingCode: callingCode)
        }
        beginnings.removeAll { $0.utf8.count <= SearchQuery.leastDigits }
        if reversedEnds.isEmpty && beginnings.isEmpty { return nil }
    }

    private mutating func note(end digits: String) {
        if digits.utf8.count >= SearchQuery.leastDigits { reversedEnds.append(digits.inReverse) }
    }

    private mutating func note(international digits: String) {
        note(end: digits)
        beginnings = ["+" + digits]
    }

    /// Most countries say a zero before national numbers that international ones lack; Italy keeps it. What begins
    /// without one may also have lost its plus sign.
    private mutating func note(national digits: String, callingCode: String?) {
        let bare = String(digits.drop { $0 == "0" })
        let ends = bare == digits ? [digits] : [bare, digits]
        for end in ends { note(end: end) }
        beginnings = bare == digits ? ["+" + digits] : []
        if let callingCode { beginnings += ends.map { "+" + callingCode + $0 } }
    }

    private static func digits(_ text: String) -> String {
        text.compactMap(\.wholeNumberValue).filter { $0 < 10 }.map(String.init).joined()
    }

    private static let separators: Set<Character> = ["+", "＋", "(", ")", "-", "–", "/", ".", "·"]
}

extension SearchQuery {
    /// The words in which a slip may have been made.
    package var slips: [SearchSlip] { words.compactMap { $0.forms.first.flatMap(SearchSlip.init) } }

    /// Takes in stored words near the `slips`.
    package mutating func take(near stored: [String]) {
        for place in words.indices {
            guard let form = words[place].forms.first, let slip = SearchSlip(form) else { continue }
            let word = words[place]
            words[place].spellings = Array(
                Set(stored.filter { slip.leads(to: $0) && word.match($0) == nil }).sorted().prefix(SearchSlip.wordLimit)
            )
        }
    }

    /// What the store has to look up.
    package var lookups: SearchLookups {
        var lookups = SearchLookups()
        lookups.terms = [nameLookup, addressLookup, numberLookup].compactMap(\.self)
        lookups.identifiers = identifierLookup
        lookups.orders = orders
        return lookups
    }

    /// The longest word leads, since fewest names have it; the others are looked for beside it.
    private var nameLookup: TermLookup? {
        let longest = words.indices.max { length(of: words[$0]) < length(of: words[$1]) }
        guard let leading = longest, length(of: words[leading]) >= Self.leastLetters else { return nil }
        let others = words.indices.filter { $0 != leading }.map { words[$0].patterns }
        return TermLookup(
            kind: .name, beginnings: words[leading].forms, spellings: words[leading].spellings,
            besides: others + codes.map { [.beginning($0)] })
    }

    /// In bytes, of which letters that are words by themselves have several.
    private func length(of word: Word) -> Int { word.forms.first?.utf8.count ?? 0 }

    private var addressLookup: TermLookup? {
        guard let address else { return nil }
        if address.hasPrefix("@") { return TermLookup(kind: .email, beginnings: [address]) }
        guard !address.contains("@") else { return nil }
        let runs = SearchWord.runs(of: address)
        return TermLookup(kind: .email, beginnings: ["@" + address] + (runs.count == 1 ? runs : []))
    }

    private var numberLookup: TermLookup? {
        guard let ends = phone?.reversedEnds, !ends.isEmpty else { return nil }
        return TermLookup(kind: .phone, beginnings: ends)
    }

    private var identifierLookup: IdentifierLookup? {
        if let phone, !phone.beginnings.isEmpty {
            return IdentifierLookup(type: Identifier.phone, beginnings: phone.beginnings)
        }
        // A single word is looked for among the words of addresses.
        guard let address, !address.hasPrefix("@"), SearchWord.runs(of: address) != [address] else { return nil }
        return IdentifierLookup(type: Identifier.email, beginnings: [address])
    }
}

/// A word in which one slip may have been made: a letter other, missing, too much, or changed places with the next.
///
/// A slip leaves one half of the word whole, unless it lies between them: so all words within one slip begin with the
/// first half, end with the second, or have the two middle letters change places.
package struct SearchSlip: Hashable, Sendable {
    /// What is near begins with this,
    package let beginning: String
    /// or ends with this, which is in reverse,
    package let ending: String
    /// or is this.
    package let swapped: String
    /// How many letters it has.
    package let lengths: ClosedRange<Int>
    private let letters: [Unicode.Scalar]

    /// In a shorter word a slip makes another one: Tim, Tom.
    private static let leastLetters = 5
    /// More words near one are not looked for.
    static let wordLimit = 50

    /// Nil for a word too short to have a slip in it.
    init?(_ word: String) {
        letters = Array(word.unicodeScalars)
        guard letters.count >= Self.leastLetters else { return nil }
        let half = letters.count / 2
        var swapped = letters
        swapped.swapAt(half - 1, half)
        beginning = String(scalars: letters[..<half])
        ending = String(scalars: letters[half...].reversed())
        self.swapped = String(scalars: swapped)
        lengths = letters.count - 1...letters.count + 1
    }

    func leads(to word: String) -> Bool {
        NameSimilarity.isWithinOneSlip(letters, Array(word.unicodeScalars))
    }

    /// Whether a word is long enough to be meant by one with a slip in it.
    static func mayBeMeant(_ word: String) -> Bool { word.unicodeScalars.count >= leastLetters - 1 }
}
