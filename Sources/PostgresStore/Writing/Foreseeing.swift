package import ProfileCore
package import ProfileStore
import SQLStore

/// What a call decided beside the writers.
struct Foreseen: Sendable {
    let watch: ReadSetWatch
    let premise: ReadSetWatch.Premise
    /// Nil when what was read changed, or the decision was taken before.
    let take: @Sendable () -> (Decision, WriteCall.Complete)?
}

extension PostgresStore {
    /// Decides about many things beside the writers, in a snapshot that keeps nobody out. Where tables are spread no
    /// snapshot covers all machines, so that the commit decides.
    package func foresee<Answer: Sendable>(
        reading readSet: ReadSet, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Foresight<Answer> {
        guard readSet.count > Scope.greatestLocks, address.layout == .together else {
            return Foresight(reading: readSet, decide: decide)
        }
        let watch = watches.begin()
        let (snapshot, position) = try await transaction(of: .moment) { transaction async throws(PostgresFailure) in
            .rollBack(try await transaction.look(at: readSet))
        }
        watch.know(snapshot, of: readSet, at: position)
        return Foresight(reading: readSet, decide: decide, decided: DecidedBeside(decide(consume snapshot), watch))
    }
}

extension Transaction {
    fileprivate mutating func look(
        at readSet: ReadSet
    ) async throws(PostgresFailure) -> (snapshot: Snapshot, position: FeedPosition) {
        let rows = try await run([Statement.moment(), Statement.lastNumbers()])
        let (moment, position) = try reading { () throws(StoreError) in
            (try rows[0].integer().map(Timestamp.init(milliseconds:)), try rows[1].position())
        }
        guard let moment else { throw .unreadable(detail: "the server shows no time") }
        var loading = Loading<PostgresStatement>(readSet)
        var answers: [Rows] = []
        while case let calls = try reading({ () throws(StoreError) in try loading.next(answers) }), !calls.isEmpty {
            answers = try await run(calls)
        }
        return (loading.finish().snapshot(for: readSet, at: moment), position)
    }

    /// Keeps every other writer out, and gives what was foreseen if it still counts: no other node committed anything,
    /// nobody was erased, and what this node committed concerned others.
    mutating func take(
        _ foreseen: Foreseen, reading readSet: ReadSet
    ) async throws(PostgresFailure) -> (Decision, WriteCall.Complete)? {
        let (premise, request) = (foreseen.premise, LoadRequest<PostgresStatement>(readSet))
        let own = foreseen.watch.numbers(after: premise.position)
        let limit = own.count + 1
        let changes = Statement.changes(after: premise.position, limit: limit, share: limit)
        let rows = try await run([Statement.lockAlone(), changes] + request.burialCalls)
        let counts = try reading { () throws(StoreError) in
            let changes = try rows[1].changes()
            let burials = try request.burials(in: rows[2...])
            return burials == premise.burials && changes.count == own.count
                && changes.allSatisfy { own[$0.profile] == $0.number }
        }
        return counts ? foreseen.take() : nil
    }
}
