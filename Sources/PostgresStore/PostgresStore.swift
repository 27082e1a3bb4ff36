import ProfileStore

/// Profiles in a PostgreSQL database, which any number of nodes may share.
package final class PostgresStore: Sendable {
    let pool: Pool
    let reads: ReadQueue
    let writes: WriteQueue
    let relay: Relay
    /// Nil when all reads go to the primary.
    let replica: Replica?
    let horizon = Horizon()
    let address: ServerAddress
    let reactor: Reactor
    /// Profiles with as many facts are folded beside the writers.
    let smallestFold: Int

    init(
        address: ServerAddress, limits: PoolLimits, replica: ServerAddress? = nil,
        foldsBesideFrom smallestFold: Int = PreparedFold.smallestProfile
    ) {
        self.smallestFold = smallestFold
        self.address = address
        self.replica = replica.map { [horizon] in Replica($0, behind: horizon) }
        reactor = Reactor()
        pool = Pool(address, reactor: reactor, limits: limits)
        reads = ReadQueue(pool)
        writes = WriteQueue(pool)
        relay = Relay(pool)
    }

    deinit {
        reactor.post(.stop)
    }

    /// Waits for the writes that were already asked for and closes all connections.
    ///
    /// Everything asked for later fails with `unavailable`. Closing twice is harmless.
    package func close() async {
        await writes.close()
        await relay.close()
        pool.close()
        replica?.close()
        reactor.post(.stop)
    }

    /// Has every reader of this node see the changes, and other nodes hear of them.
    func publish(_ changes: [ProfileChange]) {
        horizon.note(changes)
        relay.tell(changes)
    }

    /// What the connections are doing, for metrics.
    package var counts: PoolCounts { pool.counts }

    /// What became of reads that might go to a replica; nil without one.
    package var replicaCounts: ReplicaCounts? { replica?.counts }

    /// Reads of one moment, by a replica when there is one that has caught up.
    func readAnywhere<Value: Sendable>(
        _ calls: [Call], _ body: @Sendable ([Rows]) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        if let value = await replica?.read(calls, body) { return value }
        return try await calls.count > 1 ? readTogether(calls, body) : read(calls, body)
    }

    /// One read of a profile, by a replica when there is one that has caught up.
    func readAnywhere<Value: Sendable>(
        _ call: Call, _ body: @Sendable (Rows) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        if let replica, let value = await replica.read([call], { rows throws(StoreError) in try body(rows[0]) }) {
            return value
        }
        let rows: Rows
        do throws(PostgresFailure) {
            rows = try await reads.read(call)
        } catch {
            throw StoreError(error)
        }
        return try body(rows)
    }

    /// Who waits for what is read.
    enum Reader {
        /// Somebody who would rather hear soon that nothing can be told.
        case caller
        /// Work that goes through everything, page after page.
        case background
    }

    /// Runs calls whose answers `body` reads. When the calling task is cancelled, so are they.
    func read<Value: Sendable>(
        _ calls: [Call], for reader: Reader = .caller, _ body: @Sendable ([Rows]) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let rows: [Rows]
        let deadline: ContinuousClock.Instant? = reader == .caller ? .now + pool.limits.readPatience : nil
        do throws(PostgresFailure) {
            rows = try await pool.withConnection(until: deadline) { connection async throws(PostgresFailure) in
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
