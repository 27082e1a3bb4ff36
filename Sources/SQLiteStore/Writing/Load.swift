package import ProfileStore
import Synchronization

/// A load into an empty store.
///
/// Keys of facts, identifiers and search terms come in any order, so that each row of a large load would change a page
/// of its own in every tree that is ordered by them: nine tenths of what is written. So a load goes without the index
/// of facts by key, and puts links and search terms aside in tables without order. At the end they are sorted, and each
/// page is written once. What was put aside is as durable as the rest: a store whose load was interrupted ends it when
/// it is opened.
final class Load: Sendable {
    private let goesOn = Atomic(false)
    private let began = Atomic(false)

    /// Whether it goes on, for the connection that writes.
    var isOn: Bool {
        get { goesOn.load(ordering: .relaxed) }
        set {
            if newValue { began.store(true, ordering: .relaxed) }
            goesOn.store(newValue, ordering: .relaxed)
        }
    }

    var wasBegun: Bool { began.load(ordering: .relaxed) }

    /// Whether a statement names a table that is not in order during a load.
    static func concerns(_ sql: String) -> Bool {
        ["facts", "links", "search_terms"].contains { sql.contains($0) }
    }

    fileprivate static let isEmpty = """
        SELECT NOT EXISTS (SELECT 1 FROM facts) AND NOT EXISTS (SELECT 1 FROM links)
            AND NOT EXISTS (SELECT 1 FROM search_terms)
        """
    fileprivate static let isGoingOn = """
        SELECT NOT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = 'facts_by_key')
        """
    fileprivate static let beginning = [
        "DROP INDEX facts_by_key",
        """
        CREATE TABLE loaded_links (
            type TEXT NOT NULL, value TEXT NOT NULL, home BLOB NOT NULL, profile BLOB NOT NULL,
            stated_kind INTEGER NOT NULL, stated_source TEXT NOT NULL, stated_id TEXT NOT NULL,
            linked_at INTEGER NOT NULL) STRICT
        """,
        """
        CREATE TABLE loaded_terms (
            kind INTEGER NOT NULL, term TEXT NOT NULL, age INTEGER NOT NULL, profile BLOB NOT NULL,
            words TEXT NOT NULL) STRICT
        """,
        inFiles,
    ]
    /// Millions of rows are sorted in files and not in memory, and so are pages kept that a statement may have to
    /// restore. It counts from the next transaction on.
    fileprivate static let inFiles = "PRAGMA temp_store = FILE"
    fileprivate static let ending = [
        "CREATE UNIQUE INDEX facts_by_key ON facts (kind, source, id)",
        "DROP INDEX links_by_profile",
        "INSERT OR REPLACE INTO links SELECT * FROM loaded_links ORDER BY type, value, home",
        "DROP TABLE loaded_links",
        "CREATE INDEX links_by_profile ON links (profile)",
        "INSERT OR REPLACE INTO search_terms SELECT * FROM loaded_terms ORDER BY kind, term, age, profile",
        "DROP TABLE loaded_terms",
        "PRAGMA temp_store = MEMORY",
    ]
}

extension Connection {
    fileprivate func beginLoad() throws(StoreError) -> Bool {
        guard let load, try integer(Load.isEmpty) == 1 else { return false }
        for sql in Load.beginning { try run(sql) }
        load.isOn = true
        return true
    }

    /// Harmless when there is no load.
    func endLoad() throws(StoreError) {
        guard try integer(Load.isGoingOn) == 1 else { return }
        for sql in Load.ending { try run(sql) }
        load?.isOn = false
    }

    /// Ends the load of a process that did not come to its end.
    func endInterruptedLoad() throws(StoreError) {
        guard try integer(Load.isGoingOn) == 1 else { return }
        try run(Load.inFiles)
        try transaction { () throws(StoreError) in (try endLoad(), true) }
    }

    /// Once something was taken back, which may have been the beginning or the end of a load.
    func reviewLoad() throws(StoreError) {
        guard let load, load.wasBegun else { return }
        load.isOn = try integer(Load.isGoingOn) == 1
    }
}

extension SQLiteStore {
    package func beginLoad() async throws(StoreError) -> Bool {
        try await write { connection throws(StoreError) in try connection.beginLoad() }
    }

    package func endLoad() async throws(StoreError) {
        try await write { connection throws(StoreError) in try connection.endLoad() }
    }
}
