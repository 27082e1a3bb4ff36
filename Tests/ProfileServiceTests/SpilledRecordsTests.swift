import Foundation
import ProfileCore
import Sorting
import Testing

/// What an import puts aside comes out person by person, however little of it fits into memory.
@Suite("Records put aside come out group by group, in the order of the file")
struct SpilledRecordsTests {
    /// A record of a few bytes, with names of which others have some.
    private struct Sample: Hashable {
        let bytes: [UInt8]
        let names: [UInt64]
    }

    @Test("Where all fits into memory, and where next to nothing does", arguments: 0..<200 as Range<UInt64>)
    func likeComparingAll(seed: UInt64) throws {
        var dice = SplitMix64(seed: seed)
        let samples = Self.samples(&dice)
        var aside = Self.spill(Self.smallLimits(&dice))
        for sample in samples { try aside.append(sample.bytes, named: sample.names) }
        #expect(aside.count == samples.count)
        let most = (count: Int.random(in: 1...20, using: &dice), bytes: Int.random(in: 1...400, using: &dice))
        let ends = Set(Self.order(of: samples).compactMap(\.last))
        let batches = try Self.batches(&aside, most.count, most.bytes, endsOfGroups: ends)
        #expect(batches == Self.batches(of: samples, most.count, most.bytes))
        #expect(aside.count == 0)
        // What comes next has nothing to do with what came before.
        for sample in samples { try aside.append(sample.bytes, named: sample.names) }
        #expect(try Self.batches(&aside, .max, .max).joined().elementsEqual(Self.order(of: samples).joined()))
    }

    @Test("A limit is met by the record that reaches it, not by the one before")
    func limits() throws {
        for limit in 1...20 {
            var (records, names, bytes) = (SpilledRecords.Limits(), SpilledRecords.Limits(), SpilledRecords.Limits())
            (records.records, names.names, bytes.bytes) = (limit, limit * 2, limit * 9)
            for limits in [records, names, bytes] {
                var aside = Self.spill(limits)
                for number in 1...limit {
                    #expect(!aside.isFull)
                    try aside.append([1, 2, 3, 4, 5], named: [UInt64(number), 7])
                }
                #expect(aside.isFull)
                _ = try aside.takeSorted()
                #expect(!aside.isFull)
            }
        }
    }

    @Test("Records larger than any buffer come out whole")
    func largeRecords() throws {
        var limits = SpilledRecords.Limits()
        (limits.part, limits.buffer) = (100_000, 1_000)
        var aside = Self.spill(limits)
        let records = (0..<40).map { [UInt8](repeating: UInt8($0), count: 1 << ($0 % 19)) }
        for (place, record) in records.enumerated() { try aside.append(record, named: [UInt64(place % 2)]) }
        let order = records.indices.sorted { ($0 % 2, $0) < ($1 % 2, $1) }
        #expect(try Self.batches(&aside, .max, .max) == [order.map { records[$0] }])
    }

    @Test("A folder that is not there is told")
    func noFolder() throws {
        var limits = SpilledRecords.Limits()
        limits.buffer = 1
        var aside = SpilledRecords(folder: "/nowhere", limits: limits)
        let failure = #expect(throws: TemporaryFile.Failure.self) { try aside.append([1], named: []) }
        #expect(failure?.description.hasPrefix("no temporary file can be made in /nowhere: ") == true)
    }

    private static func spill(_ limits: SpilledRecords.Limits) -> SpilledRecords {
        SpilledRecords(folder: FileManager.default.temporaryDirectory.path, limits: limits)
    }

    private static func batches(
        _ aside: inout SpilledRecords, _ most: Int, _ bytes: Int, endsOfGroups ends: Set<[UInt8]>? = nil
    ) throws -> [[[UInt8]]] {
        var sorted = try aside.takeSorted()
        var batches: [[[UInt8]]] = []
        while case let batch = try sorted.batch(atMost: most, bytes: bytes), !batch.isEmpty {
            batches.append(batch)
            if let ends { #expect(sorted.isBetweenGroups == ends.contains(batch[batch.count - 1])) }
        }
        return batches
    }

    // MARK: Samples

    /// Each limit is about as large as what there is of its kind, or far smaller.
    private static func smallLimits(_ dice: inout SplitMix64) -> SpilledRecords.Limits {
        var limits = SpilledRecords.Limits()
        limits.part = [1, 40, 400, 4_000].randomElement(using: &dice) ?? 1
        limits.buffer = [1, 30, 300, 3_000].randomElement(using: &dice) ?? 1
        limits.namesAtOnce = Int.random(in: 1...3, using: &dice)
        return limits
    }

    private static func samples(_ dice: inout SplitMix64) -> [Sample] {
        let variety = Int.random(in: 1...300, using: &dice)
        return (0..<Int.random(in: 0...150, using: &dice)).map { number in
            let text = String(repeating: "x", count: Int.random(in: 0...30, using: &dice))
            let names = (0..<Int.random(in: 0...3, using: &dice)).map { _ in
                // Spread over all buckets, as hashes are.
                UInt64(Int.random(in: 1...variety, using: &dice)) &* 0x9E37_79B9_7F4A_7C15
            }
            return Sample(bytes: Array("\(number) \(text)".utf8), names: names)
        }
    }

    // MARK: The same in another way

    /// Colours spread from record to record until nothing changes.
    private static func order(of samples: [Sample]) -> [[[UInt8]]] {
        var colours = Array(samples.indices)
        var isChanged = true
        while isChanged {
            isChanged = false
            for one in samples.indices {
                for other in samples.indices
                where colours[other] < colours[one] && !Set(samples[one].names).isDisjoint(with: samples[other].names) {
                    colours[one] = colours[other]
                    isChanged = true
                }
            }
        }
        return Set(colours).sorted().map { colour in
            zip(colours, samples).filter { $0.0 == colour }.map(\.1.bytes)
        }
    }

    /// As many whole groups as begin within the limits, or what the limits leave of the first.
    private static func batches(of samples: [Sample], _ most: Int, _ limit: Int) -> [[[UInt8]]] {
        var (batches, groups) = ([[[UInt8]]](), order(of: samples))
        while !groups.isEmpty {
            var batch: [[UInt8]] = []
            func takes(_ records: some Sequence<[UInt8]>) -> Bool {
                let all = batch + records
                return all.count <= most && all.dropLast().reduce(0) { $0 + $1.count } < limit
            }
            while let group = groups.first, takes(group) { batch += groups.removeFirst() }
            if batch.isEmpty {
                while let record = groups[0].first, takes([record]) {
                    batch.append(record)
                    groups[0].removeFirst()
                }
            }
            batches.append(batch)
        }
        return batches
    }
}
