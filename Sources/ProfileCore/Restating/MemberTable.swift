/// The members of a record that have a value, by their paths.
///
/// A path is a JSON pointer without its first slash: `total`, `address/city`, `traits/size`. Lists are one member each.
/// The identifiers of a type are two: `identifiers/email/primary` and `identifiers/email/others`.
package typealias MemberTable = [String: MemberValue]

package enum MemberValue: Hashable, Sendable {
    case text(String)
    case integer(Int)
    /// The place of a word.
    case choice(Int)
    case flag(Bool)
    case moment(Timestamp)
    case day(Day)
    case birthday(Birthday)
    case quantity(Quantity)
    case currency(Currency)
    case money(MinorUnits)
    /// A price, with its currency where that is not the record's.
    case price(UnitPrice, Currency?)
    case texts([String])
    case weekdays([Weekday])
    case parts([MemberTable])
    case trait(TraitValue)
    /// Of one type: those that lead to somebody, and those that do not.
    case identifiers([Identifier], unlinked: [Identifier])
}

extension MemberValue {
    /// Whether it holds an amount in the currency of its record.
    package var isAmount: Bool {
        switch self {
        case .money, .price(_, nil): true
        case .parts(let tables): tables.contains { $0.values.contains(where: \.isAmount) }
        default: false
        }
    }
}

/// Paths of members.
package enum RecordPath {
    package static let identifiers = "identifiers"
    package static let currency = "currency"

    /// Names are escaped as in a JSON pointer (RFC 6901).
    package static func joined(_ path: String, _ name: String) -> String {
        path + "/" + (isPlain(name) ? name : name.replacing("~", with: "~0").replacing("/", with: "~1"))
    }

    /// Hardly any name has to be escaped, and replacing costs far more than looking.
    private static func isPlain(_ name: some StringProtocol) -> Bool {
        name.utf8.allSatisfy { $0 != UInt8(ascii: "~") && $0 != UInt8(ascii: "/") }
    }

    /// The last name of a path.
    static func name(in path: String) -> String {
        let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
        return isPlain(name) ? String(name) : String(name).replacing("~1", with: "/").replacing("~0", with: "~")
    }

    /// Whether `path` is `other`, or lies within it.
    package static func covers(_ other: String, _ path: String) -> Bool {
        path.hasPrefix(other) && (path.utf8.count == other.utf8.count || path.dropFirst(other.count).first == "/")
    }
}

extension SourceRecord {
    /// All members that the record states, its identifiers by type.
    package var memberTable: MemberTable {
        var members = MemberTaking()
        body.give(to: &members)
        let own = ownIdentifier
        for type in Set((identifiers + unlinked).map(\.type)) {
            let linked = identifiers.filter { $0.type == type && $0 != own }
            let parted = PartedIdentifiers(
                linked, unlinked: unlinked.filter { $0.type == type }, by: extent.marks(of: type))
            parted.write(to: &members.table, type)
        }
        return members.table
    }
}

/// Takes the members out of a record.
private struct MemberTaking: FieldVisitor, BodyTarget {
    var table: MemberTable = [:]
    private var place = ""

    mutating func body<Part: RecordPart>(_ part: consuming Part) {
        var part = part
        show(&part)
    }

    private mutating func take<Value>(_ field: Field, _ value: Value?, _ wrap: (Value) -> MemberValue) {
        guard let value else { return }
        table[place + field.name] = wrap(value)
    }

    mutating func text(_ field: Field, _: TextForm, _ value: inout String?) { take(field, value, MemberValue.text) }
    mutating func integer(_ field: Field, _: IntegerForm, _ value: inout Int?) {
        take(field, value, MemberValue.integer)
    }
    mutating func choice(_ field: Field, _: [String], _ place: inout Int?) { take(field, place, MemberValue.choice) }
    mutating func flag(_ field: Field, _ value: inout Bool?) { take(field, value, MemberValue.flag) }
    mutating func moment(_ field: Field, _ value: inout Timestamp?) { take(field, value, MemberValue.moment) }
    mutating func day(_ field: Field, _ value: inout Day?) { take(field, value, MemberValue.day) }
    mutating func birthday(_ field: Field, _ value: inout Birthday?) { take(field, value, MemberValue.birthday) }
    mutating func quantity(_ field: Field, _ value: inout Quantity?) { take(field, value, MemberValue.quantity) }
    mutating func currency(_ field: Field, _ value: inout Currency) { take(field, value, MemberValue.currency) }
    mutating func money(_ field: Field, _ value: inout MinorUnits?) { take(field, value, MemberValue.money) }
    mutating func refund(_ field: Field, _ value: inout MinorUnits?) { take(field, value, MemberValue.money) }
    mutating func price(_ field: Field, _ value: inout UnitPrice?) { take(field, value) { .price($0, nil) } }

    mutating func price(_ field: Field, _ value: inout UnitPrice?, in currency: Field, _ code: inout Currency?) {
        take(field, value) { .price($0, code) }
        if value == nil { take(currency, code, MemberValue.currency) }
    }

    mutating func texts(_ field: Field, _: TextForm, atMost: Int, _ values: inout [String]) {
        take(field, values.isEmpty ? nil : values, MemberValue.texts)
    }

    mutating func weekdays(_ field: Field, _ values: inout [Weekday]) {
        take(field, values.isEmpty ? nil : values, MemberValue.weekdays)
    }

    mutating func traits(_ field: Field, _ values: inout [String: TraitValue]) {
        for (name, value) in values { table[RecordPath.joined(place + field.name, name)] = .trait(value) }
    }

    mutating func open(_ field: Field, isWhole: Bool, isPresent: Bool, _ visit: (inout MemberTaking) -> Void) {
        guard isPresent else { return }
        let outer = place
        place += field.name + "/"
        visit(&self)
        place = outer
    }

    mutating func openEach(
        _ field: Field, isWhole: Bool, atMost: Int, inRows: Bool, count: Int,
        _ visit: (inout MemberTaking, Int?) -> Void
    ) {
        guard count > 0 else { return }
        let tables = (0..<count).map { index in
            var element = MemberTaking()
            visit(&element, index)
            return element.table
        }
        table[place + field.name] = .parts(tables)
    }

    mutating func close(_: @autoclosure () -> FieldFault?, isBlank: @autoclosure () -> Bool) -> Bool { false }
}

extension SourceRecord.Body {
    /// The body with these members; otherwise the paths of those that it lacks, or that do not go together.
    static func made(of kind: RecordKind, from table: MemberTable) -> Result<Self, MembersMissing> {
        var members = MemberGiving(table)
        let body = Self(of: kind, from: &members)
        guard let body, members.missing.isEmpty else { return .failure(MembersMissing(paths: members.missing)) }
        return .success(body)
    }
}

/// Members without which a record cannot be.
struct MembersMissing: Error {
    let paths: [String]
}

/// Makes a record of its members.
private struct MemberGiving: FieldVisitor, BodySource {
    private let table: MemberTable
    private(set) var missing: [String] = []
    private var place = ""

    init(_ table: MemberTable) {
        self.table = table
    }

    mutating func body<Part: RecordPart>(_: Part.Type) -> Part? {
        var part = Part.blank
        show(&part)
        return close(part.fault, isBlank: false) ? part : nil
    }

    private mutating func value(_ field: Field) -> MemberValue? {
        let value = table[place + field.name]
        if value == nil, field.isRequired { missing.append(place + field.name) }
        return value
    }

    mutating func text(_ field: Field, _: TextForm, _ value: inout String?) {
        if case .text(let found)? = self.value(field) { value = found }
    }

    mutating func integer(_ field: Field, _: IntegerForm, _ value: inout Int?) {
        if case .integer(let found)? = self.value(field) { value = found }
    }

    mutating func choice(_ field: Field, _: [String], _ place: inout Int?) {
        if case .choice(let found)? = value(field) { place = found }
    }

    mutating func flag(_ field: Field, _ value: inout Bool?) {
        if case .flag(let found)? = self.value(field) { value = found }
    }

    mutating func moment(_ field: Field, _ value: inout Timestamp?) {
        if case .moment(let found)? = self.value(field) { value = found }
    }

    mutating func day(_ field: Field, _ value: inout Day?) {
        if case .day(let found)? = self.value(field) { value = found }
    }

    mutating func birthday(_ field: Field, _ value: inout Birthday?) {
        if case .birthday(let found)? = self.value(field) { value = found }
    }

    mutating func quantity(_ field: Field, _ value: inout Quantity?) {
        if case .quantity(let found)? = self.value(field) { value = found }
    }

    mutating func currency(_ field: Field, _ value: inout Currency) {
        if case .currency(let found)? = self.value(field) { value = found }
    }

    mutating func money(_ field: Field, _ value: inout MinorUnits?) {
        if case .money(let found)? = self.value(field) { value = found }
    }

    mutating func refund(_ field: Field, _ value: inout MinorUnits?) { money(field, &value) }

    mutating func price(_ field: Field, _ value: inout UnitPrice?) {
        if case .price(let found, _)? = self.value(field) { value = found }
    }

    mutating func price(_ field: Field, _ value: inout UnitPrice?, in currency: Field, _ code: inout Currency?) {
        if case .price(let found, let foundCode)? = self.value(field) { (value, code) = (found, foundCode) }
        if value == nil, case .currency(let found)? = self.value(currency) { code = found }
    }

    mutating func texts(_ field: Field, _: TextForm, atMost: Int, _ values: inout [String]) {
        if case .texts(let found)? = value(field) { values = found }
    }

    mutating func weekdays(_ field: Field, _ values: inout [Weekday]) {
        if case .weekdays(let found)? = value(field) { values = found }
    }

    mutating func traits(_ field: Field, _ values: inout [String: TraitValue]) {
        for (path, value) in table where RecordPath.covers(place + field.name, path) {
            if case .trait(let trait) = value { values[RecordPath.name(in: path)] = trait }
        }
    }

    mutating func open(_ field: Field, isWhole: Bool, isPresent: Bool, _ visit: (inout MemberGiving) -> Void) {
        let place = self.place + field.name
        guard table.keys.contains(where: { RecordPath.covers(place, $0) }) else { return }
        var part = self
        (part.place, part.missing) = (place + "/", [])
        visit(&part)
        missing += part.missing
    }

    mutating func openEach(
        _ field: Field, isWhole: Bool, atMost: Int, inRows: Bool, count: Int,
        _ visit: (inout MemberGiving, Int?) -> Void
    ) {
        guard case .parts(let tables)? = value(field) else { return }
        for table in tables {
            var part = MemberGiving(table)
            visit(&part, nil)
        }
    }

    mutating func close(_ fault: @autoclosure () -> FieldFault?, isBlank: @autoclosure () -> Bool) -> Bool {
        guard missing.isEmpty else { return false }
        guard let fault = fault() else { return true }
        missing.append(place + fault.field)
        return false
    }
}
