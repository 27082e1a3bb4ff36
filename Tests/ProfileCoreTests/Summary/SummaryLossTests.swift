import Testing

@testable import ProfileCore

@Suite("What a summary loses with a fact")
struct SummaryLossTests {
    private let now = Timestamp.utc(2026, 6, 1)

    private func call(_ number: Int, status: InteractionRecord.Status? = nil) -> SourceRecord {
        var interaction = InteractionRecord(occurredAt: .utc(2026, 1, 1, 0, number), channel: "phone")
        interaction.status = status
        return SourceRecord(
            key: FactKey(kind: .interaction, source: "crm", id: "\(number)"), updatedAt: .utc(2026, 1, 1),
            isTimedByArrival: false, identifiers: [], body: .interaction(interaction))
    }

    private func losses(_ calls: [SourceRecord], without call: SourceRecord) -> Set<SummaryLoss> {
        var summary = ProfileSummary()
        for call in calls { summary.add(call, at: now) { _ in .strong } }
        summary.remove(call)
        return Set(summary.losses(without: call))
    }

    @Test("is named: the ends, and the next for each list that was full")
    func named() {
        let calls = (0..<100).map { call($0) }
        let recent = SummaryLoss.contactPart(field: RecentInteractions.field)
        #expect(losses(calls, without: calls[99]) == [.interactions, .channel("phone"), recent])
        #expect(losses(calls, without: calls[0]) == [.interactions, .channel("phone")])
        #expect(losses(calls, without: calls[50]).isEmpty)
        let open = (0..<100).map { call($0, status: .open) }
        #expect(losses(open, without: open[60]) == [.contactPart(field: OpenInteractions.field)])
    }

    @Test("is looked for from when the next of a list can have been; what only folding tells is not looked for")
    func bounds() {
        var summary = ProfileSummary()
        let calls = (0..<100).map { call($0) }
        for call in calls { summary.add(call, at: now) { _ in .strong } }
        summary.remove(calls[80])
        #expect(summary.contact.examine(part: RecentInteractions.field).bound == calls[68].happenedAt)
        #expect(summary.contact.examine(part: HandlingTally.field).bound == nil)
    }

    @Test("of an order is its ends, its product, and the next of the lists it was in")
    func orders() {
        let orders = (0..<60).map { number in
            let line = OrderRecord.Line(sku: "A", name: nil, category: nil, quantity: .one, unitPrice: nil)
            let order = OrderRecord(
                placedAt: .utc(2026, 1, 1, 0, number), status: .paid, currency: .euro, total: 1, lines: [line])
            return SourceRecord(
                key: FactKey(kind: .order, source: "erp", id: "\(number)"), updatedAt: .utc(2026, 1, 1),
                isTimedByArrival: false, identifiers: [], body: .order(order))
        }
        let open = SummaryLoss.purchasePart(field: OpenOrders.field)
        let recent = SummaryLoss.purchasePart(field: RecentOrders.field)
        #expect(losses(orders, without: orders[59]) == [.orders, .product("A"), open, recent])
        #expect(losses(orders, without: orders[30]) == [open])
        #expect(losses(orders, without: orders[0]) == [.orders, .product("A")])
    }

    @Test("is nothing when one of two goes, since the other is both first and last")
    func oneOfTwo() {
        let calls = [call(0), call(1)]
        #expect(losses(calls, without: calls[0]).isEmpty)
        #expect(losses(calls, without: calls[1]).isEmpty)
    }
}
