import Synchronization

/// A reader who waits for the answer to one call.
final class ReadCall: Sendable {
    typealias Outcome = Result<Rows, PostgresFailure>

    private enum State {
        case isNew
        case waits(CheckedContinuation<Outcome, Never>)
        case isDone(Outcome)
    }

    let call: Call
    let deadline: ContinuousClock.Instant
    private let state = Mutex(State.isNew)

    /// Nobody starts on it after `deadline`.
    init(_ call: Call, deadline: ContinuousClock.Instant) {
        self.call = call
        self.deadline = deadline
    }

    /// Only the first answer counts.
    func tell(_ outcome: Outcome) {
        let reader = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
            switch state {
            case .isDone: return nil
            case .isNew:
                state = .isDone(outcome)
                return nil
            case .waits(let reader):
                state = .isDone(outcome)
                return reader
            }
        }
        reader?.resume(returning: outcome)
    }

    /// The caller that waits for it gets one answer.
    var outcome: Outcome {
        get async {
            await withCheckedContinuation { reader in
                let known = state.withLock { state -> Outcome? in
                    if case .isDone(let outcome) = state { return outcome }
                    state = .waits(reader)
                    return nil
                }
                if let known { reader.resume(returning: known) }
            }
        }
    }
}
