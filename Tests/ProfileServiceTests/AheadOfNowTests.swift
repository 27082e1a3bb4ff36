import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("What lies ahead hides nothing of what was")
struct AheadOfNowTests {
    private static let day: Int64 = 86_400
    private let customer = ProfileReference.identifier(Identifier("email:a@example.com"))

    private static func order(_ id: String, _ sku: String, placed: Timestamp) -> SourceRecord {
        var order = OrderRecord(placedAt: placed, status: .delivered, currency: .euro, total: 1000)
        order.lines = [OrderRecord.Line(sku: sku, name: nil, category: nil, quantity: .one, unitPrice: nil)]
        return SourceRecord(
            key: FactKey(kind: .order, source: "erp", id: id), updatedAt: placed, isTimedByArrival: false,
            identifiers: [Identifier("email:a@example.com")], body: .order(order))
    }

    private static func contact(_ id: String, _ summary: String, at moment: Timestamp) -> SourceRecord {
        var contact = InteractionRecord(occurredAt: moment, channel: "chat")
        contact.summary = summary
        return SourceRecord(
            key: FactKey(kind: .interaction, source: "desk", id: id), updatedAt: moment, isTimedByArrival: false,
            identifiers: [Identifier("email:a@example.com")], body: .interaction(contact))
    }

    @Test("Orders dated in the future push no real one out of what suggestions go by")
    func orders() async throws {
        let shop = try await Shop()
        let now = shop.clock.now
        try await shop.file(
            Self.order("a", "lamp", placed: now.advanced(bySeconds: -40 * Self.day)),
            Self.order("b", "lamp", placed: now.advanced(bySeconds: -20 * Self.day)))
        let ahead = (1...150).map { number in
            Self.order("x\(number)", "mug", placed: now.advanced(bySeconds: Int64(number + 1) * Self.day))
        }
        _ = try await shop.service.ingest(ahead)
        let suggested = try await shop.service.suggestions(to: customer, beside: nil).value
        #expect(suggested?.list.map(\.sku) == ["lamp"])
    }

    @Test("Contacts dated in the future push no real one out of a handover")
    func contacts() async throws {
        let shop = try await Shop()
        let now = shop.clock.now
        try await shop.file(Self.contact("a", "the lamp hums", at: now.advanced(bySeconds: -Self.day)))
        let ahead = (1...150).map { number in
            Self.contact("x\(number)", "not yet", at: now.advanced(bySeconds: Int64(number + 1) * Self.day))
        }
        _ = try await shop.service.ingest(ahead)
        let answer = try await shop.service.handling(of: customer, HandlingRequest(topic: nil)).value
        let handover = try #require(answer?.handover.text)
        #expect(handover.contains("the lamp hums") && !handover.contains("not yet"), "\(handover)")
    }
}
