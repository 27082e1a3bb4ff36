import ProfileStore
import Synchronization

/// What went on between a store and its server since the store was opened.
final class ServerMetrics: Sendable {
    /// Why something was tried again.
    enum Retry: String, CaseIterable, Sendable {
        case serialization, deadlock
        /// Others moved rows while their locks were being taken.
        case race
        /// The server had no room for as many locks.
        case locks
    }

    struct Counts: Sendable {
        var statements: [String: Int] = [:]
        /// By the first statement of each round trip that reaches profiles.
        var roundTrips: [String: Histogram] = [:]
        /// By SQLSTATE.
        var refusals: [String: Int] = [:]
        /// Round trips that ended without an answer.
        var losses = 0
        var retries: [Retry: Int] = [:]
        var listeningLosses = 0
        var notificationLag = Histogram()
    }

    /// Servers have some 250 states; more would be a sign of something odd.
    private static let greatestRefusals = 300

    private let state = Mutex(Counts())

    var counts: Counts { state.withLock { $0 } }

    func note(_ calls: [Call], took duration: Duration, _ outcome: Exchange.Outcome) {
        guard let leading = calls.first(where: { $0.statement.reach != .none }) ?? calls.first else { return }
        state.withLock { counts in
            for call in calls { counts.statements[call.statement.name, default: 0] += 1 }
            counts.roundTrips[leading.statement.name, default: Histogram()].add(duration)
            switch outcome {
            case .answered, .failed(.unreadable): break
            case .failed(.lost): counts.losses += 1
            case .failed(.refused(let sqlState)):
                guard counts.refusals[sqlState] != nil || counts.refusals.count < Self.greatestRefusals else { break }
                counts.refusals[sqlState, default: 0] += 1
            }
        }
    }

    func note(_ retry: Retry) {
        state.withLock { $0.retries[retry, default: 0] += 1 }
    }

    func noteListeningLoss() {
        state.withLock { $0.listeningLosses += 1 }
    }

    func note(notificationLag lag: Duration) {
        state.withLock { $0.notificationLag.add(max(.zero, lag)) }
    }
}

extension ServerMetrics.Retry {
    /// Nil for failures after which nothing is tried again.
    init?(_ failure: PostgresFailure) {
        switch failure {
        case .refused("40001"): self = .serialization
        case .refused("40P01"): self = .deadlock
        case _ where failure.isShortOfLocks: self = .locks
        default: return nil
        }
    }
}

extension ServerMetrics {
    var metrics: [Metric] {
        let counts = counts
        let retries = Dictionary(
            uniqueKeysWithValues: Retry.allCases.map { ($0.rawValue, Metric.Value.counter(counts.retries[$0] ?? 0)) })
        return [
            Metric(
                "store_statements", by: "statement", counts.statements.mapValues { .counter($0) },
                help: "Statements sent to the server."),
            Metric(
                "store_round_trip_seconds", by: "statement", counts.roundTrips.mapValues { .histogram($0) },
                help: "Time from sending statements together to all their answers, by the first that reaches profiles."
            ),
            Metric(
                "store_refusals", by: "sqlstate", counts.refusals.mapValues { .counter($0) },
                help: "Round trips that the server refused, by its error code."),
            Metric(
                "store_round_trips_lost", .counter(counts.losses),
                help: "Round trips that ended without an answer: connection lost, or no answer in time."),
            Metric("store_retries", by: "cause", retries, help: "Transactions that were tried again, by cause."),
            Metric(
                "store_listening_losses", .counter(counts.listeningLosses),
                help: "How often the connection that announces other nodes' changes was lost or could not be opened."),
            Metric(
                "store_notification_lag_seconds", .histogram(counts.notificationLag),
                help: "Time from a node's telling of its changes, once they are durable, to this node's hearing of it; "
                    + "exact to half a round trip."),
        ]
    }
}
