import Migrations
package import ProfileCore
package import ProfileStore
package import SQLStore

/// Profiles in a PostgreSQL database, which any number of nodes may share.
package final class PostgresStore: Sendable {
    let pool: Pool
    let reads: ReadQueue
    let writes: WriteQueue
    let relay: Relay
    /// Nil when all reads go to the primary, as where tables are spread: a replica has those of one machine.
    let replica: Replica?
    let horizon = Horizon()
    let watches = ReadSetWatches()
    package let traces = WorkTraces()
    let address: ServerAddress
    let reactor: Reactor
    /// Profiles with as many facts are folded beside the writers.
    package let smallestFold: Int

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
        writes = WriteQueue(pool, traces: traces)
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
    private func publish(_ changes: [ProfileChange]) {
        horizon.note(changes)
        relay.tell(changes)
    }

    /// What the connections are doing, for metrics.
    package var counts: PoolCounts { pool.counts }

    /// What became of reads that might go to a replica; nil without one.
    package var replicaCounts: ReplicaCounts? { replica?.counts }

    func transaction<Value: Sendable>(
        of kind: Transaction.Kind = .writing,
        _ body: (inout Transaction) async throws(PostgresFailure) -> Transaction.Ending<Value>
    ) async throws(StoreError) -> Value {
        do throws(PostgresFailure) {
            return try await pool.transaction(of: kind, body)
        } catch {
            throw StoreError(error)
        }
    }
}

// MARK: What is PostgreSQL's own of the port

extension PostgresStore: SQLProfileStore, TracedStore {
    package typealias Statement = PostgresStatement

    package static var knownSchema: Int { Migrations.postgres.last?.number ?? 0 }
    package var engine: StoreState.Engine { .postgresql }
    package var hasSingleWrites: Bool { writes.hasSingleWrites }

    package func journal(of profiles: Set<ProfileID>) -> FoldJournal { watches.beginJournal(of: profiles) }

    /// What the server keeps of removed rows is its own affair, so that nothing depends on `erases`.
    package func attempt<Answer: Sendable>(
        _ trial: CommitTrial, _ foresight: Foresight<Answer>, erases: Bool
    ) async throws(StoreError) -> CommitTrial.Ending<Answer> {
        let place = traces.place
        let result: Result<CommitTrial.Ending<Answer>, StoreError> = await withCheckedContinuation { continuation in
            let complete = { @Sendable [self] (answer: Answer) -> WriteCall.Complete in
                { [self] decision, changes in
                    watches.note(decision, changes)
                    publish(changes)
                    let committed = Committed(answer: answer, decision: decision, changes: changes)
                    continuation.resume(returning: .success(.committed(committed)))
                }
            }
            let foreseen = foresight.decided.flatMap { decided in
                decided.watch.premise.map { premise in
                    Foreseen(watch: decided.watch, premise: premise) { decided.take().map { ($0, complete($1)) } }
                }
            }
            let decideAndComplete = { @Sendable (snapshot: Snapshot) -> (Decision, WriteCall.Complete) in
                let (decision, answer) = trial.decide(snapshot, by: foresight.decide)
                return (decision, complete(answer))
            }
            writes.add(
                WriteCall(
                    readSet: foresight.readSet, trial: trial, foreseen: foreseen, place: place,
                    decide: decideAndComplete,
                    prepare: { continuation.resume(returning: .success(.unprepared($0))) },
                    fail: { continuation.resume(returning: .failure($0)) }))
        }
        return try result.get()
    }

    /// Runs to its end, whether or not the calling task is cancelled.
    package func write<Value: Sendable>(
        excluding exclusion: Exclusion, weight: Int, asking calls: [PostgresCall],
        _ body: @escaping @Sendable ([PostgresRows]) throws(StoreError) -> (calls: [PostgresCall], value: Value)
    ) async throws(StoreError) -> Value {
        let opening =
            switch exclusion {
            case .nobody: calls
            case .writers: [Statement.lockAlone()] + calls
            case .keyWriters: [Statement.holdKeys()] + calls
            case .catalogueWriters: [Statement.holdCatalogue()] + calls
            case .webhook(let id): [Statement.lockKeys { $0.add(integers: [AdvisoryLock.key(ofWebhook: id)]) }] + calls
            case .identifiers(let identifiers):
                [Statement.lockShared(), Statement.lockKeys { $0.add(integers: AdvisoryLock.keys(of: identifiers)) }]
                    + calls
            }
        let result: Result<Value, StoreError> = try await transaction { transaction async throws(PostgresFailure) in
            let rows = opening.isEmpty ? [] : try await transaction.run(opening)
            let outcome = Result { () throws(StoreError) in try body(rows.suffix(calls.count)) }
            guard case .success(let (writes, value)) = outcome else { return .rollBack(outcome.map(\.value)) }
            return .commit(writes) { _ throws(StoreError) in .success(value) }
        }
        return try result.get()
    }

    package var finishingTransfer: [PostgresCall] {
        [Statement.raiseNumbers { $0.add(texts: Stripe.all.map(\.counter)) }]
    }

    package func erase(
        _ reference: ProfileReference, _ warrant: ErasureWarrant,
        hash: @escaping @Sendable (ErasableName) -> Tombstone
    ) async throws(StoreError) -> Erased? {
        guard !writes.isClosed else { throw .unavailable }
        let erased = try await transaction { transaction async throws(PostgresFailure) in
            try await transaction.erase(reference, warrant, hash: hash)
        }
        publish(erased?.changes ?? [])
        return erased
    }

    /// Holds a lock, which goes with its transaction and so with the node.
    package func whileOthersRest<Value: Sendable>(
        from work: SharedWork, _ body: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value? {
        let outcome: Result<Value, StoreError>? = try await transaction {
            transaction async throws(PostgresFailure) in
            let rows = try await transaction.run([PostgresStatement.hold(work)()])
            let isAlone = try reading { () throws(StoreError) in
                try rows[0].first { row throws(StoreError) in row.flag() } ?? false
            }
            guard isAlone else { return .rollBack(nil) }
            do throws(StoreError) { return .rollBack(.success(try await body())) } catch {
                return .rollBack(.failure(error))
            }
        }
        return try outcome?.get()
    }

    /// No stripe takes more than its share of a page, so that none is read late while another is busy.
    package func changes(after position: FeedPosition, limit: Int) async throws(StoreError) -> ChangePage {
        let share = (max(limit, 0) + Stripe.count - 1) / Stripe.count
        let call = Statement.changes(after: position, limit: max(limit, 0), share: share)
        let changes = try await read([call], .shownEverywhere) { rows throws(StoreError) in try rows[0].changes() }
        horizon.note(changes)
        let fullest = Dictionary(grouping: changes, by: \.number.stripe).values.map(\.count).max() ?? 0
        return ChangePage(changes, after: position, isLast: changes.count < limit && fullest < share)
    }

    package static func number(stored: Int64) -> ChangeNumber { ChangeNumber(stored: stored) }

    /// No stripe takes more than its share of a page, as with changes.
    package func feed(
        after position: FeedPosition, since known: FeedPosition, limit: Int
    ) async throws(StoreError) -> FeedPage {
        let share = max(1, (limit + Stripe.count - 1) / Stripe.count)
        let call = Statement.feed(after: position, share: share)
        let rows = try await read([call], .shownEverywhere) { answers throws(StoreError) in
            try answers[0].all { row throws(StoreError) in try row.feedRow(Self.number) }
        }
        return FeedPage(rows, after: position, since: known, share: share)
    }

    package func lastPosition() async throws(StoreError) -> FeedPosition {
        try await read([Statement.lastNumbers()], .shownEverywhere) { rows throws(StoreError) in
            try rows[0].position()
        }
    }

    package func probe() async throws(StoreError) {
        guard !writes.isKnownToWork else { return }
        do throws(StoreError) {
            try await put([], note: StoredSetting.probe)
            writes.note(nil)
        } catch {
            writes.note(error)
            throw error
        }
    }

    package var metrics: [Metric] {
        var pools = ["primary": (counts: pool.counts, size: pool.limits.size)]
        if let pool = replica?.pool { pools["replica"] = (pool.counts, pool.limits.size) }
        return PoolCounts.metrics(pools) + reads.metrics + writes.metrics + reactor.counts.metrics
            + (replicaCounts?.metrics ?? [])
    }
}
