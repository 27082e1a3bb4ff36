import ProfileStore

/// Profiles in a PostgreSQL database, which any number of nodes may share.
package final class PostgresStore: Sendable {
    let pool: Pool
    let reads: ReadQueue
    let writes: WriteQueue
    let relay: Relay
    /// Nil when all reads go to the primary, as where tables are spread: a replica has those of one machine.
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
        self.replica = address.layout == .spread ? nil : replica.map { [horizon] in Replica($0, behind: horizon) }
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
}
