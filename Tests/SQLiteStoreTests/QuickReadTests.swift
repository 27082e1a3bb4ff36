import GRDB
import ProfileCore
import ProfileStore
import SQLStore
@testable import SQLiteStore
import StoreContract
import Testing

@Suite("Reads of single profiles") struct QuickReadTests {
    private static let reference = ProfileReference.id(Samples.profile)

    private static func commit(version: Int, to store: SQLiteStore) async throws {
        _ = try await store.commit(reading: ReadSet()) { _ in
            var decision = Decision(decidedAt: Samples.moment)
            decision.profiles[Samples.profile] = ProfileState(
                id: Samples.profile, version: version, changedAt: Samples.moment)
            return (decision, true)
        }
    }

    private static func version(in store: SQLiteStore) async throws -> Int? {
        try await store.profiles([reference])[reference]?.first?.version
    }

    @Test("Each is answered, also while the store is closed")
    func closing() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("store.db"))
        try await Self.commit(version: 1, to: store)
        let found = try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    do { return try await Self.version(in: store) } catch StoreError.unavailable { return nil }
                }
            }
            group.addTask {
                await store.close()
                return nil
            }
            return try await group.reduce(into: Set<Int?>()) { $0.insert($1) }
        }
        #expect(found.isSubset(of: [1, nil]))
    }

    @Test("One that fails leaves its connection to those that follow")
    func failing() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("store.db"))
        try await Self.commit(version: 1, to: store)
        try await store.database.write { try $0.execute(sql: "UPDATE profiles SET state = x'01ff'") }
        for _ in 0..<20 {
            await #expect(throws: StoreError.unreadable(detail: "stored bytes end too early")) {
                try await Self.version(in: store)
            }
        }
        try await Self.commit(version: 2, to: store)
        for _ in 0..<20 { #expect(try await Self.version(in: store) == 2) }
        await store.close()
    }

    @Test("Each sees what was committed before it")
    func following() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("store.db"))
        let others = Task {
            while !Task.isCancelled { _ = try await Self.version(in: store) }
        }
        for version in 1...200 {
            try await Self.commit(version: version, to: store)
            #expect(try await Self.version(in: store) == version)
        }
        others.cancel()
        try await others.value
        await store.close()
    }
}
