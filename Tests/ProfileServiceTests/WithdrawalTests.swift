import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("A withdrawal is remembered by its time")
struct WithdrawalTests {
    private static let key = FactKey(kind: .order, source: "erp", id: "o1")

    private static func at(_ seconds: Int64) -> Timestamp { SourceRecord.noon.advanced(bySeconds: seconds) }

    /// What was stated at `times`, in whatever order all of it comes, and withdrawn at 50.
    @Test(
        "Statements before it stay out and those after it count, whatever comes first",
        arguments: [[10], [10, 20], [10, 90], [90], [20, 60, 90], [60, 10]])
    func order(times: [Int64]) async throws {
        for place in 0...times.count {
            let shop = try await Shop()
            for time in times[..<place] { try await shop.file(.order("o1", of: "erp:7", at: Self.at(time))) }
            _ = try await shop.service.withdraw(Self.key, statedAt: Self.at(50))
            for time in times[place...] { try await shop.file(.order("o1", of: "erp:7", at: Self.at(time))) }
            let isLeft = times.contains { $0 > 50 }
            #expect(try await (shop.id("erp:7") != nil) == isLeft, "withdrawn after \(times[..<place])")
        }
    }

    @Test("The latest of several counts, and one without a time is of the moment in which it comes")
    func several() async throws {
        let shop = try await Shop()
        for time: Int64 in [50, 80, 20] { #expect(try await !shop.service.withdraw(Self.key, statedAt: Self.at(time))) }
        #expect(try await shop.file(.order("o1", of: "erp:7", at: Self.at(70)))[0].status == .stale)
        #expect(try await shop.file(.order("o1", of: "erp:7", at: Self.at(80)))[0].status == .accepted)
        let other = FactKey(kind: .order, source: "erp", id: "o2")
        #expect(try await !shop.service.withdraw(other))
        #expect(try await shop.file(.order("o2", of: "erp:7", at: Self.at(-9_999_999)))[0].status == .stale)
    }

    @Test("A part of what was withdrawn later is stale, and lacks nothing")
    func parts() async throws {
        let shop = try await Shop()
        _ = try await shop.service.withdraw(Self.key, statedAt: Self.at(50))
        let whole = SourceRecord.order("o1", of: "erp:7", at: Self.at(20))
        let part = SourceRecord(
            key: whole.key, updatedAt: whole.updatedAt, isTimedByArrival: false, identifiers: [], body: whole.body,
            extent: .part(stating: ["status"], removing: []))
        #expect(try await shop.file(part)[0].status == .stale)
    }

    @Test("Products too stay withdrawn that come after their end")
    func catalogue() async throws {
        let shop = try await Shop()
        let key = FactKey(kind: .product, source: "erp", id: "LAMP")
        #expect(try await !shop.service.withdraw(key, statedAt: Self.at(50)))
        let product = { (time: Int64) in
            SourceRecord(
                key: key, updatedAt: Self.at(time), isTimedByArrival: false, identifiers: [],
                body: .product(ProductRecord()))
        }
        #expect(try await shop.file(product(20))[0].status == .stale)
        #expect(try await shop.file(product(60))[0].status == .accepted)
        #expect(try await !shop.service.withdraw(key, statedAt: Self.at(40)))
        #expect(try await shop.service.withdraw(key, statedAt: Self.at(90)))
    }

    @Test("An erasure leaves nothing of a customer's record that was withdrawn before it came")
    func erased() async throws {
        let shop = try await Shop()
        _ = try await shop.service.withdraw(FactKey(kind: .customer, source: "erp", id: "7"), statedAt: Self.at(50))
        _ = try await shop.service.withdraw(FactKey(kind: .customer, source: "erp", id: "8"), statedAt: Self.at(50))
        try await shop.file(.order("o1", of: "erp:7"))
        _ = try await shop.service.erase(.identifier(Identifier("erp:7")), by: "officer")
        let left = try await shop.store.withdrawals(of: .customer, after: nil, limit: 9)
        #expect(left.map(\.key.id) == ["8"])
    }

    @Test("A withdrawal of what was erased leaves no mark that would name it, also on a node that knows of no erasure")
    func ofErased() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("erp:7", "email:jane@example.com"), .order("o1", of: "erp:7"))
        _ = try await shop.service.erase(.identifier(Identifier("erp:7")), by: "officer")
        let other = try await Shop(on: shop.store, identity: .standard, seed: 1)
        for service in [shop.service, other.service] {
            #expect(try await !service.withdraw(FactKey(kind: .customer, source: "erp", id: "7")))
            let other = FactKey(kind: .order, source: "erp", id: "o2")
            try await service.withdraw([(Self.key, Self.at(50)), (other, Self.at(50))])
        }
        #expect(try await shop.store.withdrawals(of: .customer, after: nil, limit: 9).isEmpty)
        #expect(try await shop.store.withdrawals(of: .order, after: nil, limit: 9).map(\.key.id) == ["o2"])
        #expect(try await shop.file(.order("o1", of: "erp:7", at: Self.at(90)))[0].status == .suppressed)
    }
}
