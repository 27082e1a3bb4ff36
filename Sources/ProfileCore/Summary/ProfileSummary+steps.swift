/// The steps: one fact more, one fact less, two summaries made one.
extension ProfileSummary {
    /// Adds a record; `isHeld` tells which of its identifiers lead to this profile.
    mutating func add(_ record: SourceRecord, holding isHeld: (Identifier) -> Bool) {
        sources.add(record.key.source, at: record.updatedAt)
        for identifier in record.identifiers {
            let isHeld = isHeld(identifier)
            identifiers.change(identifier, from: IdentifierTally(isHeld: isHeld, sources: [:])) { tally in
                tally.isHeld = isHeld
                tally.sources.add(record.key.source, at: record.happenedAt)
            }
        }
        switch record.body {
        case .customer(let customer): add(customer, of: record)
        case .order(let order): purchases.add(order, key: record.key)
        case .interaction(let interaction): contact.add(interaction, key: record.key)
        case .activity(let activity):
            guard let signal = ProductSignal(activity, key: record.key) else { return }
            signals.add(signal, capacity: Self.signalCapacity)
        }
    }

    /// Takes away a record that was added before. Afterwards `isExact(without:)` may be false.
    mutating func remove(_ record: SourceRecord) {
        sources.remove(record.key.source, at: record.updatedAt)
        for identifier in record.identifiers {
            identifiers.change(identifier, removingWhen: \.sources.isEmpty) {
                $0.sources.remove(record.key.source, at: record.happenedAt)
            }
        }
        switch record.body {
        case .customer: customers.removeAll { $0.source == record.key.source && $0.id == record.key.id }
        case .order(let order): purchases.remove(order, key: record.key)
        case .interaction(let interaction): contact.remove(interaction, key: record.key)
        case .activity(let activity):
            if let signal = ProductSignal(activity, key: record.key) { signals.remove(signal) }
        }
    }

    /// False when taking `record` away left something unknown that only the facts can tell.
    func isExact(without record: SourceRecord) -> Bool {
        guard sources.isExact(record.key.source) else { return false }
        let knowsIdentifiers = record.identifiers.allSatisfy {
            identifiers[$0]?.sources.isExact(record.key.source) ?? true
        }
        guard knowsIdentifiers else { return false }
        switch record.body {
        case .customer: return true
        case .order(let order): return purchases.isExact(without: order)
        case .interaction(let interaction): return contact.isExact(without: interaction)
        case .activity: return signals.isExact(capacity: Self.signalCapacity)
        }
    }

    /// The summary of the facts of both.
    func combined(with other: ProfileSummary) -> ProfileSummary {
        var result = self
        result.customers = (customers + other.customers).sorted { ($0.source, $0.id) < ($1.source, $1.id) }
        result.identifiers = identifiers.combined(with: other.identifiers) { $0.combined(with: $1) }
        result.sources = sources.combined(with: other.sources)
        result.contact = contact.combined(with: other.contact)
        result.purchases = purchases.combined(with: other.purchases)
        result.signals = signals.combined(with: other.signals, capacity: Self.signalCapacity)
        return result
    }

    private mutating func add(_ customer: CustomerRecord, of record: SourceRecord) {
        let entry = CustomerEntry(
            source: record.key.source, id: record.key.id, updatedAt: record.updatedAt, record: customer)
        let position = customers.firstIndex { (entry.source, entry.id) < ($0.source, $0.id) } ?? customers.count
        customers.insert(entry, at: position)
    }
}

extension IdentifierTally {
    func combined(with other: IdentifierTally) -> IdentifierTally {
        IdentifierTally(isHeld: isHeld || other.isHeld, sources: sources.combined(with: other.sources))
    }
}
