import ProfileCore
import ProfileStore
import Synchronization

/// What becomes of messages to other systems, for metrics.
final class TellingTally: Sendable {
    private struct State {
        var queued = 0
        var outcomes: [String: Int] = [:]
        var (waiting, failed) = (0, 0)
    }

    private let state = Mutex(State())

    func noteQueued(_ count: Int) {
        state.withLock { $0.queued += count }
    }

    func note(_ answers: [DeliveryAnswer]) {
        guard !answers.isEmpty else { return }
        state.withLock { state in
            for answer in answers { state.outcomes[Self.word(for: answer), default: 0] += 1 }
        }
    }

    func noteWaiting(_ waiting: Int, failed: Int) {
        state.withLock { ($0.waiting, $0.failed) = (waiting, failed) }
    }

    var metrics: [Metric] {
        let state = state.withLock { $0 }
        var outcomes = Dictionary(uniqueKeysWithValues: Self.words.map { ($0, Metric.Value.counter(0)) })
        for (word, count) in state.outcomes { outcomes[word] = .counter(count) }
        return [
            Metric(
                "webhook_events", .counter(state.queued), help: "Events that were queued for other systems here."),
            Metric(
                "webhook_deliveries", by: "outcome", outcomes,
                help: "Attempts to deliver a message to another system, by what came of them."),
            Metric(
                "webhook_waiting", .gauge(state.waiting),
                help: "Profiles of which something waits to be told another system, counted every half minute."),
            Metric(
                "webhook_failed", .gauge(state.failed),
                help: "Messages that were given up and can be replayed, counted every half minute."),
        ]
    }

    private static let words =
        ["delivered", "redirected", "gone", "refused", "busy", "broken"] + DeliveryFailure.allCases.map(\.rawValue)

    private static func word(for answer: DeliveryAnswer) -> String {
        switch answer {
        case .status(200..<300, _): "delivered"
        case .status(300..<400, _): "redirected"
        case .status(410, _): "gone"
        case .status(429, _): "busy"
        case .status(500..., _): "broken"
        case .status: "refused"
        case .failed(let failure): failure.rawValue
        }
    }
}
