@testable import ProfileCore
@testable import ProfileWire
import Testing

@Suite("What a statement of some members assumes") struct AssumedMemberTests {
    private static let early = """
        {"status":"cancelled","placed_at":"2026-11-20T12:00:00Z","customer":{"web":"7"},
        "assume":["placed_at","customer"]}
        """
    private static let whole = """
        {"status":"paid","placed_at":"2026-11-20T08:00:00Z","customer":{"web":"7","email":"a@example.com"},
        "total":"5","currency":"GBP"}
        """

    private static func record(_ json: String, isPart: Bool = true, at seconds: Int64) throws -> SourceRecord {
        let decoder = RecordDecoder(DecodingContext(arrivedAt: Timestamp(milliseconds: 1_800_000_000_000)))
        let time = TimeText.rfc3339(Timestamp(milliseconds: seconds * 1_000))
        let bytes = Array("{\"updated_at\":\"\(time)\",\(json.dropFirst())".utf8)
        let outcome =
            isPart
            ? decoder.decode(part: bytes, kind: .order, source: "web", id: "1")
            : decoder.decode(body: bytes, kind: .order, source: "web", id: "1")
        return try outcome.get().record
    }

    private static func made(_ statements: [SourceRecord]) throws -> SourceRecord {
        var stored: SourceRecord?
        for statement in statements {
            guard case .record(let made) = statement.restated(over: stored) else { continue }
            stored = try Stored.value(RecordPayload.self, from: Stored.bytes(of: RecordPayload(made)))
                .record(key: made.key, updatedAt: made.updatedAt)
        }
        return try #require(stored)
    }

    private static func order(_ record: SourceRecord) throws -> OrderRecord {
        var order: OrderRecord?
        if case .order(let found) = record.body { order = found }
        return try #require(order)
    }

    @Test("It begins a record, and gives way to whatever is stated of it, at whatever time")
    func begun() throws {
        let early = try Self.record(Self.early, at: 20)
        let begun = try Self.made([early])
        let alone = try Self.order(begun)
        #expect(alone.status == .cancelled && begun.identifiers.map(\.description) == ["web:7"])
        for time: Int64 in [10, 30] {
            let made = try Self.made([early, Self.record(Self.whole, isPart: false, at: time)])
            let order = try Self.order(made)
            #expect(order.status == (time < 20 ? .cancelled : .paid) && order.total == 500)
            #expect(TimeText.rfc3339(order.placedAt) == "2026-11-20T08:00:00Z" && made.identifiers.count == 2)
        }
        let placed = try Self.made([early, Self.record(#"{"placed_at":"2026-11-19T08:00:00Z"}"#, at: 1)])
        let order = try Self.order(placed)
        #expect(TimeText.rfc3339(order.placedAt) == "2026-11-19T08:00:00Z")
    }

    @Test("Beside a record that is stored it says nothing, and in either order the same comes of it")
    func beside() throws {
        let (early, whole) = (try Self.record(Self.early, at: 20), try Self.record(Self.whole, isPart: false, at: 10))
        let (first, then) = (try Self.made([early, whole]), try Self.made([whole, early]))
        #expect(first.body == then.body && Set(first.identifiers) == Set(then.identifiers))
    }

    @Test("What is no member, the currency, and whole records assume nothing")
    func refused() throws {
        for (json, isPart) in [
            (#"{"status":"paid","assume":["currency"]}"#, true), (#"{"status":"paid","assume":["colour"]}"#, true),
            (Self.whole.dropLast() + #","assume":["status"]}"#, false),
        ] {
            #expect(throws: WireRejection.self) { try Self.record(json, isPart: isPart, at: 1) }
        }
    }
}
