import SampleShop
import Testing

@Suite("The showcase person")
struct ShowcaseTests {
    private let hers = ShopLines(seed: 99, people: 1)

    @Test("She alone is the smallest shop, and known to every system")
    func everySource() {
        #expect(Set(hers.records.map(\.source)) == ["crm", "erp", "helpdesk", "web"])
        #expect(hers.records(kind: "order").count > 10)
        #expect(hers.records(kind: "interaction").count > 8)
        #expect(Set(hers.records(kind: "promise").compactMap(\.status)) == ["kept", "broken", "open"])
    }

    @Test("Her address of mail leads to her, and to nobody else")
    func email() {
        let records = ShopLines.standard.records.filter { record in
            (record.emails ?? []).contains { $0.lowercased() == SampleShop.showcaseEmail }
        }
        #expect(!records.isEmpty)
        #expect(Set(records.map { $0.familyName?.lowercased() }) == ["lindqvist"])
    }

    @Test("She waits for a late parcel and asked about it three times, still without an answer")
    func lateParcel() throws {
        let waiting = hers.records(kind: "order").filter { $0.status == "shipped" }
        let late = try #require(waiting.first)
        let asked = hers.records(kind: "interaction").filter { $0.orderID == late.id }
        #expect(waiting.count == 1)
        #expect(asked.count == 3)
        #expect(asked.last?.status == "open")
    }
}
