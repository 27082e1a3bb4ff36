/// The steps: one fact more, one fact less, two summaries made one.
extension ProfileSummary {
    /// Adds a record; `strength` tells which of its identifiers lead to this profile, and how far they are trusted.
    /// What lies ahead of `now` counts later.
    mutating func add(
        _ record: SourceRecord, at now: Timestamp, within limits: SummaryLimits = .standard,
        holding strength: (Identifier) -> IdentifierRule.Strength?
    ) {
        derivation = min(derivation, Self.derivation)
        settle(by: now, within: limits)
        sources.add(record.key.source, at: record.updatedAt)
        var binding: [Identifier] = []
        for identifier in record.identifiers {
            guard let strength = strength(identifier) else { continue }
            if strength == .strong { binding.append(identifier) }
            identifiers.change(identifier, from: IdentifierTally(binds: strength == .strong, sources: [:])) { tally in
                tally.sources.add(record.key.source, at: record.seenAt)
            }
        }
        bonds.add(binding)
        if case .customer(let customer) = record.body {
            add(customer, of: record)
        } else if record.happenedAt > now {
            upcoming.add(Upcoming.Item(record))
        } else {
            count(record.body, key: record.key, within: limits)
        }
    }

    /// Takes away a record that was added before. Afterwards there may be `losses(without:)` it.
    ///
    /// Returns the bonds that only this record made.
    @discardableResult
    mutating func remove(_ record: SourceRecord, within limits: SummaryLimits = .standard) -> [UInt64] {
        derivation = min(derivation, Self.derivation)
        sources.remove(record.key.source, at: record.updatedAt)
        let loosened = bonds.remove(record.identifiers.filter { identifiers[$0]?.binds ?? false })
        for identifier in record.identifiers {
            identifiers.change(identifier, removingWhen: \.sources.isEmpty) {
                $0.sources.remove(record.key.source, at: record.seenAt)
            }
        }
        if case .customer = record.body {
            customers.removeAll { $0.source == record.key.source && $0.id == record.key.id }
        } else if !upcoming.remove(Upcoming.Item(record)) {
            discount(record.body, key: record.key, within: limits)
        }
        return loosened
    }

    /// Counts what has come by `now`.
    package mutating func settle(by now: Timestamp, within limits: SummaryLimits = .standard) {
        guard let first = upcoming.items.first, first.at <= now else { return }
        derivation = min(derivation, Self.derivation)
        for item in upcoming.removeDue(by: now) { count(item.body, key: item.key, within: limits) }
    }

    /// False when taking `record` away left something unknown that only the facts can tell.
    func isExact(without record: SourceRecord, within limits: SummaryLimits = .standard) -> Bool {
        losses(without: record, within: limits).isEmpty
    }

    /// What taking `record` away left unknown.
    package func losses(
        without record: SourceRecord, within limits: SummaryLimits = .standard
    ) -> [SummaryLoss] {
        let source = record.key.source
        var losses: [SummaryLoss] = []
        losses.note(.source(source), unless: sources.isExact(source))
        losses.note(.upcoming, unless: upcoming.isExact)
        for identifier in record.identifiers {
            let isKnown = identifiers[identifier]?.sources.isExact(source) ?? true
            losses.note(.identifier(identifier, source: source), unless: isKnown)
        }
        switch record.body {
        case .customer: break
        case .order(let order): losses += purchases.losses(without: order, within: limits)
        case .interaction(let interaction):
            losses += contact.losses(
                without: CountedInteraction(record: interaction, key: record.key, limits: limits))
        case .activity:
            losses.note(.views, unless: views.isExact(capacity: Self.viewCapacity))
            losses.note(.wishes, unless: wishes.isExact(capacity: Self.wishCapacity))
            losses.note(.cart, unless: cart.isExact(capacity: Self.cartCapacity))
        }
        return losses
    }

    /// The summary of the facts of both, as seen at `now`.
    func combined(
        with other: ProfileSummary, at now: Timestamp, within limits: SummaryLimits = .standard
    ) -> ProfileSummary {
        var (result, other) = (self, other)
        result.derivation = min(derivation, other.derivation, Self.derivation)
        result.settle(by: now, within: limits)
        other.settle(by: now, within: limits)
        result.customers = (customers + other.customers).sorted { ($0.source, $0.id) < ($1.source, $1.id) }
        result.identifiers = identifiers.combined(with: other.identifiers) { $0.combined(with: $1) }
        result.bonds = bonds.combined(with: other.bonds)
        result.sources = sources.combined(with: other.sources)
        result.contact = result.contact.combined(with: other.contact, within: limits)
        result.purchases = result.purchases.combined(with: other.purchases, within: limits)
        result.views = result.views.combined(with: other.views, capacity: Self.viewCapacity)
        result.wishes = result.wishes.combined(with: other.wishes, capacity: Self.wishCapacity)
        result.cart = result.cart.combined(with: other.cart, capacity: Self.cartCapacity)
        result.upcoming = result.upcoming.combined(with: other.upcoming)
        return result
    }

    /// Counts what happened.
    private mutating func count(_ body: SourceRecord.Body, key: FactKey, within limits: SummaryLimits) {
        switch body {
        case .customer: break
        case .order(let order): purchases.add(order, key: key, within: limits)
        case .interaction(let interaction):
            contact.add(CountedInteraction(record: interaction, key: key, limits: limits))
        case .activity(let activity):
            guard let signal = ProductSignal(activity, key: key) else { return }
            change(signal.kind) { $0.add(signal, capacity: $1) }
        }
    }

    private mutating func discount(_ body: SourceRecord.Body, key: FactKey, within limits: SummaryLimits) {
        switch body {
        case .customer: break
        case .order(let order): purchases.remove(order, key: key, within: limits)
        case .interaction(let interaction):
            contact.remove(CountedInteraction(record: interaction, key: key, limits: limits))
        case .activity(let activity):
            guard let signal = ProductSignal(activity, key: key) else { return }
            change(signal.kind) { list, _ in list.remove(signal) }
        }
    }

    /// Changes the list where signals of a kind have their place.
    private mutating func change(_ kind: ProductSignal.Kind, _ step: (inout Recent<ProductSignal>, Int) -> Void) {
        switch kind {
        case .view, .search: step(&views, Self.viewCapacity)
        case .wish: step(&wishes, Self.wishCapacity)
        case .cart, .uncart: step(&cart, Self.cartCapacity)
        }
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
        IdentifierTally(binds: binds || other.binds, sources: sources.combined(with: other.sources))
    }
}

extension SourceRecord {
    /// When its identifiers were in use: what is still to come is seen when it is stated.
    var seenAt: Timestamp { min(happenedAt, updatedAt) }
}
