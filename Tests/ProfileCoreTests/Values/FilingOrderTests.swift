import ProfileCore
import Testing

@Suite("The order in which records of one call are filed")
struct FilingOrderTests {
    private static func record(_ id: String, _ name: String, _ extent: SourceRecord.Extent = .whole) -> SourceRecord {
        var customer = CustomerRecord()
        customer.givenName = name
        return SourceRecord(
            key: FactKey(kind: .customer, source: "shop", id: id), updatedAt: .utc(2026, 5, 1), isTimedByArrival: true,
            identifiers: [], body: .customer(customer), extent: extent)
    }

    private static let part = SourceRecord.Extent.part(stating: ["given_name"], removing: [])

    @Test("Parts that stand before their record come right behind it, and all others stay where they stand")
    func leadingParts() {
        let records = [
            Self.record("1", "a", Self.part), Self.record("2", "b", Self.part), Self.record("1", "c", Self.part),
            Self.record("1", "d"), Self.record("3", "e"), Self.record("1", "f", Self.part), Self.record("1", "g"),
        ]
        let filed = records.wholesFirst { $0 }.map { record -> String in
            if case .customer(let customer) = record.body { customer.givenName ?? "" } else { "" }
        }
        #expect(filed == ["d", "b", "a", "c", "e", "f", "g"])
    }
}
