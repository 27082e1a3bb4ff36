import ProfileStore
import SQLStore

/// One caller's wish to write, waiting for its turn.
struct WriteCall: WaitingCall {
    typealias Perform = @Sendable (Connection) throws(StoreError) -> (complete: @Sendable () -> Void, isKept: Bool)

    /// How many things it loads and saves, roughly.
    let weight: Int
    /// Whether somebody waits for it who should not wait behind a load.
    let isAwaited: Bool
    /// Whether what it removes has to vanish from the files too.
    let erases: Bool
    let place: TracePlace?
    /// Runs in a transaction. What it wrote is kept, or is as if it had never been there; `complete` is called when the
    /// transaction is durable.
    let perform: Perform
    let fail: @Sendable (StoreError) -> Void
}

/// The calls that share one transaction.
struct WriteGroup {
    private typealias Outcome = Result<@Sendable () -> Void, StoreError>

    let calls: [WriteCall]
    let connection: Connection
    let checkpoints: Checkpoints

    /// Why the calls failed together, if they did, and what answers them. Throws when the disk failed: then nobody is
    /// to be answered, and the connection is of no use.
    func run() throws(StoreError) -> (failure: StoreError?, answer: () -> Void) {
        let outcomes: [Outcome]
        do throws(StoreError) {
            outcomes = try connection.transaction { () throws(StoreError) in try performAll() }
        } catch {
            if case .diskFailed = error { throw error }
            return (error, { for call in calls { call.fail(error) } })
        }
        if calls.contains(where: \.erases) { try checkpoints.emptyLog(on: connection) }
        return (nil, { answer(with: outcomes) })
    }

    private func answer(with outcomes: [Outcome]) {
        for (call, outcome) in zip(calls, outcomes) {
            switch outcome {
            case .success(let complete): complete()
            case .failure(let error): call.fail(error)
            }
        }
    }

    /// Throws when the whole transaction failed.
    ///
    /// The transaction itself takes back what one call alone did. A savepoint would keep a copy of every page changed
    /// since, which each later statement walks through: most of the time of a large batch.
    private func performAll() throws(StoreError) -> (value: [Outcome], isKept: Bool) {
        if calls.count == 1 {
            let (complete, isKept) = try calls[0].perform(connection)
            return ([.success(complete)], isKept)
        }
        var outcomes: [Outcome] = []
        for call in calls {
            let changedRows = connection.changedRows
            var keeps = false
            outcomes.append(
                try connection.savepoint(spoilsAll: Self.concernsAll) { () throws(StoreError) in
                    let (complete, isKept) = try call.perform(connection)
                    keeps = isKept
                    return (complete, isKept)
                })
            if !keeps, connection.changedRows != changedRows { checkpoints.noteTakenBack() }
        }
        return (outcomes, true)
    }

    /// Nothing that a full disk or a lost connection did to one call can be trusted to be over for the next.
    private static func concernsAll(_ error: StoreError) -> Bool {
        switch error {
        case .cannotWrite, .unavailable, .diskFailed: true
        case .unreadable, .failed: false
        }
    }
}
