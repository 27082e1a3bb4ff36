/// What a record, or a part of one, is read from: the one thing that the rules of a mapping know of a file.
enum MappedRow: Sendable {
    case cells(CSVRow)
    case element(ElementRow)

    /// The number of the line or element in the file, from 1.
    var line: Int {
        switch self {
        case .cells(let row): row.line
        case .element(let row): row.number
        }
    }
}

/// Where in a row the columns of a mapping are, by their slots.
enum RowLayout: Sendable {
    /// Places of cells, -1 for a column that the file does not have and need not. `originalLine` is the place of the
    /// number that a row had in the file where it was rejected first.
    case table([Int], originalLine: Int?)
    case tree([MemberPath])
}

/// What stands in a row: a text, and what it was when it was more than that.
struct WrittenValue: Hashable, Sendable {
    enum Form: Hashable, Sendable {
        case text
        /// A number of JSON, whatever the style of the mapping.
        case number
        /// True or false.
        case flag
        /// An object or a list, as JSON.
        case tree
    }

    let text: String
    let form: Form

    init(_ text: String, _ form: Form = .text) {
        self.text = text
        self.form = form
    }

    init(_ value: JSONValue) {
        switch value {
        case .number(let text): self.init(text, .number)
        case .bool(let value): self.init(value ? "true" : "false", .flag)
        case .array, .object: self.init(value.jsonText, .tree)
        default: self.init(CleanText.clean(value.cellText))
        }
    }

    static let nothing = WrittenValue("")
}
