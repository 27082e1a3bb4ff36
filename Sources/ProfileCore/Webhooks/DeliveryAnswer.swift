/// What came of an attempt to deliver a message.
package enum DeliveryAnswer: Hashable, Sendable {
    /// The receiver answered, and perhaps asked to wait for some seconds.
    case status(Int, retryAfter: Int64?)
    case failed(DeliveryFailure)
}

extension DeliveryAnswer {
    /// For how many seconds a receiver that has too much to do, or is away, asked to be told nothing.
    package var wishedRest: Int64? {
        switch self {
        case .status(429, let wish), .status(503, let wish): wish.map(RetrySchedule.granted)
        default: nil
        }
    }
}

/// Why a receiver gave no answer.
package enum DeliveryFailure: String, CaseIterable, Sendable {
    /// The address is private, is another that nothing is sent to, or does without TLS.
    case refusedAddress = "refused_address"
    case unknownHost = "unknown_host"
    case unreachable
    case timeout
    case certificate
    case brokenOff = "broken_off"
    /// The settings have no key any more that opens the endpoint's secret.
    case noSecret = "no_secret"
    /// TLS could not be agreed on, as where nobody speaks it.
    case noTLS = "no_tls"
    /// What came was no answer of HTTP.
    case badAnswer = "bad_answer"
}

/// What an answer means for the message.
package enum DeliveryVerdict: Hashable, Sendable {
    case delivered
    /// The receiver wants nothing any more.
    case unwanted
    case failed(retryAfter: Int64?)

    /// Of Standard Webhooks 1.0.0: 2xx alone is success, so that a redirect is none, and 410 ends it all.
    package init(_ answer: DeliveryAnswer) {
        switch answer {
        case .status(200..<300, _): self = .delivered
        case .status(410, _): self = .unwanted
        case .status(_, let retryAfter): self = .failed(retryAfter: retryAfter)
        case .failed: self = .failed(retryAfter: nil)
        }
    }
}

/// When a message is tried again.
package enum RetrySchedule {
    /// Seconds before each attempt after the first, of Standard Webhooks 1.0.0.
    package static let pauses: [Int64] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
    /// The share of a pause that chance adds at most, so that what failed together does not come together again.
    private static let jitter = 0.2
    private static let longestWish: Int64 = 86_400

    /// Of the seconds that a receiver asked to wait, as many as are waited.
    static func granted(_ wish: Int64) -> Int64 { min(max(wish, 0), longestWish) }

    /// The pause in milliseconds after `attempts` attempts that failed; nil when that were enough. `chance` is a random
    /// number from 0 up to 1.
    package static func pause(after attempts: Int, wished: Int64?, chance: Double) -> Int64? {
        guard pauses.indices.contains(attempts - 1) else { return nil }
        let pause = max(pauses[attempts - 1], granted(wished ?? 0))
        return Int64(Double(pause * Timestamp.millisecondsPerSecond) * (1 + jitter * min(max(chance, 0), 1)))
    }
}
