import Foundation
import GRDB
import ProfileCore
import ProfileStore
@testable import SQLiteStore
import SQLStore
import StoreContract
import Testing

@Suite("What is deleted is in no page")
struct PageScrubbingTests {
    /// SQLite moves rows about as trees grow; `secure_delete` alone leaves some of these markers behind.
    @Test("After thousands of changes the file holds the rows there are, and none that were", arguments: 0..<2)
    func remains(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        var generator = Generator.Source(state: seed)
        let store = try SQLiteStore.open(path: folder.file("store.db"))
        var living: [String: ProfileID] = [:]
        var gone: [String] = []
        for round in 0..<30 {
            let added = (0..<40).map { number in
                ("marker\(1_000_000 + round * 40 + number)x", ProfileID(high: generator.next(), low: 1))
            }
            try await store.fill(added, orders: Int.random(in: 1...12, using: &generator))
            // Erasing has emptied the log, and what the writer has in memory comes into it again.
            let logged = markers(in: try Data(contentsOf: URL(filePath: folder.file("store.db-wal"))))
            #expect(logged.intersection(gone) == [], "round \(round)")
            living.merge(added) { $1 }
            let victims = living.keys.sorted().shuffled(using: &generator).prefix(15)
            let names = victims.compactMap { living.removeValue(forKey: $0) }
            try await store.erase(names)
            gone += victims
        }
        await store.close()
        let found = markers(in: try Data(contentsOf: URL(filePath: folder.file("store.db"))))
        #expect(found.intersection(gone) == [])
        #expect(Set(living.keys).subtracting(found) == [])
        let queue = try DatabaseQueue(path: folder.file("store.db"))
        #expect(try await queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }

    /// What was cleared and dropped on the way costs nothing that was committed.
    @Test("After a crash the log is read to its end, whether commits were small or large")
    func crash() async throws {
        let folder = try TemporaryFolder()
        var generator = Generator.Source(state: 3)
        let store = try SQLiteStore.open(path: folder.file("store.db"))
        var count = 0
        for round in 0..<40 {
            let added = (0..<(round % 10 == 5 ? 300 : 5)).map { number in
                ("marker\(1_000_000 + round * 1_000 + number)x", ProfileID(high: generator.next(), low: 1))
            }
            try await store.fill(added, orders: 3)
            count += added.count
        }
        for ending in ["", "-wal"] {
            try FileManager.default.copyItem(
                atPath: folder.file("store.db" + ending), toPath: folder.file("crash.db" + ending))
        }
        await store.close()
        let queue = try DatabaseQueue(path: folder.file("crash.db"))
        let found = try await queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM facts") }
        #expect(found == count * 3)
        #expect(try await queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }

    /// SQLite clears a page that becomes free, but not one that was free, was used, and is free again since a savepoint
    /// was taken back.
    @Test("What a call wrote that was taken back is in no free page once somebody was erased")
    func takenBack() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("store.db"))
        var generator = Generator.Source(state: 4)
        let people = (0..<60).map { ("marker\(1_000_000 + $0)x", ProfileID(high: generator.next(), low: 1)) }
        try await store.fill(people, orders: 12)
        try await store.erase(people.prefix(40).map(\.1))
        let gate = Gate(store)
        let failing = Task {
            try await store.write { connection throws(StoreError) in
                let text = "replace(hex(zeroblob(5000)), '00', 'marker9999999x')"
                try connection.run("INSERT INTO settings (name, value) VALUES ('trial', CAST(\(text) AS BLOB))")
                throw StoreError.failed(detail: "on purpose")
            }
        }
        async let working: Void = store.fill([("marker2000000x", ProfileID(high: 1, low: 1))], orders: 1)
        await gate.open(whenWaiting: 2)
        await #expect(throws: StoreError.failed(detail: "on purpose")) { try await failing.value }
        try await working
        try await store.erase([people[50].1])
        let found = markers(in: try Data(contentsOf: URL(filePath: folder.file("store.db"))))
        #expect(!found.contains("marker9999999x"))
        #expect(found.contains("marker2000000x"))
        await store.close()
        let queue = try DatabaseQueue(path: folder.file("store.db"))
        #expect(try await queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }

    /// Every marker that is somewhere, found in one walk.
    private func markers(in file: Data) -> Set<String> {
        let (beginning, length) = (Array("marker".utf8), "marker1000000x".utf8.count)
        return file.withUnsafeBytes { bytes in
            var found: Set<String> = []
            var place = 0
            while let start = bytes[place...].firstIndex(of: beginning[0]) {
                if bytes[start...].starts(with: beginning) {
                    found.insert(String(decoding: bytes[start...].prefix(length), as: UTF8.self))
                }
                place = start + 1
            }
            return found
        }
    }

    @Test("A file that was written without care is cleared when it is opened, once")
    func earlierFile() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("store.db")
        await (try SQLiteStore.open(path: path)).close()
        // A page of a table with a remainder in its unused middle, in a file that says it was never cleared.
        var bytes = try Data(contentsOf: URL(filePath: path))
        let size = Int(bytes[16]) << 8 | Int(bytes[17])
        let page = try #require(
            stride(from: size, to: bytes.count, by: size).first { bytes[$0] == 13 && bytes[$0 + 4] == 0 })
        bytes.replaceSubrange(page + 100..<page + 106, with: Data("marker".utf8))
        bytes.replaceSubrange(60..<64, with: [0, 0, 0, 0])
        try bytes.write(to: URL(filePath: path))
        let store = try SQLiteStore.open(path: path)
        try await store.probe()
        await store.close()
        let cleared = try Data(contentsOf: URL(filePath: path))
        #expect(cleared.firstRange(of: Data("marker".utf8)) == nil)
        #expect(cleared[63] == 1)
    }
}

extension SQLiteStore {
    fileprivate func erase(_ profiles: [ProfileID]) async throws {
        try await write(erases: true) { connection throws(StoreError) in
            for profile in profiles {
                _ = try connection.erase(.id(profile), Samples.warrant) { _ in Tombstone(high: 1, low: 1) }
            }
        }
    }

    /// Profiles with orders that all hold their marker, in sizes that differ.
    fileprivate func fill(_ people: [(marker: String, profile: ProfileID)], orders: Int) async throws {
        _ = try await commit(reading: ReadSet()) { _ in
            var decision = Decision(decidedAt: Samples.moment)
            for (marker, profile) in people {
                for number in 0..<orders {
                    let fact = Samples.order("\(marker)-\(number)", of: profile, telling: marker, number: number)
                    decision.facts[fact.key] = fact
                }
                let link = Link(
                    identifier: Identifier(type: "email", value: marker), profile: profile, home: profile,
                    statedBy: FactKey(kind: .order, source: "shop", id: "\(marker)-0"), linkedAt: Samples.moment)
                decision.links[link.key] = link
                decision.profiles[profile] = ProfileState(id: profile, version: 1, changedAt: Samples.moment)
            }
            return (decision, true)
        }
    }
}

extension Samples {
    fileprivate static func order(_ id: String, of profile: ProfileID, telling marker: String, number: Int) -> Fact {
        let text = String(repeating: marker, count: 1 + (number * 13) % 40)
        let record = SourceRecord(
            key: FactKey(kind: .order, source: "shop", id: id), updatedAt: moment, isTimedByArrival: false,
            identifiers: [],
            body: .order(OrderRecord(placedAt: moment, status: .paid, currency: .euro, channel: text)))
        return Fact(record: record, receivedAt: moment, filing: Filing(profile: profile, home: profile, basis: nil))
    }
}
