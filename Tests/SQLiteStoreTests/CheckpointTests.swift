import Foundation
import GRDB
import ProfileCore
import ProfileStore
@testable import SQLiteStore
import SQLStore
import StoreContract
import Testing

@Suite("Copying the log into the file")
struct CheckpointTests {
    @Test("A long log is due, a short one only while loads and single writes come together")
    func due() {
        var plan = CheckpointPlan()
        let alone = [CheckpointPlan.shortLog, CheckpointPlan.longLog].map {
            plan.isDue(length: $0, singleWritesCome: false)
        }
        #expect(alone == [false, true])
        let together = plan.isDue(length: CheckpointPlan.shortLog, singleWritesCome: true)
        #expect(together)
    }

    @Test("What a reader holds up is tried again once more has come, or once the log starts over")
    func heldUp() {
        var plan = CheckpointPlan()
        let long = CheckpointPlan.longLog
        let first = plan.isDue(length: long, singleWritesCome: false)
        plan.note(isComplete: false)
        let soon = plan.isDue(length: long + 1, singleWritesCome: false)
        let later = plan.isDue(length: long + CheckpointPlan.shortLog, singleWritesCome: false)
        plan.note(isComplete: false)
        let begun = plan.isDue(length: 10, singleWritesCome: false)
        let again = plan.isDue(length: long, singleWritesCome: false)
        #expect([first, soon, later, begun, again] == [true, false, true, false, true])
    }

    @Test("The length of the log is known after every commit")
    func length() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("store.db")
        let queue = try DatabasePool(path: path, configuration: SQLiteStore.configuration())
        let log = LogLength()
        try await queue.writeWithoutTransaction { database in
            log.follow(Connection(database: database))
            try database.execute(sql: "CREATE TABLE t (a); INSERT INTO t VALUES (1)")
            #expect(log.count > 0)
            let before = log.count
            try database.execute(sql: "INSERT INTO t VALUES (2)")
            #expect(log.count > before)
            #expect(try Connection(database: database).checkpoint(.truncate))
            try database.execute(sql: "INSERT INTO t VALUES (3)")
            #expect(log.count < before)
        }
        try queue.close()
    }

    @Test("SQLite itself copies nothing")
    func automatic() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("store.db"))
        let automatic = try await store.database.writeWithoutTransaction { database in
            try Int.fetchOne(database, sql: "PRAGMA wal_autocheckpoint")
        }
        #expect(automatic == 0)
        await store.close()
    }

    @Test("A store begins with an empty log, whatever the process before left in it")
    func opening() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("store.db")
        let store = try SQLiteStore.open(path: path)
        try await store.put(VIPPolicy(tiers: [], vipFrom: "kept"))
        // As a process that was killed leaves it.
        let copy = folder.file("copy.db")
        for ending in ["", "-wal"] { try FileManager.default.copyItem(atPath: path + ending, toPath: copy + ending) }
        await store.close()
        #expect(try size(of: copy + "-wal") > 0)
        let again = try SQLiteStore.open(path: copy)
        #expect(try size(of: copy + "-wal") == 0)
        #expect(try await again.policy()?.vipFrom == "kept")
        await again.close()
    }

    @Test("What was erased while a reader held the log is in no file soon after", .timeLimit(.minutes(1)))
    func erasedUnderAReader() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("store.db")
        let store = try SQLiteStore.open(path: path)
        let canary = "canary-0816-of-a-customer"
        _ = try await store.commit(reading: ReadSet()) { _ in
            (Samples.decision(orders: 200, channel: canary), true)
        }
        let reader = try SQLiteStore.snapshot(path: path)
        _ = try await reader.lastPosition()
        _ = try await store.erase(.id(Samples.profile), Samples.warrant) { _ in Tombstone(high: 1, low: 1) }
        #expect(try folder.contains(canary))
        await reader.close()
        while try folder.contains(canary) { try await Task.sleep(for: .milliseconds(20)) }
        await store.close()
    }

    private func size(of path: String) throws -> Int {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size]
        return (size as? NSNumber)?.intValue ?? 0
    }
}
