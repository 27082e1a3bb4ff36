/// A word of a name as search compares it: letters only, without case and accents, `ß` as `ss`.
struct SearchWord: Hashable, Sendable {
    /// Accents dropped: `muller` of `Müller`.
    private(set) var plain: String
    /// Umlauts written out: `mueller`.
    private(set) var spelled: String

    /// Longer words are cut at about this many bytes of UTF-8.
    static let longest = 40

    /// Umlauts and rings that are written out count as written without: `muller` of `mueller`.
    var contracted: String {
        ["aa", "ae", "oe", "ue"].reduce(plain) { $0.replacing($1, with: $1.prefix(1)) }
    }

    private var isEmpty: Bool { plain.isEmpty }

    fileprivate init(_ plain: String = "", spelled: String? = nil) {
        self.plain = plain
        self.spelled = spelled ?? plain
    }

    private mutating func append(_ other: SearchWord) {
        guard plain.utf8.count < Self.longest else { return }
        plain += other.plain
        spelled += other.spelled
    }

    /// The words of a text, in its order. A hyphen or an apostrophe parts words; with `joins` they are there as a whole
    /// too, so that `Anna-Lena` is found by `lena` and by `annalena`, and `O'Neill` by `neill` and by `oneill`.
    ///
    /// Titles before a name are left out, unless there is nothing else.
    static func all(of text: String, joins: Bool) -> [SearchWord] {
        var words: [SearchWord] = []
        var (piece, pieces) = (SearchWord(), [SearchWord]())
        func endPiece() {
            if !piece.isEmpty { pieces.append(piece) }
            piece = SearchWord()
        }
        func endWord() {
            endPiece()
            words += pieces
            if joins, pieces.count > 1 { words.append(pieces.reduce(into: SearchWord()) { $0.append($1) }) }
            pieces = []
        }
        for character in text.lowercased() {
            switch Letter(character) {
            case .letter(let letter): piece.append(letter)
            case .joint: endPiece()
            case .gap: endWord()
            }
        }
        endWord()
        return withoutTitles(words)
    }

    private static func withoutTitles(_ words: [SearchWord]) -> [SearchWord] {
        let names = words.drop { NameReading.titles.contains($0.plain) }
        return names.isEmpty ? words : Array(names)
    }

    /// Letters and digits of a text, folded, in runs: the parts of a mail address or of a postal code.
    static func runs(of text: some StringProtocol) -> [String] {
        var (runs, run) = ([String](), "")
        for character in text.lowercased() {
            if character.isNumber {
                run.append(character)
            } else if case .letter(let letter) = Letter(character) {
                run += letter.plain
            } else if !run.isEmpty {
                runs.append(run)
                run = ""
            }
        }
        if !run.isEmpty { runs.append(run) }
        return runs
    }
}

/// What a character of a name is to search.
private enum Letter {
    case letter(SearchWord)
    /// A hyphen or an apostrophe, however it is set.
    case joint
    case gap

    init(_ character: Character) {
        if let byte = character.asciiValue {
            self = Self.ascii[Int(byte)]
            return
        }
        let forms = character.forms
        if !forms.plain.isEmpty {
            self = .letter(SearchWord(forms.plain, spelled: forms.spelled))
        } else {
            self = character.isDash || Self.apostrophes.contains(character) ? .joint : .gap
        }
    }

    private static let apostrophes: Set<Character> = ["'", "`", "´", "‘", "’", "‛", "′", "ʹ", "ʻ", "ʼ", "ʾ", "ʿ", "＇"]

    private static let ascii: [Letter] = (0..<128).map { (byte: UInt8) in
        let character = Character(Unicode.Scalar(byte))
        if character.isLetter { return .letter(SearchWord(String(character))) }
        return character.isDash || apostrophes.contains(character) ? .joint : .gap
    }
}
