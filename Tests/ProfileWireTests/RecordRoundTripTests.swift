import ProfileCore
import Testing

@testable import ProfileWire

struct RecordRoundTripTests {
    @Test func decodingWhatWasEncodedGivesTheRecord() throws {
        var random = SeededGenerator(seed: 4711)
        for _ in 0..<2_000 {
            let record = RandomRecord.draw(&random)
            var json = JSONWriter()
            RecordEncoder.write(record, to: &json, arrivalTime: false)
            let context = DecodingContext(arrivedAt: record.updatedAt)
            let decoded = try RecordDecoder(context).decode(line: json.bytes).get()
            #expect(decoded.record == record, "\(String(decoding: json.bytes, as: UTF8.self))")
            let odd: Set = ["ahead_of_time", "before_promise", "exceeds_order", "phone_not_callable"]
            #expect(Set(decoded.warnings.map(\.code)).isSubset(of: odd))
        }
    }

    @Test func anExportTellsWhenARecordArrived() throws {
        var random = SeededGenerator(seed: 5)
        let later = DecodingContext(arrivedAt: Timestamp(milliseconds: 7_300_000_000_000))
        for _ in 0..<200 {
            let record = RandomRecord.draw(&random)
            let decoded = try RecordDecoder(later).decode(line: RecordEncoder.json(record)).get()
            #expect(decoded.record.updatedAt == record.updatedAt && decoded.record.hasSameContent(as: record))
        }
    }

    @Test func noMutationTrapsTheDecoder() {
        var random = SeededGenerator(seed: 8812)
        let decoder = RecordDecoder(DecodingContext(arrivedAt: Timestamp(milliseconds: 0)))
        var taken = 0
        for _ in 0..<3_000 {
            var bytes = RecordEncoder.json(RandomRecord.draw(&random))
            for _ in 0..<1 + random.below(4) {
                let index = random.below(bytes.count)
                if random.chance(50) { bytes.remove(at: index) } else { bytes[index] = UInt8(random.below(128)) }
            }
            switch decoder.decode(line: bytes) {
            case .success: taken += 1
            case .failure(let rejection): #expect(!rejection.problems.isEmpty)
            }
        }
        #expect(taken > 100)
    }
}
