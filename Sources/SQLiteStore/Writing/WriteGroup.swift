import GRDB
import ProfileStore

/// The calls that share one transaction.
struct WriteGroup {
    private enum Outcome {
        case done(@Sendable () -> Void)
        case failed(StoreError)
    }

    let calls: [WriteCall]
    let connection: Connection
    let checkpoints: Checkpoints

    /// Why the calls failed together, if they did, and what answers them. Throws when the disk failed: then nobody is
    /// to be answered, and the connection is of no use.
    func run() throws(StoreError) -> (failure: StoreError?, answer: () -> Void) {
        let outcomes: [Outcome]
        do throws(StoreError) {
            outcomes = try carryOut()
        } catch {
            if case .diskFailed = error { throw error }
            rollBack()
            return (error, { for call in calls { call.fail(error) } })
        }
        if calls.contains(where: \.erases) { try checkpoints.emptyLog(on: connection) }
        return (nil, { answer(with: outcomes) })
    }

    private func answer(with outcomes: [Outcome]) {
        for (call, outcome) in zip(calls, outcomes) {
            switch outcome {
            case .done(let tell): tell()
            case .failed(let error): call.fail(error)
            }
        }
    }

    /// Throws when the whole transaction failed.
    private func carryOut() throws(StoreError) -> [Outcome] {
        try connection.run("BEGIN IMMEDIATE")
        if calls.count == 1 { return [try carryOutAlone(calls[0])] }
        var outcomes: [Outcome] = []
        for call in calls { outcomes.append(try carryOut(call)) }
        try connection.run("COMMIT")
        return outcomes
    }

    /// The transaction itself takes back what one call alone did. A savepoint would keep a copy of every page changed
    /// since, which each later statement walks through: most of the time of a large batch.
    private func carryOutAlone(_ call: WriteCall) throws(StoreError) -> Outcome {
        let ending = try call.perform(connection)
        try connection.run(ending.isKept ? "COMMIT" : "ROLLBACK")
        return .done(ending.tell)
    }

    /// A call that fails by itself leaves no trace and does not disturb the others.
    private func carryOut(_ call: WriteCall) throws(StoreError) -> Outcome {
        try connection.run("SAVEPOINT call")
        do throws(StoreError) {
            let ending = try call.perform(connection)
            if !ending.isKept { try connection.run("ROLLBACK TO call") }
            try connection.run("RELEASE call")
            return .done(ending.tell)
        } catch {
            guard !Self.concernsAll(error), isInTransaction else { throw error }
            try connection.run("ROLLBACK TO call")
            try connection.run("RELEASE call")
            return .failed(error)
        }
    }

    /// Nothing that a full disk or a lost connection did to one call can be trusted to be over for the next.
    private static func concernsAll(_ error: StoreError) -> Bool {
        switch error {
        case .cannotWrite, .unavailable, .diskFailed: true
        case .unreadable, .failed: false
        }
    }

    private var isInTransaction: Bool {
        connection.database.isInsideTransaction
    }

    private func rollBack() {
        // SQLite rolls back by itself after some errors, and then there is nothing left to do.
        if isInTransaction { try? connection.run("ROLLBACK") }
    }
}
