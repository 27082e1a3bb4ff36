/// A field as tables, mappings and suggestions see it.
package struct FieldDescription: Sendable {
    package let name: String
    package let type: FieldType
    package let isRequired: Bool
    /// In the stored form; nil when it is always there.
    package let number: Int?

    init(_ field: Field, _ type: FieldType) {
        (name, isRequired, number) = (field.name, field.isRequired, field.number)
        self.type = type
    }

    /// What tells the primary identifier of a type from others.
    package static let parted = [
        FieldDescription(.standard(RecordPath.primary), .code),
        FieldDescription(.standard(RecordPath.others), .list(.code)),
    ]
}

package indirect enum FieldType: Sendable {
    case text
    /// One of a list of words, known or not: a state, a channel, a language.
    case word
    /// What tells one thing from others.
    case code
    /// What tells the record itself from others of its source.
    case id
    case moment, day, birthday
    case integer(ClosedRange<Int>)
    /// A measured number, written as one.
    case number
    /// Money, a price or a quantity: exact, written as a string.
    case decimal
    /// A free value of any form.
    case trait
    case part([FieldDescription])
    case list(FieldType)
    /// A list of parts, each of which has a row of its own in a table.
    case rows([FieldDescription])
    /// An object with names of the source's choice.
    case names(FieldType)

    /// Types of identifiers, each with one value or several.
    package static let identifiers = FieldType.names(.list(.code))

    /// The members of an object or of each object in a list; none of other types.
    package var members: [FieldDescription] {
        switch self {
        case .part(let members), .rows(let members), .list(.part(let members)): members
        default: []
        }
    }
}

extension RecordKind {
    /// All members of a record besides its kind and source, in the order of tables.
    package var fields: [FieldDescription] {
        let key = [
            FieldDescription(.required("id"), .id), FieldDescription(.standard("updated_at"), .moment),
        ]
        var listing = FieldListing()
        if subject == .customer { listing.identifiers(.required(Self.customerMember), .identifiers) }
        _ = SourceRecord.Body(of: self, from: &listing)
        return key + listing.fields
    }

    /// The field with the time of the event; nil when records describe a state.
    package var momentField: String? {
        fields.first { field in
            if case .moment = field.type { field.isRequired } else { false }
        }?.name
    }

    /// The type of the member at `path`; nil when there is none.
    package func type(at path: [String]) -> FieldType? {
        var (type, members): (FieldType?, [FieldDescription]) = (nil, fields)
        for name in path {
            if case .names(let values)? = type { return values }
            type = members.first { $0.name == name }?.type
            members = type?.members ?? []
        }
        return type
    }
}

/// Lists the fields of a part.
private struct FieldListing: FieldVisitor, BodySource {
    private(set) var fields: [FieldDescription] = []

    mutating func body<Part: RecordPart>(_: Part.Type) -> Part? {
        var part = Part.blank
        part.forEachField(&self)
        return part
    }

    private mutating func add(_ field: Field, _ type: FieldType) {
        fields.append(FieldDescription(field, type))
    }

    mutating func text(_ field: Field, _ form: TextForm, _: inout String?) {
        switch form.kind {
        case .text, .lines, .webAddress: add(field, .text)
        case .code, .reference: add(field, .code)
        case .word, .channel, .language, .timeZone, .country: add(field, .word)
        }
    }

    mutating func integer(_ field: Field, _ form: IntegerForm, _: inout Int?) {
        switch form {
        case .whole(let range): add(field, .integer(range))
        case .thousandths: add(field, .number)
        case .clock: add(field, .text)
        }
    }

    mutating func choice(_ field: Field, _: [String], _: inout Int?) { add(field, .word) }
    mutating func flag(_ field: Field, _: inout Bool?) { add(field, .word) }
    mutating func moment(_ field: Field, _: inout Timestamp?) { add(field, .moment) }
    mutating func day(_ field: Field, _: inout Day?) { add(field, .day) }
    mutating func birthday(_ field: Field, _: inout Birthday?) { add(field, .birthday) }
    mutating func quantity(_ field: Field, _: inout Quantity?) { add(field, .decimal) }
    mutating func currency(_ field: Field, _: inout Currency) { add(field, .word) }
    mutating func money(_ field: Field, _: inout MinorUnits?) { add(field, .decimal) }
    mutating func refund(_ field: Field, _: inout MinorUnits?) { add(field, .decimal) }
    mutating func price(_ field: Field, _: inout UnitPrice?) { add(field, .decimal) }

    mutating func price(_ field: Field, _: inout UnitPrice?, in currency: Field, _: inout Currency?) {
        add(field, .decimal)
        add(currency, .word)
    }

    mutating func open(_ field: Field, isWhole: Bool, isPresent: Bool, _ visit: (inout FieldListing) -> Void) {
        var listing = FieldListing()
        visit(&listing)
        add(field, .part(listing.fields))
    }

    mutating func openEach(
        _ field: Field, isWhole: Bool, atMost: Int, inRows: Bool, count: Int,
        _ visit: (inout FieldListing, Int?) -> Void
    ) {
        var listing = FieldListing()
        visit(&listing, nil)
        add(field, inRows ? .rows(listing.fields) : .list(.part(listing.fields)))
    }

    mutating func close(_: @autoclosure () -> FieldFault?, isBlank: @autoclosure () -> Bool) -> Bool { false }

    mutating func texts(_ field: Field, _: TextForm, atMost: Int, _: inout [String]) { add(field, .list(.text)) }
    mutating func weekdays(_ field: Field, _: inout [Weekday]) { add(field, .list(.word)) }
    mutating func traits(_ field: Field, _: inout [String: TraitValue]) { add(field, .names(.trait)) }
    mutating func identifiers(_ field: Field, _ type: FieldType) { add(field, type) }
}
