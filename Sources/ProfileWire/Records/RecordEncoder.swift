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
        writeMembers(of: record, to: &json)
    }

    /// The record as one JSON object.
    package static func json(_ record: SourceRecord) -> [UInt8] {
        var json = JSONWriter()
        write(record, to: &json)
        return json.bytes
    }

    /// The record's own members within an object that the caller has begun: all but kind, source, id and updated_at.
    package static func writeMembers(of record: SourceRecord, to json: inout JSONWriter) {
        switch record.body {
        case .customer(let customer):
            OwnIdentifiers(of: record).write(to: &json)
            write(customer, to: &json)
        case .order(let order):
            writeCustomer(of: record, to: &json)
            write(order, to: &json)
        case .interaction(let interaction):
            writeCustomer(of: record, to: &json)
            write(interaction, to: &json)
        case .activity(let activity):
            writeCustomer(of: record, to: &json)
            write(activity, to: &json)
        }
    }

    /// Identifiers as an object of types: a value alone as a string, several as an array.
    package static func writeIdentifiers(_ identifiers: [Identifier], to json: inout JSONWriter) {
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

    /// Whom a record is about whose identifiers were all left out: a value that is left out too when it comes back.
    private static let nobody = Identifier(type: Identifier.visitor, value: "anonymous")

    private static func writeCustomer(of record: SourceRecord, to json: inout JSONWriter) {
        let identifiers = record.identifiers + record.unlinked
        if identifiers.isEmpty, record.orderOfItsCustomer != nil { return }
        json.key("customer")
        writeIdentifiers(identifiers.isEmpty ? [nobody] : identifiers, to: &json)
    }

    static func write(_ person: Person, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", person.id)
            json.present("name", person.name)
        }
    }
}
