package import ProfileStore

extension PostgresStore: TransferTarget {
    package func identity() async throws(StoreError) -> String {
        try await read([Statement.identity()]) { rows throws(StoreError) in try rows[0].identity() }
    }

    package func page(
        of table: StoredTable, after row: StoredRow?, limit: PageLimit
    ) async throws(StoreError) -> [StoredRow] {
        let calls = Statement.page(of: table, after: row, limit: limit)
        return try await read(calls, .background) { rows throws(StoreError) in
            try rows.first?.all { columns throws(StoreError) in try columns.row(of: table) } ?? []
        }
    }

    package func transferOrigin() async throws(StoreError) -> String? {
        try await read([Statement.setting { $0.add(StoredSetting.transfer) }]) { rows throws(StoreError) in
            try rows[0].first { columns throws(StoreError) in
                String(decoding: columns.optionalBytes() ?? [], as: UTF8.self)
            }
        }
    }

    package func beginTransfer(from identity: String) async throws(StoreError) {
        try await save(setting: StoredSetting.transfer, Array(identity.utf8))
    }

    package func put(
        _ rows: [StoredRow], removing removed: [StoredRow], in table: StoredTable
    ) async throws(StoreError) {
        guard let statements = Statement.tables[table.name] else { return }
        let calls = [
            removed.isEmpty ? nil : statements.remove { $0.add(removed, columns: table.key) },
            rows.isEmpty ? nil : statements.put { $0.add(rows, columns: table.columns[...]) },
        ].compactMap(\.self)
        try await transact { transaction async throws(PostgresFailure) in
            let held = try await transaction.connection.run([Statement.begin(), Statement.holdTransfer()])
            guard held[1].count > 0 else {
                try await transaction.rollBack()
                return false
            }
            _ = try await transaction.connection.run(calls + [Statement.commit()])
            return true
        }
    }

    package func finishTransfer() async throws(StoreError) {
        try await transact { transaction async throws(PostgresFailure) in
            let raising = Stripe.all.map { stripe in
                Statement.raiseNumbers {
                    $0.add(stripe.counter)
                    $0.add(stripe.base)
                    $0.add(stripe.end)
                }
            }
            _ = try await transaction.connection.run(
                [Statement.begin()] + raising + [Statement.endTransfer(), Statement.commit()])
            return true
        }
    }

    /// `body` tells whether a copy goes on here at all.
    private func transact(
        _ body: (Transaction) async throws(PostgresFailure) -> Bool
    ) async throws(StoreError) {
        let isGoingOn: Bool
        do throws(PostgresFailure) {
            isGoingOn = try await pool.withTransaction(body)
        } catch {
            throw StoreError(error)
        }
        guard isGoingOn else { throw .failed(detail: "no copy goes on here") }
    }
}

extension Statement {
    static func page(of table: StoredTable, after row: StoredRow?, limit: PageLimit) -> [Call] {
        guard let statements = tables[table.name] else { return [] }
        let statement = row == nil ? statements.firstPage : statements.nextPage
        return [
            statement {
                if let row { $0.add(keyOf: row, in: table) }
                $0.add(limit.rows)
                $0.add(limit.bytes)
            }
        ]
    }
}

extension Rows {
    func identity() throws(StoreError) -> String {
        let identity = try first { columns throws(StoreError) in
            "postgres:\(try columns.text()) made at \(try columns.integer())"
        }
        guard let identity else { throw .unreadable(detail: "the list of migrations is empty") }
        return identity
    }
}
