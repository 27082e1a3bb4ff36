/// Everything a profile shows of its orders, in a form that single orders can be added to and taken from.
package struct PurchaseSummary: PartedSummary {
    package typealias Event = CountedOrder

    package var counts = OrderCounts()
    package var currencies = CurrencyTallies()
    package var products = ProductTallies()
    package var categories = CategoryQuantities()
    package var open = NewestList<OpenOrders>()
    package var recent = NewestList<RecentOrders>()
    package var unknownFields: [UInt8] = []

    package init() {}

    package mutating func forEachPart<Operation: PartOperation<CountedOrder>>(
        with other: PurchaseSummary, _ operation: Operation, _ context: inout Operation.Context
    ) throws(Operation.Failure) {
        try operation.apply(to: &counts, other.counts, &context)
        try operation.apply(to: &currencies, other.currencies, &context)
        try operation.apply(to: &products, other.products, &context)
        try operation.apply(to: &categories, other.categories, &context)
        try operation.apply(to: &open, other.open, &context)
        try operation.apply(to: &recent, other.recent, &context)
    }

    package var orders: Int { counts.seen?.count ?? 0 }
}

/// An order as the parts count it. What several of them need is worked out once.
package struct CountedOrder: CountedEvent {
    let record: OrderRecord
    let limits: SummaryLimits
    let isCreditNote: Bool
    let amounts: OrderAmounts
    let digest: OrderDigest
    /// The lines by which the goods that a customer has change.
    let movingLines: [OrderRecord.Line]

    init(_ record: OrderRecord, key: FactKey, within limits: SummaryLimits = .standard) {
        self.record = record
        self.limits = limits
        isCreditNote = record.isCreditNote
        amounts = OrderAmounts(record)
        digest = OrderDigest(record, amounts: amounts, key: key)
        movingLines = record.status == .cancelled ? [] : record.movingLines
    }

    var moment: Timestamp { record.placedAt }

    /// A cancelled order is listed and counts for nothing.
    var isCounted: Bool { record.status != .cancelled }

    package static func loss(ofPart field: UInt64) -> SummaryLoss { .purchasePart(field: field) }
}

/// How often and when a customer bought and brought back.
package struct OrderCounts: SummaryPart {
    package static let field: UInt64 = 1

    /// Purchases: orders neither cancelled nor credit notes; nil when there are none.
    package var seen: SeenRange?
    /// How many of them came back, wholly or in part.
    package var returned = 0
    /// Credit notes; nil when there are none.
    package var returns: SeenRange?

    package init() {}

    package mutating func add(_ event: CountedOrder) {
        guard event.isCounted else { return }
        guard !event.isCreditNote else { return returns.add(event.moment) }
        seen.add(event.moment)
        if event.amounts.isReturned { returned += 1 }
    }

    package mutating func remove(_ event: CountedOrder) {
        guard event.isCounted else { return }
        guard !event.isCreditNote else { return returns.remove(event.moment) }
        seen.remove(event.moment)
        if event.amounts.isReturned { returned -= 1 }
    }

    package mutating func combine(with other: OrderCounts, within limits: SummaryLimits) {
        seen = seen.combined(with: other.seen)
        returned += other.returned
        returns = returns.combined(with: other.returns)
    }

    package func losses(without event: CountedOrder) -> [SummaryLoss] {
        var losses: [SummaryLoss] = []
        losses.note(.orders, unless: seen.isExact)
        losses.note(.returns, unless: returns.isExact)
        return losses
    }

    package func write(to writer: inout ByteWriter) {
        writer.presence(seen != nil, returns != nil)
        seen?.write(to: &writer)
        returns?.write(to: &writer)
        writer.integer(returned)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        if presence.next() { seen = try SeenRange(from: &reader) }
        if presence.next() { returns = try SeenRange(from: &reader) }
        returned = try reader.int()
        try reader.pass(presence)
    }
}
