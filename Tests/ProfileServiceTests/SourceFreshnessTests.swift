import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("How fresh the sources are")
struct SourceFreshnessTests {
    private func kinds(_ shop: Shop, of source: String) -> [RecordKind: Timestamp] {
        let entry = shop.service.freshness.first { $0.source == source }
        return Dictionary(uniqueKeysWithValues: entry?.kinds.map { ($0.kind, $0.rhythm.last) } ?? [])
    }

    @Test("Each source's last word of each kind is known, and survives a restart once it was noted")
    func restart() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("crm:1"), .order("o1", of: "crm:1"), .order("o2", of: "crm:1"))
        #expect(shop.service.freshness.map(\.source) == ["crm", "erp"])
        #expect(kinds(shop, of: "erp") == [.order: shop.clock.now])
        try await shop.service.settleSources()
        let restarted = try await Shop(sharing: shop.store, clock: shop.clock)
        #expect(kinds(restarted, of: "erp") == kinds(shop, of: "erp"))
        #expect(kinds(restarted, of: "crm") == kinds(shop, of: "crm"))
    }

    @Test("Of products and notices too")
    func catalogue() async throws {
        let shop = try await Shop()
        try await shop.file(
            SourceRecord(
                key: FactKey(kind: .product, source: "pim", id: "LAMP"), updatedAt: shop.clock.now,
                isTimedByArrival: true, identifiers: [], body: .product(ProductRecord())))
        #expect(kinds(shop, of: "pim") == [.product: shop.clock.now])
    }

    @Test("Nodes come to know what each of them heard")
    func nodes() async throws {
        let one = try await Shop()
        let other = try await Shop(sharing: one.store, clock: one.clock)
        try await one.file(.customer("crm:1"))
        try await other.file(.order("o1", of: "crm:1"))
        for node in [one, other, one] { try await node.service.settleSources() }
        #expect(one.service.freshness.map(\.source) == ["crm", "erp"])
        #expect(other.service.freshness.map(\.source) == ["crm", "erp"])
        #expect(kinds(one, of: "erp") == kinds(other, of: "erp"))
    }
}
