/// A record, or a part of one, that names each of its fields once, in `forEachField`. The decoder, the encoder, the
/// stored form, mappings, tables and suggestions all follow from there.
package protocol RecordPart: Storable, Hashable, Sendable {
    /// A part that says nothing, whose fields are then read one by one.
    static var blank: Self { get }
    /// Whether every field is there in every value, so that its stored form needs no mask. It can never grow.
    static var isAlwaysWhole: Bool { get }
    /// What is wrong with the fields taken together, when each is right.
    var fault: FieldFault? { get }

    /// Shows each field to `fields`, which reads, writes or describes it. The order is that of JSON and of tables.
    mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor)
}

extension RecordPart {
    package static var isAlwaysWhole: Bool { false }
    package var fault: FieldFault? { nil }
}

/// One member of a record: its name in JSON, its number in the stored form, and what happens when it is wrong.
package struct Field: Sendable {
    package let name: String
    /// Its bit in the stored mask of optional fields, 63 at most; nil when it is always there. The numbers of a part
    /// ascend from 0 without gaps: a field is never removed, and a new one comes last, takes the next and is `added`.
    package let number: Int?
    /// Whether there is no record without it.
    package let isRequired: Bool
    /// Whether a wrong value is left out with a warning, and is no reason to refuse the record.
    package let isDescriptive: Bool
    /// Whether it came after the first release of its record: it is stored behind its length, so that a version
    /// without it passes over it.
    package let isAdded: Bool

    private init(
        _ name: String, _ number: Int? = nil, isRequired: Bool = false, isDescriptive: Bool = false,
        isAdded: Bool = false
    ) {
        self.name = name
        self.number = number
        self.isRequired = isRequired
        self.isDescriptive = isDescriptive
        self.isAdded = isAdded
    }

    package static func required(_ name: String) -> Field { Field(name, isRequired: true) }

    /// One with a value that holds when the record says nothing.
    package static func standard(_ name: String, isDescriptive: Bool = false) -> Field {
        Field(name, isDescriptive: isDescriptive)
    }

    /// One that may be absent, but must be right when it is there.
    package static func strict(_ number: Int, _ name: String) -> Field { Field(name, number) }

    package static func descriptive(_ number: Int, _ name: String) -> Field {
        Field(name, number, isDescriptive: true)
    }

    /// A descriptive field of a later release.
    package static func added(_ number: Int, _ name: String) -> Field {
        Field(name, number, isDescriptive: true, isAdded: true)
    }
}

package struct FieldFault {
    package let field: String
    /// What would be right, for people; nil when the field's values were found wrong one by one.
    package let rule: String?

    package init(field: String, rule: String?) {
        self.field = field
        self.rule = rule
    }
}

/// What is done with each field: reading it into the value, writing the value, or describing it.
///
/// The functions take concrete values, so that a call from another module costs one indirect jump: the compiler
/// specialises generic functions within a module only. What is generic is inlined into `forEachField`.
package protocol FieldVisitor {
    mutating func text(_ field: Field, _ form: TextForm, _ value: inout String?)
    mutating func integer(_ field: Field, _ form: IntegerForm, _ value: inout Int?)
    /// One of a few words; `place` is that of the word, which is also its code in the stored form.
    mutating func choice(_ field: Field, _ words: [String], _ place: inout Int?)
    mutating func flag(_ field: Field, _ value: inout Bool?)
    mutating func moment(_ field: Field, _ value: inout Timestamp?)
    mutating func day(_ field: Field, _ value: inout Day?)
    mutating func birthday(_ field: Field, _ value: inout Birthday?)
    mutating func quantity(_ field: Field, _ value: inout Quantity?)

    /// The currency of all amounts that follow, in parts of the record too.
    mutating func currency(_ field: Field, _ value: inout Currency)
    mutating func money(_ field: Field, _ value: inout MinorUnits?)
    /// Money that was given back, which some systems write with a minus sign.
    mutating func refund(_ field: Field, _ value: inout MinorUnits?)
    mutating func price(_ field: Field, _ value: inout UnitPrice?)
    /// A price with a currency of its own.
    mutating func price(_ field: Field, _ value: inout UnitPrice?, in currency: Field, _ code: inout Currency?)

    /// Calls `visit` with the visitor of the part's fields, if there is a part to read or to write.
    mutating func open(_ field: Field, isWhole: Bool, isPresent: Bool, _ visit: (inout Self) -> Void)
    /// The same for each part of a list; `visit` takes the place of the part, or nil for one that is read.
    /// `inRows` says that in a table each element has a row.
    mutating func openEach(
        _ field: Field, isWhole: Bool, atMost: Int, inRows: Bool, count: Int, _ visit: (inout Self, Int?) -> Void)
    /// Whether the fields are to be shown again before the part is closed.
    mutating func needsAnotherRound() -> Bool
    /// Ends the fields of a part; true when they were read and make up a value.
    mutating func close(_ fault: @autoclosure () -> FieldFault?, isBlank: @autoclosure () -> Bool) -> Bool

    /// Texts of one form, each once.
    mutating func texts(_ field: Field, _ form: TextForm, atMost: Int, _ values: inout [String])
    mutating func weekdays(_ field: Field, _ values: inout [Weekday])
    mutating func traits(_ field: Field, _ values: inout [String: TraitValue])
    /// Identifiers of the person a record describes. The record as a whole holds them, so only descriptions need this.
    mutating func identifiers(_ field: Field, _ type: FieldType)
}

extension FieldVisitor {
    package mutating func identifiers(_ field: Field, _ type: FieldType) {}

    package mutating func needsAnotherRound() -> Bool { false }

    /// Shows all fields of a part, as often as the visitor wants.
    @inline(__always)
    mutating func show<Part: RecordPart>(_ part: inout Part) {
        repeat { part.forEachField(&self) } while needsAnotherRound()
    }

    @inline(__always)
    mutating func part<Part: RecordPart>(_ field: Field, _ value: inout Part?) {
        open(field, isWhole: Part.isAlwaysWhole, isPresent: value != nil) { fields in
            var part = value ?? .blank
            fields.show(&part)
            if fields.close(part.fault, isBlank: part == .blank) { value = part }
        }
    }

    @inline(__always)
    mutating func parts<Part: RecordPart>(
        _ field: Field, atMost: Int, inRows: Bool = false, _ values: inout [Part]
    ) {
        openEach(
            field, isWhole: Part.isAlwaysWhole, atMost: atMost, inRows: inRows, count: values.count
        ) { fields, place in
            var part = place.map { values[$0] } ?? .blank
            fields.show(&part)
            if fields.close(part.fault, isBlank: false) { values.append(part) }
        }
    }
}

/// Fields that are always there: what cannot be read leaves the value as it was.
extension FieldVisitor {
    mutating func text(_ field: Field, _ form: TextForm, _ value: inout String) {
        var found: String? = value
        text(field, form, &found)
        if let found { value = found }
    }

    mutating func integer(_ field: Field, _ form: IntegerForm, _ value: inout Int) {
        var found: Int? = value
        integer(field, form, &found)
        if let found { value = found }
    }

    mutating func moment(_ field: Field, _ value: inout Timestamp) {
        var found: Timestamp? = value
        moment(field, &found)
        if let found { value = found }
    }

    mutating func quantity(_ field: Field, _ value: inout Quantity) {
        var found: Quantity? = value
        quantity(field, &found)
        if let found { value = found }
    }

    @inline(__always)
    mutating func choice<Choice: FieldChoice>(_ field: Field, _ value: inout Choice?) {
        let list = Choice.list
        var place = value.flatMap { list.cases.firstIndex(of: $0) }
        choice(field, list.words, &place)
        value = place.map { list.cases[$0] }
    }

    @inline(__always)
    mutating func choice<Choice: FieldChoice>(_ field: Field, _ value: inout Choice) {
        var found: Choice? = value
        choice(field, &found)
        if let found { value = found }
    }
}

/// One of a few words. It is stored as the place of its case, so that a new case comes last.
package protocol FieldChoice: RawRepresentable<String>, CaseIterable, Equatable, Sendable {
    static var list: ChoiceList<Self> { get }
}

/// The cases of a choice and their words, listed once.
package struct ChoiceList<Choice: FieldChoice>: Sendable {
    package let cases: [Choice]
    package let words: [String]

    package init() {
        cases = Array(Choice.allCases)
        words = cases.map(\.rawValue)
    }
}

/// How a text is understood, how long it may be, and how it is stored.
package struct TextForm: Sendable {
    package enum Kind: Sendable {
        case text
        /// Text of several lines.
        case lines
        /// A word of the contract, `live_chat`.
        case word
        /// A word for a way to be in touch, in its one spelling.
        case channel
        /// Text that some systems write as an integer.
        case code
        /// The code of another record, of which no digit may be missing.
        case reference
        case language, timeZone, country
        /// The address of a web page. Agents open it by a click, so it is checked.
        case webAddress
    }

    package let kind: Kind
    /// In characters.
    package let limit: Int
    /// Whether it comes up again in other values, so that it is stored once.
    package private(set) var isRepeated = false

    private init(_ kind: Kind, limit: Int = 500, isRepeated: Bool = false) {
        self.kind = kind
        self.limit = limit
        self.isRepeated = isRepeated
    }

    package static let text = TextForm(.text)
    package static func text(upTo limit: Int) -> TextForm { TextForm(.text, limit: limit) }
    package static func lines(upTo limit: Int) -> TextForm { TextForm(.lines, limit: limit) }
    package static let word = TextForm(.word, isRepeated: true)
    package static let channel = TextForm(.channel, isRepeated: true)
    package static let code = TextForm(.code, limit: 255)
    package static let reference = TextForm(.reference, limit: 255)
    package static let language = TextForm(.language, isRepeated: true)
    package static let timeZone = TextForm(.timeZone, isRepeated: true)
    package static let country = TextForm(.country)
    package static let webAddress = TextForm(.webAddress, limit: 2_000)

    package var repeated: TextForm { TextForm(kind, limit: limit, isRepeated: true) }
}

package enum IntegerForm: Sendable {
    case whole(ClosedRange<Int>)
    /// A measured number, kept in thousandths.
    case thousandths(ClosedRange<Int>)
    /// A local time of day, kept in minutes after midnight.
    case clock
}
