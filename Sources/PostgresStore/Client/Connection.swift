/// One connection to the server, for as long as somebody has it to themselves.
struct Connection: Sendable {
    let id: Int
    let reactor: Reactor
    let layout: Layout
    /// How long the server may take to answer one exchange.
    var patience: Duration
    var status = SessionStatus()

    /// Sends all calls at once and waits for all answers: one round trip. When the server refuses one, it skips the
    /// rest.
    func run(_ calls: [Call]) async throws(PostgresFailure) -> [Rows] {
        let start = ContinuousClock.now
        let outcome: Exchange.Outcome = await withCheckedContinuation { continuation in
            let exchange = Exchange(calls: calls, deadline: .now + patience) { continuation.resume(returning: $0) }
            reactor.post(.exchange(id: id, exchange))
        }
        reactor.tally.note(calls, took: start.duration(to: .now), outcome)
        switch outcome {
        case .answered(let rows): return rows
        case .failed(let failure): throw failure
        }
    }

    /// The same, but gives up when the calling task is cancelled, at the cost of the connection.
    func runUnlessCancelled(_ calls: [Call]) async throws(PostgresFailure) -> [Rows] {
        guard !Task.isCancelled else { throw .lost }
        let result: Result<[Rows], PostgresFailure> = await withTaskCancellationHandler {
            do throws(PostgresFailure) {
                return .success(try await run(calls))
            } catch {
                return .failure(error)
            }
        } onCancel: {
            drop()
        }
        return try result.get()
    }

    func run(_ call: Call) async throws(PostgresFailure) -> Rows {
        guard let rows = try await run([call]).first else { throw .unreadable(detail: "an answer is missing") }
        return rows
    }

    /// The same connection for somebody who waits for an answer until `deadline` only.
    func waiting(until deadline: ContinuousClock.Instant?) -> Connection {
        guard let deadline else { return self }
        var connection = self
        connection.patience = min(patience, max(.zero, ContinuousClock.now.duration(to: deadline)))
        return connection
    }

    /// Ends whatever transaction a refused statement left open; false when none may use the connection any more.
    func isUsableAgain() async -> Bool {
        if status.isIdle { return true }
        return (try? await run(Statement.rollBack())) != nil && status.isIdle
    }

    /// Closes the connection; whoever waits for an answer gets none.
    func drop() {
        reactor.post(.drop(id: id))
    }
}
