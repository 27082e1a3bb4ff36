import ProfileCore
import Testing

@Suite("An order and what came back of it") struct RefundLedgerTests {
    private static let key = FactKey(kind: .order, source: "web", id: "o")

    private static func record(_ id: String, _ order: OrderRecord, _ extent: SourceRecord.Extent = .whole)
        -> SourceRecord
    {
        SourceRecord(
            key: FactKey(kind: .order, source: "web", id: id), updatedAt: .utc(2026, 5, 1), isTimedByArrival: false,
            identifiers: [], body: .order(order), extent: extent)
    }

    private static func order(_ status: OrderRecord.Status, total: MinorUnits?) -> OrderRecord {
        OrderRecord(placedAt: .utc(2026, 5, 1), status: status, currency: .euro, total: total)
    }

    /// A credit note says it as its negative total, and may say it as refunded, too.
    private static func givenBack(by note: OrderRecord) -> MinorUnits {
        max(-(note.total ?? 0), note.refunded ?? 0)
    }

    private static func givenBack(by note: SourceRecord) -> MinorUnits {
        guard case .order(let order) = note.body else {
            Issue.record("no order")
            return 0
        }
        return givenBack(by: order)
    }

    /// The oracle adds up what was filed.
    @Test("Whatever refunds state, in whatever order, no more comes back than the order is worth", arguments: 0..<200)
    func noMore(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed) + 5)
        let draw = { (range: ClosedRange<Int>, random: inout SplitMix64) in Int.random(in: range, using: &random) }
        let worth = MinorUnits(draw(1...5_000, &random))
        let sale = Self.record("o", Self.order(.paid, total: worth))
        var ledger = RefundLedger(stored: sale, notes: [])
        var (notes, stated, back): ([String: MinorUnits], MinorUnits?, MinorUnits) = ([:], nil, 0)
        for _ in 0..<draw(1...9, &random) {
            if draw(0...3, &random) == 0 {
                var end = Self.order(.returned, total: nil)
                var stating: Set = ["status"]
                if draw(0...1, &random) == 0 {
                    end.refunded = MinorUnits(draw(0...9_000, &random))
                    stating.formUnion(["refunded", "currency"])
                }
                let filed = ledger.taking(Self.record("o", end, .part(stating: stating, removing: [])))
                guard case .order(let order) = filed.record.body else {
                    Issue.record("no order")
                    continue
                }
                if case .part(let paths, _, _) = filed.record.extent, paths.contains("refunded") {
                    stated = order.refunded
                }
                back = stated ?? worth
                if let amount = end.refunded { #expect(filed.isLimited == (back < amount)) }
            } else {
                let (id, amount) = ("o-refund-\(draw(0...3, &random))", MinorUnits(draw(1...4_000, &random)))
                var note = Self.order(.returned, total: -amount)
                if draw(0...1, &random) == 0 { note.refunded = MinorUnits(draw(0...4_000, &random)) }
                let filed = ledger.taking(Self.record(id, note))
                let (said, counted) = (Self.givenBack(by: note), Self.givenBack(by: filed.record))
                notes[id] = counted
                #expect(counted <= said && filed.isLimited == (counted < said))
            }
            #expect(notes.values.reduce(back, +) <= worth, "seed \(seed)")
        }
    }

    @Test("An amount that is all that is left ends the order; a smaller one, or one that was filed before, does not")
    func rest() {
        let sale = Self.record("o", Self.order(.paid, total: 100))
        let note = { (id: String, amount: MinorUnits) in Self.record(id, Self.order(.returned, total: -amount)) }
        let ledger = RefundLedger(stored: sale, notes: [note("n1", 40)])
        #expect(ledger.ended(by: note("n2", 60)).key == Self.key && ledger.ended(by: note("n2", 99)).key == Self.key)
        for refund in [note("n2", 59), note("n1", 40), note("n1", 100)] { #expect(ledger.ended(by: refund) == refund) }
        let cancelled = RefundLedger(stored: Self.record("o", Self.order(.cancelled, total: 100)), notes: [])
        let unknown = RefundLedger(stored: nil, notes: [])
        for ledger in [cancelled, unknown] { #expect(ledger.ended(by: note("n2", 100)) == note("n2", 100)) }
    }

    @Test("A product that cannot be told has no price, also where the order sold such ones")
    func unnamed() {
        var sale = Self.order(.paid, total: 100)
        sale.lines = [nil, "A"].map {
            OrderRecord.Line(sku: $0, name: nil, category: nil, quantity: .one, unitPrice: UnitPrice(parts: 5))
        }
        let ledger = RefundLedger(stored: Self.record("o", sale), notes: [])
        #expect(ledger.price(of: nil) == nil && ledger.price(of: "A") != nil)
    }

    @Test("Amounts beyond all measure give nothing back once more")
    func huge() {
        let notes = (1...3).map { Self.record("n\($0)", Self.order(.returned, total: -MinorUnits.max)) }
        var ledger = RefundLedger(stored: Self.record("o", Self.order(.paid, total: 100)), notes: notes)
        let filed = ledger.taking(Self.record("n4", Self.order(.returned, total: -50)))
        #expect(filed.isLimited && Self.givenBack(by: filed.record) == 0)
    }

    @Test("What is of another currency, or of an order of unknown worth, is taken as it is")
    func incomparable() {
        var yen = Self.order(.returned, total: -9_000)
        yen.currency = Currency("JPY") ?? .euro
        var ledger = RefundLedger(stored: Self.record("o", Self.order(.paid, total: 100)), notes: [])
        #expect(ledger.taking(Self.record("n", yen)).record.body == .order(yen))
        var blind = RefundLedger(stored: nil, notes: [])
        let note = Self.record("n", Self.order(.returned, total: -9_000))
        #expect(blind.taking(note).record == note)
        var crowded = RefundLedger(stored: Self.record("o", Self.order(.paid, total: 100)), notes: nil)
        #expect(crowded.taking(note).record == note && crowded.completingNotes().records.isEmpty)
    }
}
