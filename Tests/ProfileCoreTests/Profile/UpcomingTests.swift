import Testing

@testable import ProfileCore

@Suite("What is still to come")
struct UpcomingTests {
    private let now = Timestamp.utc(2026, 3, 10, 12)

    private func call(_ id: String, at moment: Timestamp) -> SourceRecord {
        record(.interaction, id, .interaction(InteractionRecord(occurredAt: moment, channel: "phone")))
    }

    private func record(_ kind: RecordKind, _ id: String, _ body: SourceRecord.Body) -> SourceRecord {
        SourceRecord(
            key: FactKey(kind: kind, source: "crm", id: id), updatedAt: .utc(2026, 3, 1), isTimedByArrival: false,
            identifiers: [], body: body)
    }

    private func sample(_ records: SourceRecord...) -> ProfileSample {
        var sample = ProfileSample()
        for record in records { sample.summary.add(record, at: now) { _ in .strong } }
        return sample
    }

    @Test("counts from its own time on, and a rendering ends with it")
    func countsInTime() {
        let due = Timestamp.utc(2026, 3, 10, 15)
        let sample = sample(call("1", at: .utc(2026, 3, 9)), call("2", at: due), call("3", at: .utc(2027, 1, 1)))
        let before = sample.profile(at: now)
        #expect(before.contact.total == 1 && before.contact.last?.id == "1")
        #expect(before.holdsUntil == due)
        #expect(before.sources.map(\.facts) == [3])
        let after = sample.profile(at: due)
        #expect(after.contact.total == 2 && after.contact.last?.id == "2")
        #expect(after.asOf == due)
        #expect(sample.profile(at: .utc(2027, 1, 1)).contact.total == 3)
    }

    @Test("does not show its identifiers as seen before it was stated")
    func identifiers() {
        let who = Identifier(type: Identifier.email, value: "nora@example.com")
        let planned = call("1", at: .utc(2027, 1, 1))
        let record = SourceRecord(
            key: planned.key, updatedAt: planned.updatedAt, isTimedByArrival: false, identifiers: [who],
            body: planned.body)
        #expect(sample(record).profile(at: now).identifiers.map(\.lastSeen) == [planned.updatedAt])
    }

    @Test("orders and activities to come wait too")
    func otherKinds() {
        let later = Timestamp.utc(2026, 3, 12)
        let order = OrderRecord(placedAt: later, status: .open, currency: .euro, total: 300_000)
        var activity = ActivityRecord(occurredAt: later, type: "product_added")
        activity.sku = "A"
        let sample = sample(record(.order, "1", .order(order)), record(.activity, "2", .activity(activity)))
        let before = sample.profile(at: now)
        #expect(before.purchases.orders == 0 && before.cart == nil && before.vip.tier == nil)
        let after = sample.profile(at: later)
        #expect(after.purchases.orders == 1 && after.cart != nil && after.vip.tier == "gold")
    }

    @Test("is known for the soonest only, and the facts are asked once those are used up")
    func isBounded() {
        var summary = ProfileSummary()
        let calls = (1...Upcoming.capacity + 5).map { call("\($0)", at: now.advanced(bySeconds: Int64($0))) }
        for record in calls.reversed() { summary.add(record, at: now) { _ in .strong } }
        #expect(summary.upcoming.items.map(\.key) == calls.prefix(Upcoming.capacity).map(\.key))
        #expect(summary.upcoming.total == calls.count && summary.upcoming.isExact)
        summary.settle(by: now.advanced(bySeconds: 1))
        #expect(summary.contact.total == 1 && !summary.upcoming.isExact)
    }
}
