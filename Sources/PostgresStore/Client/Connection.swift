import ProfileStore
import Synchronization

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
        let sent = calls.map { $0.sent(to: layout) }
        var rows = try await send(sent.flatMap(\.self))[...]
        guard rows.count != calls.count else { return Array(rows) }
        return sent.map { calls in
            defer { rows.removeFirst(calls.count) }
            return Rows(of: Array(rows.prefix(calls.count)))
        }
    }

    private func send(_ calls: [Call]) async throws(PostgresFailure) -> [Rows] {
        let start = ContinuousClock.now
        let outcome: Exchange.Outcome = await withCheckedContinuation { continuation in
            let exchange = Exchange(calls: calls, deadline: .now + patience) { continuation.resume(returning: $0) }
            reactor.post(.exchange(id: id, exchange))
        }
        reactor.counts.note(calls, took: start.duration(to: .now), outcome)
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

    /// Closes the connection; an exchange that waits for its answer fails.
    func drop() {
        reactor.post(.drop(id: id))
    }
}

/// Statements that go to the server together and whose answers come back together.
struct Exchange: Sendable {
    enum Outcome: Sendable {
        /// One for each call.
        case answered([Rows])
        case failed(PostgresFailure)
    }

    let calls: [Call]
    let deadline: ContinuousClock.Instant
    /// Called exactly once.
    let complete: @Sendable (Outcome) -> Void
}

/// What those who lend a connection need to know of it, told by the reactor's thread.
final class SessionStatus: Sendable {
    private let idle = Atomic(true)

    /// Whether the server waits for the next statement outside any transaction.
    var isIdle: Bool { idle.load(ordering: .acquiring) }

    func note(isIdle: Bool) {
        idle.store(isIdle, ordering: .releasing)
    }
}

/// Why an exchange with the server gave nothing.
enum PostgresFailure: Error, Hashable, Sendable {
    /// No connection, or none any more, or no answer in time; whether the server did what was asked is unknown.
    case lost
    /// The server refused; what was asked for in the transaction did not happen. Its five characters say why.
    case refused(sqlState: String)
    /// The answers make no sense.
    case unreadable(detail: String)

    /// Whether the server had no room for as many locks as were asked for.
    var isShortOfLocks: Bool {
        self == .refused(sqlState: "53200")
    }
}

extension StoreError {
    /// The SQLSTATE decides, never a message: messages change, and quote stored values.
    ///
    /// Source: PostgreSQL documentation, appendix A, "PostgreSQL Error Codes".
    init(_ failure: PostgresFailure) {
        switch failure {
        case .lost: self = .unavailable
        case .unreadable(let detail): self = .unreadable(detail: detail)
        case .refused(let state): self = Self.refused(state)
        }
    }

    private static func refused(_ state: String) -> StoreError {
        switch state {
        // Full disk; a server that only reads, as a replica does; no right to write.
        case "53100", "25006", "42501": .cannotWrite
        // Too many connections, no lock in time, a time limit, an idle transaction, an order in which transactions
        // cannot have run, a deadlock.
        case "53300", "55P03", "57014", "25P03", "40001", "40P01": .unavailable
        case _ where state.hasPrefix("08") || state.hasPrefix("57P0"): .unavailable
        // Damaged pages and indexes.
        case "XX001", "XX002": .unreadable(detail: "PostgreSQL error \(state)")
        default: .failed(detail: "PostgreSQL error \(state)")
        }
    }
}
