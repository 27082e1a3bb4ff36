/// One validated statement from a source.
package struct SourceRecord: Hashable, Sendable {
    /// Kept aside, because records are handed on many times and a customer record alone has dozens of members.
    package indirect enum Body: Hashable, Sendable {
        case customer(CustomerRecord)
        case order(OrderRecord)
        case interaction(InteractionRecord)
        case activity(ActivityRecord)
        case promise(PromiseRecord)
        case product(ProductRecord)
        case notice(NoticeRecord)
        case agent(AgentRecord)
    }

    package let key: FactKey
    package let updatedAt: Timestamp
    /// True when the source gave no time, or one still to come, so that `updatedAt` is the moment of arrival.
    package let isTimedByArrival: Bool
    /// Whom the record is about: normalised, without blocked values or repetitions; a customer record's own id comes
    /// first.
    package let identifiers: [Identifier]
    /// Stated like identifiers and kept as written, but leading to nobody: phone numbers that nobody can be called at.
    package let unlinked: [Identifier]
    package let body: Body
    /// Only `.whole` and `.pieced` records are stored.
    package let extent: Extent

    package init(
        key: FactKey, updatedAt: Timestamp, isTimedByArrival: Bool, identifiers: [Identifier],
        unlinked: [Identifier] = [], body: Body, extent: Extent = .whole
    ) {
        self.key = key
        self.updatedAt = updatedAt
        self.isTimedByArrival = isTimedByArrival
        self.identifiers = identifiers
        self.unlinked = unlinked
        self.body = body
        self.extent = extent
    }

    /// The record as it arrives at `moment`: that is its time unless the source gave one.
    package func arriving(at moment: Timestamp) -> SourceRecord {
        guard isTimedByArrival else { return self }
        return with(updatedAt: moment)
    }

    /// The record with these parts in the place of its own.
    package func with(
        key: FactKey? = nil, updatedAt: Timestamp? = nil, isTimedByArrival: Bool? = nil,
        identifiers: [Identifier]? = nil, body: Body? = nil, extent: Extent? = nil
    ) -> SourceRecord {
        SourceRecord(
            key: key ?? self.key, updatedAt: updatedAt ?? self.updatedAt,
            isTimedByArrival: isTimedByArrival ?? self.isTimedByArrival, identifiers: identifiers ?? self.identifiers,
            unlinked: unlinked, body: body ?? self.body, extent: extent ?? self.extent)
    }

    /// When the event happened; for a customer record, when it was stated.
    package var happenedAt: Timestamp { body.happenedAt ?? updatedAt }

    /// The identifier that a customer record carries by itself.
    package var ownIdentifier: Identifier? {
        guard key.kind.subject == .itself else { return nil }
        return identifiers.first { $0.type == key.source && $0.value == key.id }
    }

    /// The order whose customer the record is about, where it names nobody itself: an interaction or a promise that
    /// knows its order, one of the same source.
    package var orderOfItsCustomer: FactKey? {
        guard identifiers.isEmpty else { return nil }
        return body.orderID.map { FactKey(kind: .order, source: key.source, id: $0) }
    }

    /// What a customer record says of the person; nil for other kinds.
    package var customer: CustomerRecord? {
        guard case .customer(let customer) = body else { return nil }
        return customer
    }

    /// Whether both say the same, whenever each was stated.
    package func hasSameContent(as other: SourceRecord) -> Bool {
        key == other.key && identifiers == other.identifiers && unlinked == other.unlinked && body == other.body
    }
}

/// Everything that goes by the kind of a body.
extension SourceRecord.Body {
    package var kind: RecordKind {
        switch self {
        case .customer: .customer
        case .order: .order
        case .interaction: .interaction
        case .activity: .activity
        case .promise: .promise
        case .product: .product
        case .notice: .notice
        case .agent: .agent
        }
    }

    /// The order that an interaction or a promise is about.
    package var orderID: String? {
        switch self {
        case .interaction(let interaction): interaction.orderID
        case .promise(let promise): promise.orderID
        case .customer, .order, .activity, .product, .notice, .agent: nil
        }
    }

    /// When the event happened; nil for records that describe a state.
    package var happenedAt: Timestamp? {
        switch self {
        case .customer, .product, .notice, .agent: nil
        case .order(let order): order.placedAt
        case .interaction(let interaction): interaction.occurredAt
        case .activity(let activity): activity.occurredAt
        case .promise(let promise): promise.promisedAt
        }
    }

    /// Without texts that no summary reads.
    var digest: SourceRecord.Body {
        switch self {
        case .customer, .order, .product, .notice, .agent: return self
        case .interaction(var interaction):
            interaction.summary = nil
            return .interaction(interaction)
        case .activity(var activity):
            activity.query = activity.query.map { PromiseDigest.line($0, upTo: ActivityDigest.textLimit) }
            activity.url = activity.url.flatMap(PageAddress.reduced)
            activity.referrer = activity.referrer.flatMap(PageAddress.reduced)
            return .activity(activity)
        case .promise(var promise):
            promise.text = PromiseDigest.line(promise.text)
            return .promise(promise)
        }
    }

    /// The names under which a summary counts it.
    var tallyKeys: Set<TallyKey> {
        switch self {
        case .customer, .product, .notice, .agent: []
        case .order(let order):
            Set(order.lines.compactMap(\.sku).map { TallyKey(.product, $0) })
                .union(order.lines.compactMap(\.category).map { TallyKey(.category, $0) })
        case .interaction(let interaction):
            Set([TallyKey(.channel, interaction.channel)] + (interaction.agent.map { [TallyKey(.agent, $0.id)] } ?? []))
        case .activity(let activity): Set((activity.sku.map { [TallyKey(.product, $0)] } ?? []))
        case .promise(let promise):
            Set(
                [
                    promise.agent.map { TallyKey(.promiseAgent, $0.id) },
                    promise.topic.map { TallyKey(.promiseTopic, $0) },
                ].compactMap(\.self))
        }
    }

    /// Nil when the source gives none.
    package init?<Source: BodySource>(of kind: RecordKind, from source: inout Source) {
        let body: Self? =
            switch kind {
            case .customer: source.body(CustomerRecord.self).map { .customer($0) }
            case .order: source.body(OrderRecord.self).map { .order($0) }
            case .interaction: source.body(InteractionRecord.self).map { .interaction($0) }
            case .activity: source.body(ActivityRecord.self).map { .activity($0) }
            case .promise: source.body(PromiseRecord.self).map { .promise($0) }
            case .product: source.body(ProductRecord.self).map { .product($0) }
            case .notice: source.body(NoticeRecord.self).map { .notice($0) }
            case .agent: source.body(AgentRecord.self).map { .agent($0) }
            }
        guard let body else { return nil }
        self = body
    }

    /// Hands over the body as what it is.
    package func give<Target: BodyTarget>(to target: inout Target) {
        switch self {
        case .customer(let customer): target.body(customer)
        case .order(let order): target.body(order)
        case .interaction(let interaction): target.body(interaction)
        case .activity(let activity): target.body(activity)
        case .promise(let promise): target.body(promise)
        case .product(let product): target.body(product)
        case .notice(let notice): target.body(notice)
        case .agent(let agent): target.body(agent)
        }
    }
}

/// Where bodies of every kind come from.
package protocol BodySource {
    mutating func body<Part: RecordPart>(_ type: Part.Type) -> Part?
}

/// Where bodies of every kind go.
package protocol BodyTarget {
    mutating func body<Part: RecordPart>(_ part: consuming Part)
}
