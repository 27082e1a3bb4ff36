import Logging
import ProfileCore
import ProfileService
import ProfileStore
import Synchronization

/// Delivers what is due for one endpoint.
final class DeliveryWorker: Sendable {
    /// How many messages are on their way at a time.
    private static let most = 64
    /// The same while nothing arrives.
    private static let mostWhileFailing = 4
    /// How long it waits for a sign before it looks all the same: other nodes queue, too, and time makes due.
    private static let patience = Duration.milliseconds(500)
    private static let patienceWithStore = Duration.seconds(1)
    /// So that answers of a moment are noted together: larger rounds leave more to those who write.
    private static let rest = Duration.milliseconds(20)

    private struct State {
        var answers: [AnsweredClaim] = []
        var isStopping = false
        var task: Task<Void, Never>?
    }

    private let id: String
    private let service: ProfileService
    private let desk: MessageDesk
    private let logger: Logger
    private let bell = Bell()
    private let state = Mutex(State())

    /// Begins at once.
    init(_ id: String, _ service: ProfileService, _ desk: MessageDesk, _ logger: Logger) {
        (self.id, self.service, self.desk, self.logger) = (id, service, desk, logger)
        let task = Task { await self.work() }
        state.withLock { $0.task = task }
    }

    /// Has it look what is due.
    func wake() {
        bell.ring(.changed)
    }

    /// Has it take no more, and end once what is on its way has its answer.
    func stop() {
        state.withLock { $0.isStopping = true }
        bell.ring(.stopping)
    }

    func end() async {
        await state.withLock(\.task)?.value
    }

    private func work() async {
        var (underway, most, resumption) = (0, Self.most, ContinuousClock.now)
        while true {
            let (answers, isStopping) = state.withLock { state in
                defer { state.answers = [] }
                return (state.answers, state.isStopping)
            }
            if isStopping, underway == 0 { return }
            let isResting = isStopping || ContinuousClock.now < resumption
            let room = isResting ? 0 : max(0, most - underway + answers.count)
            do throws(StoreError) {
                if try await isWorthwhile(answers, room) {
                    let round = try await service.exchange(of: id, answers, room: room)
                    underway -= answers.count
                    guard let round else { return }
                    most = round.webhook.failingSince == nil ? Self.most : Self.mostWhileFailing
                    resumption = .now + round.pause
                    for claim in round.claims { deliver(claim, to: round.webhook) }
                    underway += round.claims.count
                }
            } catch {
                // Answers that cannot be noted any more before their leases end are asked for again.
                state.withLock { $0.answers = answers + $0.answers }
                logger.warning("what came of messages to another system could not be noted")
                guard !isStopping else { return }
                try? await Task.sleep(for: Self.patienceWithStore)
                continue
            }
            _ = await bell.next(until: .now + Self.patience)
            if underway > 1 { try? await Task.sleep(for: Self.rest) }
        }
    }

    private func isWorthwhile(_ answers: [AnsweredClaim], _ room: Int) async throws(StoreError) -> Bool {
        if !answers.isEmpty { return true }
        guard room > 0 else { return false }
        return try await service.hasDueDeliveries(of: id)
    }

    private func deliver(_ claim: WebhookDelivery.Claim, to webhook: Webhook) {
        Task {
            let answer = await desk.deliver(claim.message, to: webhook)
            state.withLock { $0.answers.append(AnsweredClaim(claim, answer)) }
            bell.ring(.changed)
        }
    }
}
