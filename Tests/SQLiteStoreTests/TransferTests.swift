import Foundation
import GRDB
import ProfileCore
import ProfileStore
@testable import SQLiteStore
import SQLStore
import StoreContract
import Testing

@Suite("Copies of a store")
struct TransferTests {
    private let folder: TemporaryFolder
    private let source: SQLiteStore

    init() async throws {
        folder = try TemporaryFolder()
        source = try SQLiteStore.open(path: folder.file("source.db"))
        try await write(1...20)
    }

    private func write(_ numbers: ClosedRange<UInt64>, version: Int = 1) async throws {
        for number in numbers {
            let id = ProfileID(high: number, low: 7)
            let key = FactKey(kind: .order, source: "shop", id: "\(number)")
            _ = try await source.commit(reading: ReadSet()) { _ in
                let moment = Timestamp(milliseconds: 1_750_000_000_000)
                var decision = Decision(decidedAt: moment)
                decision.profiles[id] = ProfileState(id: id, version: version, changedAt: moment)
                let order = OrderRecord(placedAt: moment, status: .paid, currency: .euro, total: Int64(version))
                decision.facts[key] = Fact(
                    record: SourceRecord(
                        key: key, updatedAt: moment, isTimedByArrival: false, identifiers: [], body: .order(order)),
                    receivedAt: moment, filing: Filing(profile: id, home: id, basis: nil))
                return (decision, true)
            }
        }
    }

    private func target() throws -> SQLiteStore { try SQLiteStore.openTarget(path: folder.file("target.db")) }

    private func snapshot() throws -> SQLiteSnapshot { try SQLiteStore.snapshot(path: folder.file("source.db")) }

    /// The copy, the target being closed after it.
    @discardableResult
    private func copy(
        ignoringChanges: Bool = false, _ watch: (TransferProgress) -> Bool = { _ in true }
    ) async throws -> TransferOutcome {
        let target = try target()
        return try await ending {
            let transfer = StoreTransfer(from: try snapshot(), to: target)
            return try await transfer.run(ignoringChanges: ignoringChanges, watch)
        } by: {
            await target.close()
        }
    }

    @Test("Every column of every table is copied: a new one has to be listed")
    func schema() async throws {
        let database = try DatabaseQueue(path: folder.file("source.db"))
        let columns = try await database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT m.name AS "table", c.name AS "column" FROM sqlite_master AS m, pragma_table_info(m.name) AS c
                    WHERE m.type = 'table' AND m.name <> 'schema_migrations'
                    """
            ).map { "\($0["table"] as String).\($0["column"] as String)" }
        }
        let known = StoredTable.all.flatMap { table in table.columns.map { "\(table.name).\($0.name)" } }
        #expect(Set(columns) == Set(known))
    }

    @Test("A copy has everything, is then a store like any other, and is made once")
    func whole() async throws {
        let outcome = try await copy()
        #expect(!outcome.isResumed && outcome.total.rows == 40 && outcome.total.written == 40)
        #expect(outcome.tables["facts"]?.rows == 20 && outcome.lastPosition == FeedPosition([20]))
        let store = try SQLiteStore.open(path: folder.file("target.db"))
        #expect(try await store.changes(after: .start, limit: 100) == source.changes(after: .start, limit: 100))
        #expect(try await store.scan(after: nil, limit: 100) == source.scan(after: nil, limit: 100))
        await store.close()
        await #expect(throws: TransferFailure.occupied(table: "facts")) { try await copy() }
    }

    @Test("Until it is finished nobody else opens it, and then it goes on where it was")
    func interrupted() async throws {
        await #expect(throws: TransferFailure.stopped) { try await copy { _ in false } }
        let path = folder.file("target.db")
        #expect(throws: OpenError.self) { try SQLiteStore.openReadOnly(path: path) }
        #expect(throws: OpenError.self) { try SQLiteStore.openCopy(of: path) }
        #expect { try SQLiteStore.open(path: path) } throws: { error in
            guard case OpenError.unfinishedCopy(let origin) = error else { return false }
            return origin.hasPrefix("sqlite:") && origin.contains("source.db")
        }
        let outcome = try await copy()
        #expect(outcome.isResumed && outcome.total.found == 20 && outcome.total.written == 20)
        await (try SQLiteStore.open(path: folder.file("target.db"))).close()
    }

    @Test("What became of the source between two attempts is taken over too")
    func catchingUp() async throws {
        await #expect(throws: TransferFailure.stopped) {
            try await copy { $0.stage == .copying }
        }
        try await write(3...5, version: 2)
        try await write(30...31)
        let found = try await source.profiles([.id(ProfileID(high: 7, low: 7))]).values.first?.first
        let name = try #require(found).id
        _ = try await source.erase(.id(name), Samples.warrant) { _ in Tombstone(high: 1, low: 1) }
        let outcome = try await copy()
        let facts = try #require(outcome.tables["facts"])
        #expect(facts.rows == 21 && facts.found == 16 && facts.written == 5 && facts.removed == 1)
        let store = try SQLiteStore.open(path: folder.file("target.db"))
        #expect(try await store.changes(after: .start, limit: 100) == source.changes(after: .start, limit: 100))
        await store.close()
    }

    @Test("A copy is of one moment; whether that is enough, the operator says")
    func changing() async throws {
        let (target, snapshot) = (try target(), try snapshot())
        try await write(40...40)
        let transfer = StoreTransfer(from: snapshot, to: target)
        await #expect(throws: TransferFailure.sourceChanged) { try await transfer.run { _ in true } }
        #expect(try await transfer.run(ignoringChanges: true) { _ in true }.total.rows == 40)
        await target.close()
    }

    @Test("An erasure that was entered or lifted meanwhile counts as a change")
    func changedErasures() async throws {
        let (target, snapshot) = (try target(), try snapshot())
        var erasure = Samples.warrant.erasure(
            of: ErasureCounts(facts: [:], links: 0, conflicts: 0, merges: 0, separations: 0, aliases: 0), tombstones: 1)
        try await source.enter(erasure, [Tombstone(high: 1, low: 1)])
        let early = StoreTransfer(from: snapshot, to: target)
        await #expect(throws: TransferFailure.sourceChanged) { try await early.run { _ in true } }
        let late = StoreTransfer(from: try self.snapshot(), to: target)
        erasure.lifting = Erasure.Lifting(at: erasure.at, by: "desk", reason: "a mistake")
        try await source.enter(erasure, [])
        await #expect(throws: TransferFailure.sourceChanged) { try await late.run { _ in true } }
        await target.close()
    }

    @Test(
        "A session, a ticket and a tier that came meanwhile count as changes",
        arguments: ["sessions", "tickets", "tiers"])
    func changedUnnumbered(table: String) async throws {
        let (target, snapshot) = (try target(), try snapshot())
        let (position, moment) = (try await source.lastPosition(), Timestamp(milliseconds: 1))
        let end = moment.advanced(bySeconds: 1)
        switch table {
        case "sessions":
            let session = Session(id: "s", secretHash: [], keyID: "k", createdAt: moment, expiresAt: end)
            try await source.put(session)
        case "tickets":
            try await source.put(Ticket(id: "t", keyID: "k", sessionID: nil, expiresAt: end), at: moment)
        default:
            _ = try await source.commit(reading: ReadSet()) { _ in
                var decision = Decision(decidedAt: moment)
                decision.announced[ProfileID(high: 1, low: 7)] = ("gold", AnnouncedTier(tier: "gold", until: nil))
                return (decision, true)
            }
        }
        #expect(try await source.lastPosition() == position)
        let transfer = StoreTransfer(from: snapshot, to: target)
        await #expect(throws: TransferFailure.sourceChanged) { try await transfer.run { _ in true } }
        await target.close()
    }

    @Test("A policy that was put meanwhile counts as a change, a probe does not")
    func changedSettings() async throws {
        let (target, snapshot) = (try target(), try snapshot())
        try await source.put(VIPPolicy(tiers: [], vipFrom: nil))
        let early = StoreTransfer(from: snapshot, to: target)
        await #expect(throws: TransferFailure.sourceChanged) { try await early.run { _ in true } }
        let late = StoreTransfer(from: try self.snapshot(), to: target)
        try await source.probe()
        #expect(try await late.run { _ in true }.tables["settings"]?.rows == 1)
        await target.close()
    }

    @Test("A store is not copied onto itself, nor onto the copy of another one")
    func wrongTarget() async throws {
        let other = try SQLiteStore.open(path: folder.file("other.db"))
        await #expect(throws: TransferFailure.sameStore) {
            try await StoreTransfer(from: try snapshot(), to: source).run { _ in true }
        }
        await #expect(throws: TransferFailure.stopped) { try await copy { _ in false } }
        let target = try target()
        let origin = try #require(try await target.transferOrigin())
        await #expect(throws: TransferFailure.otherOrigin(origin)) {
            let snapshot = try SQLiteStore.snapshot(path: folder.file("other.db"))
            return try await StoreTransfer(from: snapshot, to: target).run { _ in true }
        }
        await target.close()
        await other.close()
    }

    @Test("A target that loses a row is found out, and stays closed")
    func losing() async throws {
        let target = try target()
        let transfer = StoreTransfer(from: try snapshot(), to: Forgetful(store: target))
        await #expect(throws: TransferFailure.differs(rows: 1, table: "facts")) { try await transfer.run { _ in true } }
        #expect(try await target.transferOrigin() != nil)
        await target.close()
    }

    /// Says that it put everything in, but leaves a fact out.
    private struct Forgetful: TransferTarget {
        let store: SQLiteStore

        func identity() async throws(StoreError) -> String { try await store.identity() }
        func transferOrigin() async throws(StoreError) -> String? { try await store.transferOrigin() }
        func beginTransfer(from identity: String) async throws(StoreError) {
            try await store.beginTransfer(from: identity)
        }
        func finishTransfer() async throws(StoreError) { try await store.finishTransfer() }
        func close() async { await store.close() }

        func page(
            of table: StoredTable, after row: StoredRow?, limit: PageLimit
        ) async throws(StoreError) -> [StoredRow] {
            try await store.page(of: table, after: row, limit: limit)
        }

        func put(
            _ rows: [StoredRow], removing removed: [StoredRow], in table: StoredTable
        ) async throws(StoreError) {
            try await store.put(table.name == "facts" ? Array(rows.dropFirst()) : rows, removing: removed, in: table)
        }
    }
}
