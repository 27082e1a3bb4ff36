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
        ordered = summary.purchases.recent.items.compactMap(CustomerEntry.init(of:))
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
