import ProfileCore
import ProfileStore
import Testing

@Suite("The binary form of stored values") struct EncodingTests {
    @Test("profiles read back equal and byte for byte", arguments: 0..<400)
    func profilesRoundTrip(_ seed: Int) throws {
        var generator = Generator(seed: seed)
        let state = generator.state()
        let bytes = Stored.bytes(of: state)
        let found = try Stored.value(ProfileState.self, from: bytes)
        #expect(found == state)
        #expect(Stored.bytes(of: found) == bytes)
    }

    @Test("facts read back equal and byte for byte", arguments: 0..<400)
    func recordsRoundTrip(_ seed: Int) throws {
        var generator = Generator(seed: seed)
        let record = generator.record()
        let bytes = Stored.bytes(of: RecordPayload(record))
        let payload = try Stored.value(RecordPayload.self, from: bytes)
        #expect(try payload.record(key: record.key, updatedAt: record.updatedAt) == record)
        #expect(Stored.bytes(of: payload) == bytes)
    }

    @Test("an order of format 1, which knew neither details of a guest nor what leads to nobody, is still read")
    func ordersOfFormat1() throws {
        // order, with a time of its own, one identifier, no optional part, placed at 3 s, paid, EUR.
        let order: [UInt8] =
            [1, 2, 0, 1, 0, 3] + Array("crm".utf8) + [1] + Array("7".utf8)
            + [0, 0xF0, 0x2E, 1, 0, 3] + Array("EUR".utf8)
        let key = FactKey(kind: .order, source: "erp", id: "1")
        let record = try Stored.value(RecordPayload.self, from: order).record(
            key: key, updatedAt: Timestamp(milliseconds: 9))
        let body = OrderRecord(placedAt: Timestamp(milliseconds: 3000), status: .paid, currency: .euro)
        let expected = SourceRecord(
            key: key, updatedAt: Timestamp(milliseconds: 9), isTimedByArrival: false,
            identifiers: [Identifier(type: "crm", value: "7")], body: .order(body))
        #expect(record == expected)
    }

    @Test("equal values give equal bytes, however their tables were filled")
    func deterministic() {
        var (one, other) = (ProfileSummary(), ProfileSummary())
        let names = (0..<50).map { "source \($0)" }
        for name in names {
            one.sources[name] = SeenRange(count: 1, first: Timestamp(milliseconds: 1), last: Timestamp(milliseconds: 2))
        }
        other.sources.reserveCapacity(1_000)
        for name in names.reversed() { other.sources[name] = one.sources[name] }
        #expect(Stored.bytes(of: one) == Stored.bytes(of: other))
    }

    @Test("bytes that end too early are refused, wherever they end", arguments: 0..<8)
    func truncated(_ seed: Int) {
        var generator = Generator(seed: seed)
        let bytes = Stored.bytes(of: generator.state())
        for length in 0..<bytes.count {
            #expect(throws: DecodingFailure.self) {
                try Stored.value(ProfileState.self, from: Array(bytes.prefix(length)))
            }
        }
    }

    @Test("damage at any byte is refused or gives some other value, but never harms", arguments: 0..<6)
    func damaged(_ seed: Int) {
        var generator = Generator(seed: seed)
        let bytes = Stored.bytes(of: generator.state())
        for place in bytes.indices {
            for mask in [0x01, 0xFF] as [UInt8] {
                var damaged = bytes
                damaged[place] ^= mask
                if let found = try? Stored.value(ProfileState.self, from: damaged) {
                    #expect(!Stored.bytes(of: found).isEmpty)
                }
            }
        }
    }

    @Test("noise is refused or gives some value, but never harms", arguments: 0..<400)
    func noise(_ seed: Int) {
        var generator = Generator(seed: seed)
        let bytes = [Stored.format] + (0..<200).map { _ in UInt8(generator.number(0...255)) }
        _ = try? Stored.value(ProfileState.self, from: bytes)
        _ = try? Stored.value(RecordPayload.self, from: bytes)
        _ = try? Stored.value(VIPPolicy.self, from: bytes)
        _ = try? Stored.value(Merge.self, from: bytes)
        _ = try? Stored.value(APIKey.self, from: bytes)
    }

    @Test("an unknown format and a value that goes on are told apart from damage")
    func envelope() {
        let bytes = Stored.bytes(of: VIPPolicy(tiers: [], vipFrom: nil))
        #expect(throws: DecodingFailure.unknownFormat(Stored.format + 1)) {
            try Stored.value(VIPPolicy.self, from: [Stored.format + 1] + bytes.dropFirst())
        }
        #expect(throws: DecodingFailure.trailing) { try Stored.value(VIPPolicy.self, from: bytes + [0]) }
        #expect(throws: DecodingFailure.truncated) { try Stored.value(VIPPolicy.self, from: []) }
    }

    @Test("nesting that would exhaust the stack is refused")
    func deepNesting() throws {
        var deep = TraitValue.null
        for _ in 0..<200 { deep = .list([deep]) }
        #expect(try Stored.value(TraitValue.self, from: Stored.bytes(of: deep)) == deep)
        let bytes = [Stored.format] + Array(repeating: [5, 1] as [UInt8], count: 100_000).joined() + [0]
        #expect(throws: DecodingFailure.invalid("nesting")) { try Stored.value(TraitValue.self, from: bytes) }
    }

    @Test("a count that promises more than there is asks for no memory")
    func greatCounts() {
        let bytes: [UInt8] = [Stored.format, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
        #expect(throws: DecodingFailure.self) { try Stored.value(ProfileSummary.self, from: bytes) }
    }

    @Test("a profile of ten facts takes well under a kilobyte")
    func small() {
        let bytes = Stored.bytes(of: Self.tenFacts)
        #expect(bytes.count < 800, "\(bytes.count) bytes")
    }

    private static var tenFacts: ProfileState {
        let who = [Identifier(type: "crm", value: "4711"), .init(type: Identifier.email, value: "jane@example.com")]
        var rebuild = SummaryRebuild(held: Set(who), at: Timestamp(milliseconds: 1_800_000_000_000))
        for number in 0..<10 {
            let at = Timestamp(milliseconds: 1_750_000_000_000 + Int64(number) * 100_000_000)
            let profile = ProfileID(high: 1, low: 2)
            let filing = Filing(profile: profile, home: profile, basis: nil)
            rebuild.add(Fact(record: record(number, who, at), receivedAt: at, filing: filing))
        }
        return ProfileState(
            id: ProfileID(high: 1, low: 2), version: 10, changedAt: Timestamp(milliseconds: 1_750_000_000_000),
            summary: rebuild.summary)
    }

    private static func record(_ number: Int, _ who: [Identifier], _ at: Timestamp) -> SourceRecord {
        let (kind, body): (RecordKind, SourceRecord.Body)
        switch number {
        case 0:
            var customer = CustomerRecord()
            (customer.givenName, customer.familyName, customer.language) = ("Jane", "Miller", "en-GB")
            (kind, body) = (.customer, .customer(customer))
        case 1...4:
            let line = OrderRecord.Line(
                sku: "SKU-\(number)", name: "Trail boots \(number)", category: "Shoes", quantity: .one, unitPrice: nil)
            let order = OrderRecord(
                placedAt: at, status: .delivered, currency: .euro, total: 4_990, lines: [line], channel: "web")
            (kind, body) = (.order, .order(order))
        default:
            var interaction = InteractionRecord(occurredAt: at, channel: "phone")
            (interaction.topic, interaction.csat) = ("delivery", 4)
            (kind, body) = (.interaction, .interaction(interaction))
        }
        return SourceRecord(
            key: FactKey(kind: kind, source: kind == .order ? "shop" : "crm", id: "\(1000 + number)"), updatedAt: at,
            isTimedByArrival: false, identifiers: who, body: body)
    }
}
