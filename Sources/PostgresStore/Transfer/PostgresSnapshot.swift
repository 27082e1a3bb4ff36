package import ProfileStore

/// A database as it is at one moment, on a connection of its own that only reads: a primary or a replica.
package final class PostgresSnapshot: Sendable {
    private let address: ServerAddress
    private let reactor: Reactor
    private let connection: Connection

    /// Begins the moment.
    init(_ address: ServerAddress) async throws(PostgresFailure) {
        let handover = try await address.connect()
        self.address = address
        reactor = Reactor()
        // Counting the rows of a large table takes its time.
        connection = Connection(
            id: reactor.drawID(), reactor: reactor, layout: address.layout, patience: .seconds(600))
        reactor.post(.adopt(id: connection.id, handover, SessionEvents(lost: { _ in }, status: connection.status)))
        _ = try await connection.run([Statement.beginReading(), Statement.bePatient()])
    }

    deinit {
        reactor.post(.stop)
    }

    private func read<Value: Sendable>(
        _ calls: [Call], _ body: ([Rows]) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let rows: [Rows]
        do throws(PostgresFailure) {
            rows = try await connection.run(calls)
        } catch {
            throw StoreError(error)
        }
        return try body(rows)
    }
}

extension PostgresSnapshot: TransferSource {
    package func identity() async throws(StoreError) -> String {
        try await read([Statement.identity()]) { rows throws(StoreError) in try rows[0].identity() }
    }

    package func page(
        of table: StoredTable, after row: StoredRow?, limit: PageLimit
    ) async throws(StoreError) -> [StoredRow] {
        try await read(Statement.page(of: table, after: row, limit: limit)) { rows throws(StoreError) in
            try rows.first?.all { columns throws(StoreError) in try columns.row(of: table) } ?? []
        }
    }

    package func count(of table: StoredTable) async throws(StoreError) -> Int {
        let calls = Statement.tables[table.name].map { [$0.count()] } ?? []
        return try await read(calls) { rows throws(StoreError) in
            Int(try rows.first?.first { columns throws(StoreError) in try columns.integer() } ?? 0)
        }
    }

    package func lastPosition() async throws(StoreError) -> FeedPosition {
        try await read([Statement.lastNumbers()]) { rows throws(StoreError) in try rows[0].position() }
    }

    package func renewed() async throws(StoreError) -> any TransferSource {
        do throws(PostgresFailure) {
            return try await PostgresSnapshot(address)
        } catch {
            throw StoreError(error)
        }
    }

    package func close() async {
        reactor.post(.stop)
    }
}
