import ProfileStore

/// Profiles in a PostgreSQL database, which any number of nodes may share.
package final class PostgresStore: Sendable {
    let pool: Pool
    let writes: WriteQueue
    let address: ServerAddress
    let reactor: Reactor

    init(address: ServerAddress, limits: PoolLimits) {
        self.address = address
        reactor = Reactor()
        pool = Pool(address, reactor: reactor, limits: limits)
        writes = WriteQueue(pool)
    }

    deinit {
        reactor.post(.stop)
    }

    /// Waits for the writes that were already asked for and closes all connections.
    ///
    /// Everything asked for later fails with `unavailable`. Closing twice is harmless.
    package func close() async {
        await writes.close()
        pool.close()
        reactor.post(.stop)
    }

    /// What the connections are doing, for metrics.
    package var counts: PoolCounts { pool.counts }

    /// Runs calls whose answers `body` reads. When the calling task is cancelled, so are they.
    func read<Value: Sendable>(
        _ calls: [Call], _ body: @Sendable ([Rows]) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let rows: [Rows]
        do throws(PostgresFailure) {
            rows = try await pool.withConnection { connection async throws(PostgresFailure) in
                try await connection.runUnlessCancelled(calls)
            }
        } catch {
            throw StoreError(error)
        }
        return try body(rows)
    }

    /// Runs one call to its end, whether or not the calling task is cancelled.
    func write(_ call: Call) async throws(StoreError) {
        do throws(PostgresFailure) {
            _ = try await pool.withConnection { connection async throws(PostgresFailure) in
                try await connection.run(call)
            }
        } catch {
            throw StoreError(error)
        }
    }

    /// Reads of one moment.
    func readTogether<Value: Sendable>(
        _ calls: [Call], _ body: @Sendable ([Rows]) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        try await read([Statement.beginReading()] + calls + [Statement.commit()]) { rows throws(StoreError) in
            try body(Array(rows.dropFirst().dropLast()))
        }
    }
}
