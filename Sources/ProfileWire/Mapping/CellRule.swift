import ProfileCore

/// How one member gets its value from the cells of a row. A class, since each cell of each record takes it up.
final class CellRule: Sendable {
    enum Input: Hashable, Sendable {
        /// Several are joined by a blank when nothing is said.
        case columns([Column], joinedBy: String?)
        case constant(String)
    }

    /// Whether the cell holds one value, several, or something composed.
    enum Layout: Hashable, Sendable {
        case single
        /// Several values with this between them.
        case split(String)
        /// A JSON array, or values with `|` between them, as our own exports write.
        case list
        /// A JSON object, or `type:value` with `|` between them, as our own exports write.
        case identifiers
        case json
        /// One value, a whole number of which is written as such: `17850.0` is 17850.
        case whole
    }

    struct Case: Sendable {
        let conditions: [RowCondition]
        let rule: CellRule
    }

    let form: CellForm
    let input: Input
    let style: CellStyle
    /// Whether the number of the row's line stands behind what the columns hold.
    let isNumbered: Bool
    let layout: Layout
    let cases: [Case]
    let table: ValueTable?
    let prefix: String
    let fallback: String?
    /// Whether the values of all rows of a group are added up.
    let isSum: Bool
    /// Whether a number below zero counts as the same above it.
    let isAbsolute: Bool
    /// Whether a number changes its sign.
    let isNegated: Bool
    /// Whether a text becomes a word of the contract: `Order Completed` is `order_completed`.
    let isSlug: Bool
    /// Whether of several columns the first counts that says something.
    let takesFirst: Bool
    /// To how many digits after the decimal point a number is rounded; nil when it stays as it is.
    let roundedTo: Int?

    init(
        form: CellForm, input: Input, style: CellStyle, isNumbered: Bool = false, layout: Layout = .single,
        cases: [Case] = [], table: ValueTable? = nil, prefix: String = "", fallback: String? = nil,
        isSum: Bool = false, isAbsolute: Bool = false, isNegated: Bool = false, isSlug: Bool = false,
        takesFirst: Bool = false, roundedTo: Int? = nil
    ) {
        self.form = form
        self.input = input
        self.style = style
        self.isNumbered = isNumbered
        self.layout = layout
        self.cases = cases
        self.table = table
        self.prefix = prefix
        self.fallback = fallback
        self.isSum = isSum
        self.isAbsolute = isAbsolute
        self.isNegated = isNegated
        self.isSlug = isSlug
        self.takesFirst = takesFirst
        self.roundedTo = roundedTo
    }
}

/// Members of an object that the file names, and not the mapping.
struct SpreadRule: Sendable {
    enum Origin: Sendable {
        /// The members of objects, but these; of a name the first.
        case objects([Column], without: Set<String>)
        /// One for each element of a list.
        case list(Column, skips: [[RowCondition]], name: CellRule, value: CellRule)
    }

    let origin: Origin
    /// Whether a name may have several values.
    let isRepeatable: Bool

    var columns: [Column] {
        switch origin {
        case .objects(let columns, _): columns
        case .list(let list, _, _, _): [list]
        }
    }
}

/// What the text of a cell becomes.
enum CellForm: Hashable, Sendable {
    case text, time, day, birthday, integer
    /// What tells one record from others.
    case id
    /// What tells something else from others: a product, an agent, a person.
    case code
    /// Money, a price or a quantity: exact, written as a string.
    case decimal
    /// A measured number, written as one.
    case number
    /// Text, or what the mapping says.
    case trait

    init(_ type: FieldType) {
        switch type {
        case .id: self = .id
        case .moment: self = .time
        case .day: self = .day
        case .birthday: self = .birthday
        case .integer: self = .integer
        case .decimal: self = .decimal
        case .number: self = .number
        case .trait: self = .trait
        case .code: self = .code
        case .text, .word, .part, .list, .rows, .names: self = .text
        }
    }
}

/// A column a mapping names, and its place in the mapping's list of columns.
struct Column: Hashable, Sendable {
    let name: String
    let slot: Int
}

/// Which of the file's columns is meant.
struct ColumnName: Hashable, Sendable {
    let name: String
    /// Which of several with that name, from 1; nil when there must be one only.
    var nth: Int?
}

/// How cells are written.
struct CellStyle: Hashable, Sendable {
    /// Tried in their order; empty for what ISO 8601 writes.
    var dates: [DatePattern] = []
    /// An IANA name; nil when the deployment knows.
    var timeZone: String?
    var numbers = NumberStyle()
    /// Words that stand for nothing, exactly as they are written.
    var nullWords: Set<String> = []
    /// Whether a cell that cannot be read costs its member only, and not the record.
    var leavesOutUnreadable = false
    /// Whether cells were guarded against being run as formulas.
    var isGuarded = false
}

/// Something that holds of a row or does not. Texts are compared without blanks at their ends. A class, as a rule is.
final class RowCondition: Sendable {
    enum Test: Hashable, Sendable {
        case among([String])
        case notAmong([String])
        case startsWith(String)
        case endsWith(String)
        case contains(String)
        case isEmpty(Bool)
        /// Less than the number, or greater.
        case below(Double)
        case above(Double)
    }

    let column: Column
    let test: Test
    /// The list whose elements are looked at; nil where the row is.
    let list: Column?
    /// Which elements are not.
    let skips: [[RowCondition]]
    /// Whether texts are compared as the words that they make.
    let isSlug: Bool

    init(column: Column, test: Test, list: Column?, skips: [[RowCondition]], isSlug: Bool) {
        self.column = column
        self.test = test
        self.list = list
        self.skips = skips
        self.isSlug = isSlug
    }

    /// What of the row it looks at first.
    var beginning: Column { list ?? column }

    /// `text` is the cell, and `number` its value when it is a number in the style of the mapping.
    func holds(_ text: String, number: () -> Double?) -> Bool {
        switch test {
        case .among(let words): words.contains(text)
        case .notAmong(let words): !words.contains(text)
        case .startsWith(let part): text.hasPrefix(part)
        case .endsWith(let part): text.hasSuffix(part)
        case .contains(let part): text.contains(part)
        case .isEmpty(let wanted): text.isEmpty == wanted
        case .below(let bound): number().map { $0 < bound } ?? false
        case .above(let bound): number().map { $0 > bound } ?? false
        }
    }
}

/// Their words and ours; a word of theirs may mean nothing.
struct ValueTable: Hashable, Sendable {
    enum Match: Hashable, Sendable {
        case value(String?)
        case unknown
    }

    var words: [String: String?] = [:]
    /// For words that are not in the table; without it they are rejected.
    var otherwise: String?

    /// Exactly as written first, then whatever the case.
    func match(_ word: String) -> Match {
        if let found = words[word] { return .value(found) }
        let lower = word.lowercased()
        if let found = words.first(where: { $0.key.lowercased() == lower })?.value { return .value(found) }
        return otherwise.map { .value($0) } ?? .unknown
    }
}
