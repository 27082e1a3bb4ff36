import ProfileCore
import ProfileStore

extension StoreContract {
    static let recoveries = [
        Clause("what goes with a fact is found among those that are left, without folding them all") { trial in
            let calls = (1...150).map { SourceRecord.interaction("\($0)", by: [.crm("1")], at: $0) }
            let orders = (1...3).map { SourceRecord.order("\($0)", by: [.crm("1")], at: 150 + $0) }
            // What first stated the identifier stays.
            try await trial.ingest([.activity("1", by: [.crm("1")], at: 0)] + calls + orders)
            let latest = try await trial.withdraw([calls[149].key, orders[2].key])
            try promise(latest.decision.rebuilds, is: [], "folded without the latest")
            try await trial.promiseFolded("without the latest")
            let oldest = try await trial.withdraw([calls[0].key, orders[0].key])
            try promise(oldest.decision.rebuilds, is: [], "folded without the oldest")
            try await trial.promiseFolded("without the oldest")
            var closed = InteractionRecord(occurredAt: .sample(110), channel: "phone")
            closed.status = .resolved
            let correction = SourceRecord(
                key: calls[109].key, updatedAt: .sample(500), isTimedByArrival: false, identifiers: [.crm("1")],
                body: .interaction(closed))
            let corrected = try await trial.ingest([correction])
            try promise(corrected.decision.rebuilds, is: [], "folded without an open one")
            try await trial.promiseFolded("without an open one")
        },
        Clause("what goes is found behind any number of facts of other kinds") { trial in
            let early = SourceRecord.order("1", by: [.crm("1")], at: 1)
            let views = (2...2_200).map { SourceRecord.activity("\($0)", by: [.crm("1")], at: $0) }
            try await trial.ingest([early] + views + [.order("2", by: [.crm("1")], at: 3_000)])
            let latest = try await trial.withdraw([SourceRecord.order("2").key])
            try promise(latest.decision.rebuilds, is: [], "folded")
            try await trial.promiseFolded("without the second order")
        },
        Clause("the promise that is due next is found among all, without folding them") { trial in
            let promises = (1...120).map { number in
                var promised = PromiseRecord(promisedAt: .sample(number), text: "We call back.")
                promised.dueAt = .sample(20_000 + number * 7 % 120)
                return SourceRecord(
                    key: SourceRecord.promise("\(number)").key, updatedAt: .sample(500), isTimedByArrival: false,
                    identifiers: [.crm("1")], body: .promise(promised))
            }
            // What first and last stated the identifier stays.
            let calls = [0, 5_000].map { SourceRecord.interaction("\($0)", by: [.crm("1")], at: $0) }
            try await trial.ingest(calls + promises)
            let withdrawn = try await trial.withdraw([promises[119].key])
            try promise(withdrawn.decision.rebuilds, is: [], "folded")
            try await trial.promiseFolded("without an open promise")
        },
        Clause("a profile is folded when what it lost is not found soon") { trial in
            let rare = [1, 3_000].map { SourceRecord.interaction("\($0)", by: [.crm("1")], at: $0) }
            let chats = (2...2_200).map { number in
                SourceRecord(
                    key: SourceRecord.interaction("\(number)").key, updatedAt: .sample(500), isTimedByArrival: false,
                    identifiers: [.crm("1")],
                    body: .interaction(InteractionRecord(occurredAt: .sample(number), channel: "chat")))
            }
            try await trial.ingest(rare + chats)
            let latest = try await trial.withdraw([rare[1].key])
            try promise(latest.decision.rebuilds, is: [.sample(1)], "folded")
            try await trial.promiseFolded("without the second call")
        },
        Clause("when nothing of its kind is left, the rest is known") { trial in
            try await trial.ingest([.order("1", by: [.crm("1")], at: 1), .interaction("1", by: [.crm("1")], at: 2)])
            try await trial.withdraw([SourceRecord.interaction("1").key])
            try await trial.promiseFolded("without the only interaction")
        },
    ]
}

extension Trial {
    @discardableResult
    fileprivate func ingest(_ records: [SourceRecord]) async throws -> Committed<[IngestVerdict]> {
        let ingest = IngestDecision(rules: .standard)
        let arrivals = records.map { IngestDecision.Arrival(record: $0, at: .sample(10_000), newProfile: .sample(1)) }
        return try await store.commit(reading: ingest.readSet(records)) { snapshot in
            ingest.decide(arrivals, seeing: snapshot, at: .sample(10_000))
        }
    }

    @discardableResult
    fileprivate func withdraw(_ keys: [FactKey]) async throws -> Committed<[Bool]> {
        let ingest = IngestDecision(rules: .standard)
        return try await store.commit(reading: ingest.readSet(withdrawing: keys)) { snapshot in
            ingest.withdraw(keys, seeing: snapshot, newProfile: .sample(9), at: .sample(10_001))
        }
    }

    /// Promises that the only profile is what its facts say.
    fileprivate func promiseFolded(_ words: String) async throws {
        var fold = SummaryRebuild(held: [.crm("1")], at: .sample(10_002))
        for fact in try await facts(of: .sample(1)) { fold.add(fact) }
        try promise(try await profiles(.id(.sample(1))).first?.summary, is: fold.summary, words)
    }
}
