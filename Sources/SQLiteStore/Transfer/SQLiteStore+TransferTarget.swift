package import ProfileStore

extension SQLiteStore: TransferTarget {
    package func identity() async throws(StoreError) -> String {
        try await read { connection throws(StoreError) in try connection.identity() }
    }

    package func page(
        of table: StoredTable, after row: StoredRow?, limit: PageLimit
    ) async throws(StoreError) -> [StoredRow] {
        try await read { connection throws(StoreError) in try connection.page(of: table, after: row, limit: limit) }
    }

    package func transferOrigin() async throws(StoreError) -> String? {
        try await read { connection throws(StoreError) in try connection.transferOrigin() }
    }

    package func beginTransfer(from identity: String) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            try connection.saveSetting(StoredSetting.transfer, Array(identity.utf8))
        }
    }

    package func put(
        _ rows: [StoredRow], removing removed: [StoredRow], in table: StoredTable
    ) async throws(StoreError) {
        try await write(weight: rows.count + removed.count) { connection throws(StoreError) in
            guard try connection.transferOrigin() != nil else { throw .failed(detail: "no copy goes on here") }
            try connection.remove(removed, from: table)
            try connection.put(rows, in: table)
        }
    }

    package func finishTransfer() async throws(StoreError) {
        try await write { connection throws(StoreError) in
            try connection.run("DELETE FROM settings WHERE name = ?") { $0.add(StoredSetting.transfer) }
        }
    }
}

extension Connection {
    /// The path and the time of creation identify a file.
    func identity() throws(StoreError) -> String {
        let made = try integer("SELECT applied_at FROM schema_migrations WHERE number = 1") ?? 0
        return "sqlite:\(path) made at \(made)"
    }

    /// Where the copy comes from that was begun here and is not finished.
    func transferOrigin() throws(StoreError) -> String? {
        let query = try prepare("SELECT value FROM settings WHERE name = ?")
        let bytes = try query.first({ $0.add(StoredSetting.transfer) }) { columns throws(StoreError) in
            columns.optionalBytes() ?? []
        }
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }
}
