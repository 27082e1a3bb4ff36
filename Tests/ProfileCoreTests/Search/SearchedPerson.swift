@testable import ProfileCore

/// Somebody to search for, as a source states them.
struct SearchedPerson {
    let id: ProfileID
    var given: String?
    var family: String?
    var full: String?
    var postalCode: String?
    var emails: [String] = []
    var phones: [String] = []
    /// Days before `now`.
    var contacts: [Int] = []

    static let now = Timestamp(milliseconds: 1_780_000_000_000)

    init(_ number: UInt64, given: String? = nil, family: String? = nil, full: String? = nil) {
        id = ProfileID(high: number, low: 0)
        (self.given, self.family, self.full) = (given, family, full)
    }

    var state: ProfileState {
        var customer = CustomerRecord()
        (customer.givenName, customer.familyName, customer.fullName) = (given, family, full)
        if let postalCode {
            var address = Address.blank
            address.postalCode = postalCode
            customer.address = address
        }
        let identifiers =
            emails.map { Identifier(type: Identifier.email, value: $0) }
            + phones.map { Identifier(type: Identifier.phone, value: $0) }
        var records = [record(.customer, "0", identifiers, .customer(customer))]
        for (number, days) in contacts.enumerated() {
            let at = Self.now.advanced(bySeconds: Int64(days) * -86_400)
            records.append(
                record(.interaction, "\(number)", [], .interaction(InteractionRecord(occurredAt: at, channel: "phone")))
            )
        }
        var rebuild = SummaryRebuild(held: Set(identifiers), at: Self.now)
        for record in records {
            let filing = Filing(profile: id, home: id, basis: nil)
            rebuild.add(Fact(record: record, receivedAt: Self.now, filing: filing))
        }
        return ProfileState(id: id, version: 1, changedAt: Self.now, summary: rebuild.summary)
    }

    private func record(
        _ kind: RecordKind, _ number: String, _ identifiers: [Identifier], _ body: SourceRecord.Body
    ) -> SourceRecord {
        SourceRecord(
            key: FactKey(kind: kind, source: "crm", id: number), updatedAt: Self.now, isTimedByArrival: false,
            identifiers: identifiers, body: body)
    }
}

/// Rows and links as a store would hold them, looked through one by one.
struct SearchedCrowd {
    let people: [SearchedPerson]
    let rows: [SearchRow]

    init(_ people: [SearchedPerson]) {
        self.people = people
        rows = people.flatMap { SearchMaterial($0.state.summary)?.rows(of: $0.id) ?? [] }
    }

    func ranking(_ text: String, callingCode: String? = nil) -> SearchRanking {
        var query = SearchQuery(text, callingCode: callingCode)
        let words = Set(rows.filter { $0.kind == .name }.map(\.term))
        query.take(near: words.filter { word in query.slips.contains { $0.mayLead(to: word) } }.sorted())
        return SearchRanking(of: finds(query.lookups), for: query)
    }

    func ids(_ text: String, callingCode: String? = nil) -> [UInt64] {
        ranking(text, callingCode: callingCode).hits.map(\.profile.high)
    }

    private func finds(_ lookups: SearchLookups) -> SearchFinds {
        var finds = SearchFinds()
        finds.rows = rows.filter { row in
            lookups.terms.contains { $0.kind == row.kind && $0.leads(to: row.term) && $0.admits(row.words) }
        }
        guard let lookup = lookups.identifiers else { return finds }
        for person in people {
            let values = lookup.type == Identifier.email ? person.emails : person.phones
            for value in values where lookup.beginnings.contains(where: value.hasPrefix) {
                finds.links.append(SearchFinds.Link(value: value, profile: person.id))
            }
            finds.ages[person.id] = person.state.summary.contactAge
        }
        return finds
    }
}

extension TermLookup {
    func leads(to term: String) -> Bool { beginnings.contains(where: term.hasPrefix) || spellings.contains(term) }

    func admits(_ words: String) -> Bool {
        Array(words.utf8).withUnsafeBufferPointer { admits($0) }
    }
}

extension SearchSlip {
    /// What a store finds by it.
    func mayLead(to word: String) -> Bool {
        lengths.contains(word.unicodeScalars.count)
            && (word.hasPrefix(beginning) || String(word.reversed()).hasPrefix(ending) || word == swapped)
    }
}
