import Foundation
import ProfileCore

/// What is known of the files that hold records of a kind.
struct KindHints: Sendable {
    /// What systems of the sort call themselves, to be replaced by the right name.
    let system: String
    let members: [MemberHint]
    /// What a mapping says for members that a record cannot do without and no column holds.
    let standards: [String: String]
    /// Members of which a file of the kind has one at least, and the factor of its points when it has none.
    let telling: [String]
    let untold: Double
    /// The same for a file that does not say when things happened.
    let undated: Double
    /// Whether a customer has several such records, as a rule.
    let isDealing: Bool

    /// The words by which the headers of files call a member.
    struct Words {
        let path: String
        let shape: MemberHint.Shape?
        let weight: Int
        let names: String

        init(_ path: String, as shape: MemberHint.Shape? = nil, _ weight: Int, _ names: String) {
            self.path = path
            self.shape = shape
            self.weight = weight
            self.names = names
        }
    }

    init(
        _ kind: RecordKind, system: String, standards: [String: String], telling: [String], untold: Double,
        undated: Double = 1, isDealing: Bool = false, words: [Words]
    ) {
        self.system = system
        self.standards = standards
        self.telling = telling
        self.untold = untold
        self.undated = undated
        self.isDealing = isDealing
        members = words.map { MemberHint(kind, $0) }
    }

    static func of(_ kind: RecordKind) -> KindHints {
        switch kind {
        case .customer: customer
        case .order: order
        case .interaction: interaction
        case .activity: activity
        case .promise: promise
        case .product: product
        case .notice: notice
        case .agent: agent
        }
    }
}

/// What columns are usually called, by the member they hold, in English, German, French, Spanish, Italian, Dutch,
/// Polish and some Portuguese, without accents.
struct MemberHint: Sendable {
    /// What the values of a column must look like to be a member's.
    enum Shape: Hashable, Sendable {
        case any, text, email, phone, time, number, integer
        /// From 1 to 5.
        case rating
        /// A few that occur again and again.
        case words
        /// As `words`, but no codes of regions: what is called a state may be one of either.
        case states
        /// Like `states`, but most values have to be known states of orders: a column `State` may hold places.
        case orderStates
        /// As shops number their orders: `#1001`.
        case hashNumber
        /// Each record's own.
        case id

        /// What values of a type look like, unless words say otherwise.
        init(_ type: FieldType) {
            switch type {
            case .text, .trait: self = .text
            case .word: self = .words
            case .id: self = .id
            case .moment, .day, .birthday: self = .time
            case .integer(1...5): self = .rating
            case .integer: self = .integer
            case .number, .decimal: self = .number
            case .code, .part, .list, .rows, .names: self = .any
            }
        }
    }

    let path: [String]
    let shape: Shape
    /// Whether there is no record without it.
    let isRequired: Bool
    /// How much a column for it tells that a row is of the kind, in tenths.
    let weight: Int
    /// The most telling first.
    let names: [HeaderName]

    init(_ kind: RecordKind, _ words: KindHints.Words) {
        let path = words.path.split(separator: ".").map(String.init)
        self.path = path
        shape = words.shape ?? kind.type(at: path).map(Shape.init) ?? .any
        isRequired = path.count == 1 && kind.fields.contains { $0.name == path[0] && $0.isRequired }
        weight = words.weight
        names = words.names.split(whereSeparator: { $0 == "," || $0 == "\n" }).map { HeaderName(String($0)) }
    }
}

/// The name of a column as words that can be compared: without case, accents and what stands between them.
struct HeaderName: Hashable, Sendable {
    let words: [String]
    /// The words without anything between them.
    let plain: String

    init(_ name: String) {
        words = Self.words(of: name)
        plain = words.joined()
    }

    /// How much the name says that the column holds what `phrase` stands for, from 0 to 100.
    func likeness(to phrase: HeaderName) -> Int {
        guard !phrase.plain.isEmpty else { return 0 }
        if plain == phrase.plain { return 100 }
        if contains(phrase) {
            // A single word may mean anything beside others, as the name in a customer's name.
            let most = phrase.words.count == 1 ? 60 : 78
            let others = words.count - phrase.words.count
            return max(35, most - 7 * others + (words.last == phrase.words.last ? 5 : 0))
        }
        // Words grown together, as in Auftragsdatum.
        let length = phrase.plain.utf8.count
        if length >= 5, plain.hasSuffix(phrase.plain) { return 58 }
        return length >= 6 && plain.contains(phrase.plain) ? 45 : 0
    }

    private func contains(_ phrase: HeaderName) -> Bool {
        phrase.words.count < words.count && phrase.words.allSatisfy { words.contains($0) }
    }

    // MARK: Words

    private static func words(of name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var previous: Character = " "
        for character in folded(name) {
            let isNew = character.isUppercase && previous.isLowercase
            if !character.isLetter && !character.isNumber || isNew {
                if !word.isEmpty { words.append(word.lowercased()) }
                word = ""
            }
            if character.isLetter || character.isNumber { word.append(character) }
            previous = character
        }
        if !word.isEmpty { words.append(word.lowercased()) }
        return words
    }

    /// Without accents: `Währung` is `Wahrung`, `Straße` is `Strasse`.
    static func folded(_ name: String) -> String {
        var text = ""
        for scalar in name.decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "ß": text += "ss"
            case "ł", "Ł": text += "l"
            case "ø", "Ø": text += "o"
            case "º", "°": text += "o"
            case "№": text += "No"
            default:
                if scalar.properties.generalCategory != .nonspacingMark { text.unicodeScalars.append(scalar) }
            }
        }
        return text
    }
}
