import Migrations
package import ProfileStore

extension PostgresStore: WatchedStore {
    package var engine: StoreState.Engine { .postgresql }

    package var measures: [Measure] {
        var pools = ["primary": (counts: pool.counts, size: pool.limits.size)]
        if let pool = replica?.pool { pools["replica"] = (pool.counts, pool.limits.size) }
        return PoolCounts.measures(pools) + reads.measures + writes.measures + reactor.tally.measures
            + (replicaCounts?.measures ?? [])
    }

    package func state() async throws(StoreError) -> StoreState {
        let applied = try await read([Statement.lastMigration()]) { rows throws(StoreError) in
            try rows[0].first { columns throws(StoreError) in try columns.integer() }
        }
        return StoreState(
            engine: engine, schema: Int(applied ?? 0), knownSchema: Migrations.postgres.last?.number ?? 0)
    }
}
