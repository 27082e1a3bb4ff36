/// An order, and what came back of it, for refunds that leave to the order what products cost and whether they, or an
/// amount, are all of it.
package struct RefundLedger: Sendable {
    /// Products that came back.
    package struct Return: Sendable {
        package let sku: String?
        package let quantity: Quantity

        package init(sku: String?, quantity: Quantity) {
            (self.sku, self.quantity) = (sku, quantity)
        }
    }

    /// A credit note.
    private struct Note {
        let record: SourceRecord
        let currency: Currency
        let amount: MinorUnits

        /// Nil for another record.
        init?(_ record: SourceRecord) {
            guard case .order(let order) = record.body, order.isCreditNote else { return nil }
            (self.record, currency, amount) = (record, order.currency, OrderAmounts(order).refunded)
        }
    }

    /// Whether nobody stated the order as a whole yet.
    private var isNew = false
    private var record: SourceRecord?
    private var notes: [FactKey: Note] = [:]
    /// What they gave back, exactly.
    private var given: [Currency: Int128] = [:]
    /// Those that were there before.
    private var early: Set<FactKey> = []
    /// Whether its credit notes are known; otherwise refunds are taken as they are stated.
    package let isComplete: Bool

    /// What is stored of the order, and its credit notes; nil where these are too many to be looked at.
    package init(stored: SourceRecord?, notes: [SourceRecord]?) {
        (record, isComplete) = (stored, notes != nil)
        for note in notes ?? [] { keep(note) }
        (isNew, early) = (stored?.wasStatedWhole != true, Set(self.notes.keys))
    }

    /// Nil as long as nothing is known of it but how it ended.
    package var order: OrderRecord? {
        guard case .order(let order)? = record?.body, !order.lines.isEmpty || order.total != nil else { return nil }
        return order
    }

    /// Takes a statement of the order, by its own time.
    package mutating func note(_ statement: SourceRecord) {
        if case .record(let made) = statement.restated(over: record) { record = made }
    }

    private mutating func keep(_ record: SourceRecord) {
        let note = Note(record)
        if let former = notes[record.key] { given[former.currency, default: 0] -= Int128(former.amount) }
        if let note { given[note.currency, default: 0] += Int128(note.amount) }
        notes[record.key] = note
    }

    // MARK: What a refund leaves to the order

    /// Whether everything came back.
    package func isAll(_ returns: [Return]) -> Bool {
        var left: [String: Int64] = [:]
        for line in order?.lines ?? [] where line.quantity > .zero {
            guard let sku = line.sku else { return false }
            left[sku] = (left[sku] ?? 0) &+ line.quantity.thousandths
        }
        guard !left.isEmpty else { return false }
        for goods in returns {
            guard let sku = goods.sku, let sold = left[sku] else { return false }
            left[sku] = sold &- goods.quantity.thousandths
        }
        return left.values.allSatisfy { $0 <= 0 }
    }

    /// At what a product was sold.
    package func price(of sku: String?) -> UnitPrice? {
        guard let sku else { return nil }
        return order?.lines.first { $0.sku == sku }?.unitPrice
    }

    /// What to take in the place of a credit note without products that gives back all that is left of its order: that
    /// the order itself came back. Any other refund stays as it is, and so does one that was filed as a note before.
    package func ended(by refund: SourceRecord) -> SourceRecord {
        guard isComplete, refund.key != record?.key, notes[refund.key]?.amount ?? 0 == 0,
            case .order(let stated) = refund.body, stated.isCreditNote, stated.lines.isEmpty
        else { return refund }
        return ending(by: refund) ?? refund
    }

    /// Whether a credit note without products gives back all that others left of the order.
    private func isRest(_ stated: OrderRecord, of key: FactKey) -> Bool {
        guard stated.lines.isEmpty, let order, stated.currency == order.currency, let worth = worth(of: order)
        else { return false }
        let left = left(of: worth, besides: key, in: order.currency)
        return left > 0 && OrderAmounts(stated).refunded >= left
    }

    // MARK: No more than the order is worth

    /// The refund as it is to be filed: it gives back no more than is left. `isLimited` says that it stated more.
    package mutating func taking(_ refund: SourceRecord) -> (record: SourceRecord, isLimited: Bool) {
        guard isComplete, case .order(let stated) = refund.body else { return (refund, false) }
        if refund.key == record?.key {
            let limited = limiting(refund, stated)
            note(limited.record)
            return limited
        }
        guard stated.isCreditNote else { return (refund, false) }
        let limited = limiting(note: refund, stated)
        keep(limited.record)
        early.remove(refund.key)
        return limited
    }

    /// Of the order itself: what credit notes gave back is not given back with all of it once more.
    private func limiting(_ refund: SourceRecord, _ stated: OrderRecord) -> (record: SourceRecord, isLimited: Bool) {
        guard case .part(var paths, let removed, let assumed) = refund.extent, paths.contains("status"),
            stated.status == .returned, let order, let worth = worth(of: order)
        else { return (refund, false) }
        let amount = paths.contains("refunded") ? stated.refunded : nil
        let left = left(of: worth, in: order.currency)
        let isOfItsCurrency = amount == nil || stated.currency == order.currency
        guard isOfItsCurrency, (amount ?? worth) > left else { return (refund, false) }
        var limited = stated
        (limited.refunded, limited.currency) = (left, order.currency)
        paths.formUnion(["refunded", RecordPath.currency])
        let part = refund.with(
            body: .order(limited), extent: .part(stating: paths, removing: removed, assuming: assumed))
        return (part, amount != nil)
    }

    private func limiting(note: SourceRecord, _ stated: OrderRecord) -> (record: SourceRecord, isLimited: Bool) {
        let amounts = OrderAmounts(stated)
        guard amounts.isStated, let order, stated.currency == order.currency, let worth = worth(of: order) else {
            return (note, false)
        }
        let back = order.status == .cancelled ? 0 : OrderAmounts(order).refunded
        let left = left(of: worth, givenBack: back, besides: note.key, in: order.currency)
        guard amounts.refunded > left else { return (note, false) }
        return (note.giving(back: left), true)
    }

    /// A cancelled order counts nothing, so that nothing of it comes back. Nil where no amount is known.
    private func worth(of order: OrderRecord) -> MinorUnits? {
        let amounts = OrderAmounts(order)
        guard amounts.isStated else { return nil }
        return order.status == .cancelled ? 0 : amounts.gross
    }

    /// After what the order itself and credit notes other than this one gave back.
    private func left(
        of worth: MinorUnits, givenBack back: MinorUnits = 0, besides key: FactKey? = nil, in currency: Currency
    ) -> MinorUnits {
        let own = key.flatMap { notes[$0] }.map { $0.currency == currency ? Int128($0.amount) : 0 } ?? 0
        let left = Int128(worth) - Int128(back) - ((given[currency] ?? 0) - own)
        return MinorUnits(clamping: max(left, 0))
    }

    // MARK: Refunds that came before the order

    /// What credit notes that came before their order are to be filed as now that it is known: with its prices, where
    /// they have no amounts. One of all that was sold is the end of the order itself; the note comes to nothing
    /// then, and is to be withdrawn (`ended`).
    package mutating func completingNotes() -> (records: [SourceRecord], ended: [SourceRecord]) {
        guard let order else { return ([], []) }
        let open = early.compactMap { notes[$0]?.record }
            .sorted { ($0.updatedAt, $0.key) < ($1.updatedAt, $1.key) }
        if isNew, notes.count == 1, open.count == 1, let end = ending(by: open[0]) {
            let spent = open[0].giving(back: 0)
            keep(spent)
            return ([spent, taking(end).record], [spent])
        }
        var records: [SourceRecord] = []
        for note in open where note.lacksAmounts {
            guard case .order(var stated) = note.body else { continue }
            for place in stated.lines.indices {
                stated.lines[place].unitPrice = price(of: stated.lines[place].sku)
            }
            stated.currency = order.currency
            guard stated.lines.contains(where: { $0.unitPrice != nil }) else { continue }
            records.append(taking(note.with(body: .order(stated))).record)
        }
        return (records, [])
    }

    /// That the order came back, where a credit note says that all of it did.
    private func ending(by note: SourceRecord) -> SourceRecord? {
        guard let key = record?.key, case .order(var stated) = note.body else { return nil }
        let returns = stated.lines.map {
            Return(sku: $0.sku, quantity: Quantity(thousandths: 0 &- $0.quantity.thousandths))
        }
        guard isAll(returns) || isRest(stated, of: note.key) else { return nil }
        var paths: Set = ["status"]
        if stated.total != nil || stated.refunded != nil {
            let refunded = OrderAmounts(stated).refunded
            guard stated.currency == order?.currency else { return nil }
            stated.refunded = refunded
            paths.formUnion(["refunded", RecordPath.currency])
        }
        return note.with(key: key, body: .order(stated), extent: .part(stating: paths, removing: []))
    }
}

extension SourceRecord {
    /// Whether its source stated it as a whole, at any time.
    fileprivate var wasStatedWhole: Bool {
        switch extent {
        case .whole, .wholeButFor: true
        case .part: false
        case .pieced(let times): times.wholeAt != nil
        }
    }

    /// Whether it is a credit note that leaves to its order what products cost.
    fileprivate var lacksAmounts: Bool {
        guard case .order(let order) = body else { return false }
        return order.isCreditNote && order.total == nil && order.lines.allSatisfy { $0.unitPrice == nil }
    }

    fileprivate func giving(back amount: MinorUnits) -> SourceRecord {
        guard case .order(var order) = body else { return self }
        (order.total, order.refunded) = (0 &- amount, nil)
        return with(body: .order(order))
    }
}
