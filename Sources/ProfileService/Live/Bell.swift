import Synchronization

/// Wakes one task. It holds what there is to wake up for, however often that happened, so that a task that is busy for
/// long costs no more memory than one that is not.
package final class Bell: Sendable {
    package struct Signs: OptionSet, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        package static let changed = Signs(rawValue: 1)
        /// Changes may have been missed, or be no more.
        package static let restarted = Signs(rawValue: 2)
        /// Nothing was heard for so long that the other side should hear that the line still stands.
        package static let silence = Signs(rawValue: 4)
        /// The service stops.
        package static let stopping = Signs(rawValue: 8)
        /// Nobody listens any more.
        package static let abandoned = Signs(rawValue: 16)
    }

    private struct State {
        var signs: Signs = []
        var sleeper: CheckedContinuation<Signs, Never>?
        var silentTicks = 0

        mutating func take() -> Signs {
            defer { (signs, silentTicks) = ([], 0) }
            return signs
        }
    }

    private let state = Mutex(State())

    package init() {}

    package func ring(_ signs: Signs) {
        let woken = state.withLock { state -> (CheckedContinuation<Signs, Never>, Signs)? in
            state.signs.formUnion(signs)
            return state.sleeper.take().map { ($0, state.take()) }
        }
        woken?.0.resume(returning: woken?.1 ?? [])
    }

    /// What happened since the last call, as soon as anything did. One task asks at a time.
    package func next() async -> Signs {
        await withTaskCancellationHandler {
            await withCheckedContinuation { sleeper in
                let signs = state.withLock { state -> Signs? in
                    guard state.signs.isEmpty else { return state.take() }
                    state.sleeper = sleeper
                    return nil
                }
                if let signs { sleeper.resume(returning: signs) }
            }
        } onCancel: {
            ring(.abandoned)
        }
    }

    /// The same; nothing once `end` has come.
    package func next(until end: ContinuousClock.Instant) async -> Signs {
        let timer = Task { [self] in
            try? await Task.sleep(until: end)
            if !Task.isCancelled { ring(.silence) }
        }
        defer { timer.cancel() }
        return await next()
    }

    /// Counts a moment without a sign; the last of `patience` is a sign.
    func tick(patience: Int) {
        let isSilent = state.withLock { state in
            state.silentTicks += 1
            return state.silentTicks >= patience
        }
        if isSilent { ring(.silence) }
    }
}
