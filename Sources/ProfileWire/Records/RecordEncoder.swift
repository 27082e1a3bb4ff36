package import ProfileCore

/// Writes records in the form in which they are read, with all members that have a value.
package enum RecordEncoder {
    /// One JSON object with `kind`, `source` and `id`; decoding it gives the record again.
    ///
    /// With `arrivalTime` false, `updated_at` is left out of records that came without one.
    package static func write(_ record: SourceRecord, to json: inout JSONWriter, arrivalTime: Bool = true) {
        json.object { writeAll(of: record, to: &$0, arrivalTime: arrivalTime) }
    }

    /// The same within an object that the caller has begun.
    static func writeAll(of record: SourceRecord, to json: inout JSONWriter, arrivalTime: Bool = true) {
        json.member("kind", record.key.kind.word)
        json.member("source", record.key.source)
        json.member("id", record.key.id)
        if arrivalTime || !record.isTimedByArrival { json.member("updated_at", record.updatedAt) }
        switch record.key.kind.subject {
        case .itself: writeOwnIdentifiers(of: record, to: &json)
        case .customer: writeCustomer(of: record, to: &json)
        case .nobody: break
        }
        record.body.give(to: &json)
    }

    /// The record as one JSON object.
    package static func json(_ record: SourceRecord) -> [UInt8] {
        var json = JSONWriter()
        write(record, to: &json)
        return json.bytes
    }

    // MARK: Identifiers

    /// All but the record's own, which is its source and id already.
    private static func writeOwnIdentifiers(of record: SourceRecord, to json: inout JSONWriter) {
        let own = record.ownIdentifier
        var others = record.identifiers.filter { $0 != own } + record.unlinked
        for (name, type) in [("emails", Identifier.email), ("phones", Identifier.phone)] {
            let values = others.filter { $0.type == type }
            guard !values.isEmpty else { continue }
            json.key(plain: name)
            json.array(of: values) { $0.string($1.value) }
            others.removeAll { $0.type == type }
        }
        if !others.isEmpty { json.member("identifiers") { writeIdentifiers(others, to: &$0) } }
    }

    /// Whom a record is about whose identifiers were all left out: a value that is left out too when it comes back.
    private static let nobody = Identifier(type: Identifier.visitor, value: "anonymous")

    private static func writeCustomer(of record: SourceRecord, to json: inout JSONWriter) {
        let identifiers = record.identifiers + record.unlinked
        if identifiers.isEmpty, record.orderOfItsCustomer != nil { return }
        json.key(plain: RecordKind.customerMember)
        writeIdentifiers(identifiers.isEmpty ? [nobody] : identifiers, to: &json)
    }

    /// Identifiers as an object of types: a value alone as a string, several as an array.
    private static func writeIdentifiers(_ identifiers: [Identifier], to json: inout JSONWriter) {
        var types: [String] = []
        for identifier in identifiers where !types.contains(identifier.type) { types.append(identifier.type) }
        json.object { json in
            for type in types {
                let values = identifiers.filter { $0.type == type }.map(\.value)
                json.key(named: type)
                if values.count == 1 { json.string(values[0]) } else { json.array(of: values) { $0.string($1) } }
            }
        }
    }
}

extension JSONWriter: BodyTarget {
    /// The fields that have a value, within an object that the caller has begun.
    package mutating func body<Part: RecordPart>(_ part: consuming Part) {
        part.forEachField(&self)
    }
}

extension JSONWriter: FieldVisitor {
    private mutating func present<Value>(
        _ field: Field, _ value: Value?, _ write: (inout JSONWriter, Value) -> Void
    ) {
        guard let value else { return }
        key(plain: field.name)
        write(&self, value)
    }

    package mutating func text(_ field: Field, _: TextForm, _ value: inout String?) {
        present(field, value) { $0.string($1) }
    }

    package mutating func integer(_ field: Field, _ form: IntegerForm, _ value: inout Int?) {
        present(field, value) { json, value in
            switch form {
            case .whole: json.integer(value)
            case .thousandths: json.decimal(thousandths: Int64(value))
            case .clock: json.clock(minute: value)
            }
        }
    }

    package mutating func choice(_ field: Field, _ words: [String], _ place: inout Int?) {
        present(field, place) { $0.string(words[$1]) }
    }

    package mutating func flag(_ field: Field, _ value: inout Bool?) { present(field, value) { $0.bool($1) } }
    package mutating func moment(_ field: Field, _ value: inout Timestamp?) { present(field, value) { $0.time($1) } }
    package mutating func day(_ field: Field, _ value: inout Day?) { present(field, value) { $0.day($1) } }

    package mutating func birthday(_ field: Field, _ value: inout Birthday?) {
        present(field, value) { json, birthday in json.quoted { TimeText.append(birthday, to: &$0) } }
    }

    package mutating func quantity(_ field: Field, _ value: inout Quantity?) {
        present(field, value) { $0.quantity($1) }
    }

    package mutating func open(
        _ field: Field, isWhole: Bool, isPresent: Bool, _ visit: (inout JSONWriter) -> Void
    ) {
        present(field, isPresent ? () : nil) { json, _ in json.object(visit) }
    }

    package mutating func openEach(
        _ field: Field, isWhole: Bool, atMost: Int, inRows: Bool, count: Int,
        _ visit: (inout JSONWriter, Int?) -> Void
    ) {
        present(field, count > 0 ? () : nil) { json, _ in
            json.array(of: 0..<count) { json, place in json.object { visit(&$0, place) } }
        }
    }

    package mutating func close(_: @autoclosure () -> FieldFault?, isBlank: @autoclosure () -> Bool) -> Bool { false }

    package mutating func texts(_ field: Field, _: TextForm, atMost: Int, _ values: inout [String]) {
        present(field, values.isEmpty ? nil : values) { $0.array(of: $1) { $0.string($1) } }
    }

    package mutating func weekdays(_ field: Field, _ values: inout [Weekday]) {
        present(field, values) { $0.array(of: $1) { $0.string($1.rawValue) } }
    }

    package mutating func traits(_ field: Field, _ values: inout [String: TraitValue]) {
        present(field, values.isEmpty ? nil : values) { $0.traits($1) }
    }

    package mutating func currency(_ field: Field, _ value: inout Currency) {
        currency = value
        present(field, value) { $0.string($1.code) }
    }

    package mutating func money(_ field: Field, _ value: inout MinorUnits?) {
        guard let currency else { return }
        present(field, value) { $0.money($1, currency) }
    }

    package mutating func refund(_ field: Field, _ value: inout MinorUnits?) { money(field, &value) }

    package mutating func price(_ field: Field, _ value: inout UnitPrice?) {
        guard let currency else { return }
        present(field, value) { $0.price($1, currency) }
    }

    package mutating func price(
        _ field: Field, _ value: inout UnitPrice?, in currency: Field, _ code: inout Currency?
    ) {
        guard var own = code else { return }
        self.currency(currency, &own)
        price(field, &value)
    }
}
