import ProfileCore
import Testing

@testable import ProfileWire

@Suite("A table of records is taken in again as the same records")
struct RecordTableTests {
    @Test("Whatever the record")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 2024)
        let decoder = RecordDecoder(DecodingContext(arrivedAt: Timestamp(milliseconds: 7_300_000_000_000)))
        for _ in 0..<2_000 {
            let record = RandomRecord.draw(&random)
            let table = RecordTable(record.key.kind)
            var csv = CSVWriter()
            for row in table.rows(of: record) { csv.row(row) }
            var parser = CSVParser(delimiter: UInt8(ascii: ","))
            let items = try parser.append(csv.bytes)
            let rows = items.compactMap { if case .row(let row) = $0 { row } else { nil } }
            let mapping = try BoundMapping(Mapping(table.mappingTree), header: table.header, today: MappingSample.today)
            let decoded = try mapping.decode(rows, by: decoder).get().record
            #expect(decoded.hasSameContent(as: record) && decoded.updatedAt == record.updatedAt)
        }
    }

    @Test("Also when nobody is known whom it is about")
    func nobody() throws {
        let decoder = RecordDecoder(DecodingContext(arrivedAt: Timestamp(milliseconds: 7_300_000_000_000)))
        let line = """
            {"kind":"order","source":"erp","id":"1","customer":{"erp":"null"},"placed_at":"2020-01-01T00:00:00Z",
            "status":"paid","updated_at":"2020-01-01T00:00:00Z"}
            """
        let record = try decoder.decode(line: Array(line.utf8)).get().record
        #expect(record.identifiers.isEmpty)
        #expect(try decoder.decode(line: RecordEncoder.json(record)).get().record == record)
        let table = RecordTable(.order)
        let rows = table.rows(of: record).map { CSVRow(line: 1, fields: $0) }
        let mapping = try BoundMapping(Mapping(table.mappingTree), header: table.header, today: MappingSample.today)
        #expect(try mapping.decode(rows, by: decoder).get().record == record)
    }

    @Test("The mapping reads as YAML that a person can follow")
    func yaml() {
        let text = RecordTable(.order).mapping
        #expect(text.contains("kind: order\nsource: {column: source}\n"))
        #expect(text.contains("group_by: [source, id]\nrecord:\n  id: id\n"))
        #expect(text.contains("  customer: {column: customer, format: identifiers}\n"))
        #expect(text.contains("  lines:\n    sku: line_sku\n"))
    }
}
