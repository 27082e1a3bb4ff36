/// The stored form of a part follows from its fields: a mask of the optional ones that are there, then the values in
/// the order of the table.
extension RecordPart {
    package func write(to writer: inout ByteWriter) {
        writer.body(self)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self = .blank
        let outer = try reader.begin(isWhole: Self.isAlwaysWhole)
        reader.show(&self)
        try reader.end(outer)
    }
}

/// How far the fields of a part have been written or read.
struct FieldWalk {
    /// Which optional fields are there.
    var mask: UInt64
    /// Whether the mask is still being made.
    var isCounting = false
    /// How many optional fields the part has.
    private(set) var count = 0

    init(mask: UInt64 = 0, isCounting: Bool = false) {
        self.mask = mask
        self.isCounting = isCounting
    }

    mutating func count(_ field: Field, _ isPresent: Bool) {
        guard let number = field.number, isPresent else { return }
        mask |= 1 &<< UInt64(number)
    }

    /// Whether the field is there.
    mutating func takes(_ field: Field) -> Bool {
        guard let number = field.number else { return true }
        count = number + 1
        return mask & (1 &<< UInt64(number)) != 0
    }
}

extension ByteWriter {
    private mutating func inPart(isWhole: Bool, _ visit: (inout ByteWriter) -> Void) {
        let outer = walk
        walk = FieldWalk(isCounting: !isWhole)
        visit(&self)
        walk = outer
    }

    private mutating func member<Value>(
        _ field: Field, _ value: Value?, _ write: (inout ByteWriter, Value) -> Void
    ) {
        if walk.isCounting { return walk.count(field, value != nil) }
        guard walk.takes(field), let value else { return }
        if field.isAdded { sized { write(&$0, value) } } else { write(&self, value) }
    }

    private mutating func member(_ field: Field, _ value: (some Storable)?) {
        member(field, value) { $1.write(to: &$0) }
    }
}

extension ByteWriter: BodyTarget {
    package mutating func body<Part: RecordPart>(_ part: consuming Part) {
        var part = part
        inPart(isWhole: Part.isAlwaysWhole) { $0.show(&part) }
    }
}

extension ByteWriter: FieldVisitor {
    /// The first round makes the mask, which stands before the values.
    package mutating func needsAnotherRound() -> Bool {
        guard walk.isCounting else { return false }
        walk.isCounting = false
        unsigned(walk.mask)
        return true
    }

    package mutating func text(_ field: Field, _ form: TextForm, _ value: inout String?) {
        member(field, value) { form.isRepeated ? $0.word($1) : $0.string($1) }
    }

    package mutating func integer(_ field: Field, _: IntegerForm, _ value: inout Int?) { member(field, value) }

    package mutating func choice(_ field: Field, _: [String], _ place: inout Int?) {
        member(field, place) { $0.byte(UInt8(truncatingIfNeeded: $1)) }
    }

    package mutating func flag(_ field: Field, _ value: inout Bool?) { member(field, value) { $0.flag($1) } }
    package mutating func moment(_ field: Field, _ value: inout Timestamp?) { member(field, value) { $0.moment($1) } }
    package mutating func day(_ field: Field, _ value: inout Day?) { member(field, value) }
    package mutating func birthday(_ field: Field, _ value: inout Birthday?) { member(field, value) }
    package mutating func quantity(_ field: Field, _ value: inout Quantity?) { member(field, value) }
    package mutating func currency(_ field: Field, _ value: inout Currency) { member(field, value) }
    package mutating func money(_ field: Field, _ value: inout MinorUnits?) { member(field, value) { $0.integer($1) } }
    package mutating func refund(_ field: Field, _ value: inout MinorUnits?) { money(field, &value) }
    package mutating func price(_ field: Field, _ value: inout UnitPrice?) { member(field, value) }

    package mutating func price(
        _ field: Field, _ value: inout UnitPrice?, in currency: Field, _ code: inout Currency?
    ) {
        member(field, value)
        member(currency, code)
    }

    package mutating func open(
        _ field: Field, isWhole: Bool, isPresent: Bool, _ visit: (inout ByteWriter) -> Void
    ) {
        member(field, isPresent ? () : nil) { writer, _ in writer.inPart(isWhole: isWhole, visit) }
    }

    package mutating func openEach(
        _ field: Field, isWhole: Bool, atMost: Int, inRows: Bool, count: Int,
        _ visit: (inout ByteWriter, Int?) -> Void
    ) {
        member(field, count > 0 ? () : nil) { writer, _ in
            writer.count(count)
            for place in 0..<count { writer.inPart(isWhole: isWhole) { visit(&$0, place) } }
        }
    }

    package mutating func close(_: @autoclosure () -> FieldFault?, isBlank: @autoclosure () -> Bool) -> Bool { false }

    package mutating func texts(_ field: Field, _: TextForm, atMost: Int, _ values: inout [String]) {
        member(field, values.isEmpty ? nil : values) { $0.strings($1) }
    }

    package mutating func weekdays(_ field: Field, _ values: inout [Weekday]) {
        member(field, values) { writer, days in
            writer.count(days.count)
            for day in days { writer.code(day, among: Weekday.allCases) }
        }
    }

    package mutating func traits(_ field: Field, _ values: inout [String: TraitValue]) {
        member(field, values.isEmpty ? nil : values) { $0.words(SortedMap($1)) }
    }
}

extension ByteReader {
    /// Begins the fields of a part, and returns what to go back to after them.
    fileprivate mutating func begin(isWhole: Bool) throws(DecodingFailure) -> FieldWalk {
        let outer = walk
        walk = FieldWalk(mask: isWhole ? 0 : try unsigned())
        return outer
    }

    /// Passes over fields that came later.
    fileprivate mutating func end(_ outer: FieldWalk) throws(DecodingFailure) {
        if let failure { throw failure }
        try pass(Presence(mask: walk.mask >> UInt64(walk.count)))
        walk = outer
    }

    /// Reads the field's value, if it is there; after a failure none is.
    private mutating func member<Value>(
        _ field: Field, _ value: inout Value, _ read: (inout ByteReader) throws(DecodingFailure) -> Value
    ) {
        guard walk.takes(field), failure == nil else { return }
        do throws(DecodingFailure) {
            value = field.isAdded ? try sized(read) : try read(&self)
        } catch {
            failure = error
        }
    }

    private mutating func member<Value: Storable>(_ field: Field, _ value: inout Value?) {
        member(field, &value) { reader throws(DecodingFailure) in try Value(from: &reader) }
    }
}

extension ByteReader: FieldVisitor {
    package mutating func text(_ field: Field, _ form: TextForm, _ value: inout String?) {
        member(field, &value) { reader throws(DecodingFailure) in
            form.isRepeated ? try reader.word() : try reader.string()
        }
    }

    package mutating func integer(_ field: Field, _: IntegerForm, _ value: inout Int?) { member(field, &value) }

    package mutating func choice(_ field: Field, _ words: [String], _ place: inout Int?) {
        member(field, &place) { reader throws(DecodingFailure) in
            let place = Int(try reader.byte())
            guard place < words.count else { throw .invalid("choice of a word") }
            return place
        }
    }

    package mutating func flag(_ field: Field, _ value: inout Bool?) {
        member(field, &value) { reader throws(DecodingFailure) in try reader.flag() }
    }

    package mutating func moment(_ field: Field, _ value: inout Timestamp?) {
        member(field, &value) { reader throws(DecodingFailure) in try reader.moment() }
    }

    package mutating func day(_ field: Field, _ value: inout Day?) { member(field, &value) }
    package mutating func birthday(_ field: Field, _ value: inout Birthday?) { member(field, &value) }
    package mutating func quantity(_ field: Field, _ value: inout Quantity?) { member(field, &value) }

    package mutating func currency(_ field: Field, _ value: inout Currency) {
        member(field, &value) { reader throws(DecodingFailure) in try Currency(from: &reader) }
    }

    package mutating func money(_ field: Field, _ value: inout MinorUnits?) {
        member(field, &value) { reader throws(DecodingFailure) in try reader.integer() }
    }

    package mutating func refund(_ field: Field, _ value: inout MinorUnits?) { money(field, &value) }
    package mutating func price(_ field: Field, _ value: inout UnitPrice?) { member(field, &value) }

    package mutating func price(
        _ field: Field, _ value: inout UnitPrice?, in currency: Field, _ code: inout Currency?
    ) {
        member(field, &value)
        member(currency, &code)
    }

    package mutating func open(
        _ field: Field, isWhole: Bool, isPresent: Bool, _ visit: (inout ByteReader) -> Void
    ) {
        var nothing: Void = ()
        member(field, &nothing) { reader throws(DecodingFailure) in
            let outer = try reader.begin(isWhole: isWhole)
            visit(&reader)
            try reader.end(outer)
        }
    }

    package mutating func openEach(
        _ field: Field, isWhole: Bool, atMost: Int, inRows: Bool, count: Int,
        _ visit: (inout ByteReader, Int?) -> Void
    ) {
        var nothing: Void = ()
        member(field, &nothing) { reader throws(DecodingFailure) in
            for _ in 0..<(try reader.count()) {
                let outer = try reader.begin(isWhole: isWhole)
                visit(&reader, nil)
                try reader.end(outer)
            }
        }
    }

    package mutating func close(_: @autoclosure () -> FieldFault?, isBlank: @autoclosure () -> Bool) -> Bool { true }

    package mutating func texts(_ field: Field, _: TextForm, atMost: Int, _ values: inout [String]) {
        member(field, &values) { reader throws(DecodingFailure) in try reader.strings() }
    }

    package mutating func weekdays(_ field: Field, _ values: inout [Weekday]) {
        member(field, &values) { reader throws(DecodingFailure) in
            var days: [Weekday] = []
            for _ in 0..<(try reader.count()) { days.append(try reader.code(among: Weekday.allCases, "weekday")) }
            return days
        }
    }

    package mutating func traits(_ field: Field, _ values: inout [String: TraitValue]) {
        member(field, &values) { reader throws(DecodingFailure) in Dictionary(try reader.words()) }
    }
}
