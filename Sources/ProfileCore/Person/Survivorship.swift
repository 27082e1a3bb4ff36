/// Which statement wins for each field of a person: source priority, then the most recent, then the lesser source and
/// id; what is empty never overwrites. What no customer record states is taken from the latest orders: of a guest, they
/// alone know the name.
package struct Survivorship: Sendable {
    /// A value and the record that states it.
    package struct Survivor<Value: Sendable>: Sendable {
        package let value: Value
        package let entry: CustomerEntry
        /// How many records state a value for the field.
        package let statements: Int
    }

    /// The winning order: customer records, then orders.
    package let entries: [CustomerEntry]
    /// What orders say, the latest first.
    private let ordered: [CustomerEntry]

    package init(_ summary: ProfileSummary, rules: ProfileRules) {
        ordered = summary.purchases.recent.list.items.compactMap(CustomerEntry.init(of:))
        entries = summary.customers.sorted { Self.wins($0, over: $1, rules: rules) } + ordered
    }

    /// Whether an order states it, as no customer record does.
    func isFromOrder(_ entry: CustomerEntry) -> Bool { ordered.contains(entry) }

    package func value<Value>(_ field: (CustomerRecord) -> Value?) -> Value? {
        for entry in entries {
            if let value = field(entry.record) { return value }
        }
        return nil
    }

    package func survivor<Value: Sendable>(_ field: (CustomerRecord) -> Value?) -> Survivor<Value>? {
        var winner: (value: Value, entry: CustomerEntry)?
        var statements = 0
        for entry in entries {
            guard let value = field(entry.record) else { continue }
            statements += 1
            if winner == nil { winner = (value, entry) }
        }
        return winner.map { Survivor(value: $0.value, entry: $0.entry, statements: statements) }
    }

    /// How to ask for the birthday: days that stand for "not known" count only where nobody knows better.
    var birthdayField: (CustomerRecord) -> Birthday? {
        let isKnown = entries.contains { $0.record.birthday.map { !$0.isPlaceholder } ?? false }
        return { record in record.birthday.flatMap { isKnown && $0.isPlaceholder ? nil : $0 } }
    }

    /// Every tag that any record states, in alphabetical order.
    package var tags: [String] {
        Set(entries.lazy.flatMap(\.record.tags)).sorted()
    }

    /// Merged key by key.
    package var traits: [String: TraitValue] {
        entries.reduce(into: [:]) { traits, entry in
            traits.merge(entry.record.traits.filter { $0.value != .null }) { winner, _ in winner }
        }
    }

    private static func wins(_ one: CustomerEntry, over other: CustomerEntry, rules: ProfileRules) -> Bool {
        let left = rules.sourcePriorities[one.source, default: 0]
        let right = rules.sourcePriorities[other.source, default: 0]
        if left != right { return left > right }
        if one.updatedAt != other.updatedAt { return one.updatedAt > other.updatedAt }
        return (one.source, one.id) < (other.source, other.id)
    }
}

extension CustomerEntry {
    /// Nil when the order says nothing of who placed it.
    fileprivate init?(of order: OrderDigest) {
        guard let details = order.customerDetails else { return nil }
        var record = CustomerRecord()
        record.givenName = details.givenName
        record.familyName = details.familyName
        record.fullName = details.fullName
        record.salutation = details.salutation
        record.birthday = details.birthday
        record.address = details.address
        self.init(source: order.source, id: order.id, updatedAt: order.placedAt, record: record)
    }
}

/// Which record each field of a person comes from.
struct StatedFields {
    private let survivorship: Survivorship
    private let rules: ProfileRules
    private(set) var statements: [ProfileExplanation.Statement] = []

    /// `consents` are those that the profile shows.
    init(_ survivorship: Survivorship, consents: [ConsentView], rules: ProfileRules) {
        self.survivorship = survivorship
        self.rules = rules
        add("/person/given_name", \.presentGivenName)
        add("/person/family_name", \.presentFamilyName)
        add("/person/full_name", \.presentFullName)
        add("/person/salutation", \.presentSalutation)
        add("/person/birthday/date", survivorship.birthdayField)
        add("/person/gender", \.presentGender)
        add("/person/language", \.presentLanguage)
        add("/person/time_zone", \.presentTimeZone)
        add("/person/address", \.presentAddress)
        add("/person/owner", \.owner)
        add("/person/loyalty", \.presentLoyalty)
        for name in survivorship.traits.keys.sorted() {
            add("/person/traits/" + Self.escaped(name)) { $0.traits[name].flatMap { $0 == .null ? nil : $0 } }
        }
        add("/contact/preferred_channel", \.presentPreferredChannel)
        add("/contact/preferred_time", \.preferredTime)
        add(consents)
    }

    private mutating func add<Value: Sendable>(_ pointer: String, _ field: (CustomerRecord) -> Value?) {
        guard let survivor = survivorship.survivor(field) else { return }
        let entry = survivor.entry
        statements.append(
            .init(
                pointer: pointer, source: entry.source, recordID: entry.id, at: entry.updatedAt,
                rule: rule(for: entry, of: survivor.statements)))
    }

    private func rule(for entry: CustomerEntry, of statements: Int) -> String {
        guard !survivorship.isFromOrder(entry) else {
            return "from an order of \(entry.source), the latest that states it; no customer record does"
        }
        let others = statements > 1 ? ", first of \(statements) by priority, then recency" : ""
        return "declared by \(entry.source), priority \(rules.sourcePriorities[entry.source, default: 0])\(others)"
    }

    private mutating func add(_ consents: [ConsentView]) {
        for (index, consent) in consents.enumerated() {
            let rule =
                "declared by \(consent.source), the latest for purpose and channel; only a later grant with a time of "
                + "its own lifts a refusal"
            statements.append(
                .init(
                    pointer: "/consents/\(index)", source: consent.source, recordID: consent.recordID, at: consent.at,
                    rule: rule))
        }
    }

    /// RFC 6901, section 3.
    private static func escaped(_ name: String) -> String {
        name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}

/// How much a source contributed, and when it last said something.
package struct SourceView: Hashable, Sendable {
    package let source: String
    package let lastAt: Timestamp
    package let facts: Int

    /// In alphabetical order.
    static func derive(from sources: SortedMap<String, SeenRange>) -> [SourceView] {
        sources.filter { $0.value.count > 0 }
            .map { SourceView(source: $0.key, lastAt: $0.value.last, facts: $0.value.count) }
    }
}

/// The fields of a customer record, nil where they say nothing.
extension CustomerRecord {
    package var presentGivenName: String? { givenName?.named?.stated }
    package var presentFamilyName: String? { familyName?.named }
    package var presentFullName: String? { fullName?.named?.stated }
    package var presentSalutation: String? { salutation?.named?.stated }
    package var presentGender: String? { gender?.nonempty }
    package var presentLanguage: String? { language?.nonempty }
    package var presentTimeZone: String? { timeZone?.nonempty }
    package var presentPreferredChannel: String? { preferredChannel?.nonempty }

    /// An address is one whole: parts of two would make a place that does not exist.
    package var presentAddress: Address? { address == Address() ? nil : address }

    package var presentLoyalty: Loyalty? { loyalty == Loyalty(tier: nil, points: nil) ? nil : loyalty }
}

extension String {
    /// What says nothing, such as `-` or `n/a`, is no name.
    fileprivate var named: String? { NamePlaceholder.stands(in: self) ? nil : self }

    /// `Null` is the name of a family, but nothing else.
    fileprivate var stated: String? { lowercased() == "null" ? nil : self }

    fileprivate var nonempty: String? { allSatisfy(\.isWhitespace) ? nil : self }
}

/// One customer record as the summary holds it: whole, because survivorship needs every one of them.
package struct CustomerEntry: Hashable, Sendable {
    package let source: String
    package let id: String
    package let updatedAt: Timestamp
    package let record: CustomerRecord

    package init(source: String, id: String, updatedAt: Timestamp, record: CustomerRecord) {
        self.source = source
        self.id = id
        self.updatedAt = updatedAt
        self.record = record
    }
}

extension CustomerEntry: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.word(source)
        writer.string(id)
        writer.moment(updatedAt)
        record.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(
            source: try reader.word(), id: try reader.string(), updatedAt: try reader.moment(),
            record: try CustomerRecord(from: &reader))
    }
}
