import ProfileCore

/// The identifiers of a customer record as its members hold them; its own one is its source and id already.
struct OwnIdentifiers {
    private let emails: [Identifier]
    private let phones: [Identifier]
    private let further: [Identifier]

    init(of record: SourceRecord) {
        let own = record.ownIdentifier
        let others = record.identifiers.filter { $0 != own } + record.unlinked
        emails = others.filter { $0.type == Identifier.email }
        phones = others.filter { $0.type == Identifier.phone }
        further = others.filter { $0.type != Identifier.email && $0.type != Identifier.phone }
    }

    func write(to json: inout JSONWriter) {
        write("emails", emails, to: &json)
        write("phones", phones, to: &json)
        if !further.isEmpty { json.member("identifiers") { RecordEncoder.writeIdentifiers(further, to: &$0) } }
    }

    private func write(_ name: StaticString, _ identifiers: [Identifier], to json: inout JSONWriter) {
        guard !identifiers.isEmpty else { return }
        json.member(name) { $0.array(of: identifiers) { $0.string($1.value) } }
    }
}
