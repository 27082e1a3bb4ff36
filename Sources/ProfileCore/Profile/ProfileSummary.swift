/// Derived state of one profile that can be updated in small steps and always be rebuilt from its facts.
///
/// Adding facts is commutative and associative, so the order of arrival leaves no trace and two summaries can be
/// combined when their profiles merge.
package struct ProfileSummary: Hashable, Sendable {
    /// Interest fades by half in two weeks, so that older views than these weigh nothing.
    package static let viewCapacity = 256
    package static let wishCapacity = 64
    package static let cartCapacity = 128

    /// Ascending by source and id.
    package var customers: [CustomerEntry] = []
    /// Those that lead to the profile; what is refused to it lies with the claims.
    package var identifiers = SortedMap<Identifier, IdentifierTally>()
    package var bonds = Bonds()
    /// By source; the moments are those of statement, not of what happened.
    package var sources = SortedMap<String, SeenRange>()
    package var contact = ContactSummary()
    package var purchases = PurchaseSummary()
    /// Products looked at and searched for.
    package var views = Recent<ProductSignal>()
    package var wishes = Recent<ProductSignal>()
    /// Put into the cart and taken out of it. They have a place of their own, so that no browsing crowds them out.
    package var cart = Recent<ProductSignal>()
    /// Nil in states of a derivation before it, which are folded before they count a promise.
    package var promises: PromiseSummary? = PromiseSummary()
    /// Nil in states of a derivation before it.
    package var journey: JourneySummary? = JourneySummary()
    /// What is still to come and counts in nothing above but `identifiers` and `sources`.
    package var upcoming = Upcoming()

    /// Of which kinds of tallies only some are listed, and how many there are.
    package var shelved = SortedMap<TallyKind, ShelfCount>()

    /// The derivation that all of this follows from: the earliest of those that had a part in it.
    package var derivation = Self.derivation
    /// What a later version wrote beside these.
    package var unknownFields: [UInt8] = []

    /// Rises when the same facts give other summaries, as with each new part. Earlier summaries are then folded again.
    package static let derivation = max(
        earliestServed, newestRecordMember, searchedSince, OrderDigest.listsGoodsSince, ContactSummary.derivation,
        PurchaseSummary.derivation, PromiseSummary.since, JourneySummary.since)
    /// The derivation that brought the newest member of a record. Summaries hold whole records and parts of them, and
    /// a version without the member writes them without it.
    private static let newestRecordMember = 6
    /// Of a derivation before this one nothing can be served.
    package static let earliestServed = 2

    package init() {}

    /// Signs of interest in products of every kind.
    package var signals: [ProductSignal] { signals(with: cartChanges) }
    /// The same, given what went into the cart and out of it.
    func signals(with cartChanges: [ProductSignal]) -> [ProductSignal] { views.items + wishes.items + cartChanges }
    /// What went into the cart and out of it, the latest first.
    package var cartChanges: [ProductSignal] { cart.items.filter(\.movesSomething) }

    /// How many facts the summary stands for.
    package var facts: Int { sources.values.reduce(0) { $0 + $1.count } }

    /// The identifiers that hold the profile together.
    package var bindingIdentifiers: [Identifier] {
        identifiers.filter(\.value.binds).map(\.key)
    }

    /// Whether its facts still hang together by what they state.
    var isConnected: Bool { bonds.connect(bindingIdentifiers) }
}

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

    /// False for a state of a derivation that had no part for what the record counts for: it has to be folded.
    func canCount(_ record: SourceRecord) -> Bool { record.key.kind != .promise || promises != nil }

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
        case .customer, .product, .notice, .agent: break
        case .order(let order):
            losses += purchases.losses(without: CountedOrder(order, key: record.key, within: limits))
        case .interaction(let interaction):
            losses += contact.losses(
                without: CountedInteraction(record: interaction, key: record.key, limits: limits))
        case .activity(let activity):
            losses.note(.views, unless: views.isExact(capacity: Self.viewCapacity))
            losses.note(.wishes, unless: wishes.isExact(capacity: Self.wishCapacity))
            losses.note(.cart, unless: cart.isExact(capacity: Self.cartCapacity))
            let event = CountedActivity(record: activity, key: record.key, limits: limits)
            losses += journey?.losses(without: event) ?? []
        case .promise(let promise):
            losses += promises?.losses(without: CountedPromise(record: promise, key: record.key)) ?? []
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
        result.promises = result.promises.flatMap { own in
            other.promises.map { own.combined(with: $0, within: limits) }
        }
        result.journey = result.journey.flatMap { own in
            other.journey.map { own.combined(with: $0, within: limits) }
        }
        result.upcoming = result.upcoming.combined(with: other.upcoming)
        return result
    }

    /// Counts what happened.
    private mutating func count(_ body: SourceRecord.Body, key: FactKey, within limits: SummaryLimits) {
        switch body {
        case .customer, .product, .notice, .agent: break
        case .order(let order): purchases.add(CountedOrder(order, key: key, within: limits))
        case .interaction(let interaction):
            contact.add(CountedInteraction(record: interaction, key: key, limits: limits))
        case .activity(let activity):
            journey?.add(CountedActivity(record: activity, key: key, limits: limits))
            guard let signal = ProductSignal(activity, key: key) else { return }
            change(signal.kind) { $0.add(signal, capacity: $1) }
        case .promise(let promise): promises?.add(CountedPromise(record: promise, key: key))
        }
    }

    private mutating func discount(_ body: SourceRecord.Body, key: FactKey, within limits: SummaryLimits) {
        switch body {
        case .customer, .product, .notice, .agent: break
        case .order(let order): purchases.remove(CountedOrder(order, key: key, within: limits))
        case .interaction(let interaction):
            contact.remove(CountedInteraction(record: interaction, key: key, limits: limits))
        case .activity(let activity):
            journey?.remove(CountedActivity(record: activity, key: key, limits: limits))
            guard let signal = ProductSignal(activity, key: key) else { return }
            change(signal.kind) { list, _ in list.remove(signal) }
        case .promise(let promise): promises?.remove(CountedPromise(record: promise, key: key))
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

extension ProfileSummary: Storable {
    /// The derivation comes first: what the others hold is to be read by it.
    package func write(to writer: inout ByteWriter) {
        writer.field(1) { $0.count(derivation) }
        if !customers.isEmpty { writer.field(2) { $0.values(customers) } }
        if !identifiers.isEmpty { writer.field(3) { $0.pairs(identifiers) } }
        writer.field(4, bonds, unless: Bonds())
        if !sources.isEmpty { writer.field(5) { $0.words(sources) } }
        writer.field(6) { contact.write(to: &$0) }
        writer.field(7) { purchases.write(to: &$0) }
        writer.field(8, views, unless: Recent())
        writer.field(9, wishes, unless: Recent())
        writer.field(10, cart, unless: Recent())
        writer.field(11, upcoming, unless: Upcoming())
        if !shelved.isEmpty { writer.field(12) { $0.pairs(shelved) } }
        if let promises { writer.field(13, promises, unless: PromiseSummary()) }
        if let journey { writer.field(14, journey, unless: JourneySummary()) }
        writer.unknownFields(unknownFields)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        derivation = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1:
                derivation = Int(UInt32(clamping: try reader.unsigned()))
                reader.derivation = derivation
                contact.lackParts(after: derivation)
                purchases.lackParts(after: derivation)
                if derivation < PromiseSummary.since { promises = nil }
                if derivation < JourneySummary.since { journey = nil }
            case 2: customers = try reader.values()
            case 3: identifiers = try reader.pairs()
            case 4: bonds = try Bonds(from: &reader)
            case 5: sources = try reader.words()
            case 6: contact = try ContactSummary(from: &reader)
            case 7: purchases = try PurchaseSummary(from: &reader)
            case 8: views = try Recent(from: &reader)
            case 9: wishes = try Recent(from: &reader)
            case 10: cart = try Recent(from: &reader)
            case 11: upcoming = try Upcoming(from: &reader)
            case 12: shelved = try reader.pairs()
            // Of a state that a version without it stepped since, nothing but folding tells it.
            case 13 where derivation < PromiseSummary.since: reader.skipRest()
            case 13: promises = try PromiseSummary(from: &reader)
            case 14 where derivation < JourneySummary.since: reader.skipRest()
            case 14: journey = try JourneySummary(from: &reader)
            default:
                unknownFields += try reader.pass(field)
                continue
            }
            try reader.end(field)
        }
        guard derivation > 0 else { throw .invalid("derivation") }
    }
}

extension TallyKind: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.byte(rawValue)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        guard let kind = TallyKind(rawValue: try reader.byte()) else { throw .invalid("kind of tally") }
        self = kind
    }
}

extension ShelfCount: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(total)
        writer.integer(told)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(total: try reader.int(), told: try reader.int())
    }
}
