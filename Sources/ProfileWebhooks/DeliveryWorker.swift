import Logging
import ProfileCore
import ProfileService
import ProfileStore
import Synchronization

/// How many messages are on their way to an endpoint at a time. Endpoints take nothing from each other: what all of
/// them may have is no more than the transport carries.
struct DeliveryShare: Hashable, Sendable {
    /// A little less than the connections of the transport, of which pings take some.
    static let total = 1_000
    private static let most = 64
    /// While nothing arrives.
    private static let mostWhileFailing = 4

    private let size: Int

    init(amongst endpoints: Int) {
        size = min(Self.most, Self.total / max(endpoints, 1))
    }

    func size(whileFailing isFailing: Bool) -> Int { isFailing ? min(size, Self.mostWhileFailing) : size }
}

/// Delivers what is due for one endpoint.
final class DeliveryWorker: Sendable {
    private static let patienceWithStore = Duration.seconds(1)
    /// So that answers of a moment are noted together: larger rounds leave more to those who write.
    private static let rest = Duration.milliseconds(20)

    private struct State {
        var answers: [AnsweredClaim] = []
        /// Whether more may be due than was taken.
        var isDue = false
        var isStopping = false
        var share: DeliveryShare
        /// The endpoint as the last round left it.
        var told: Webhook?
        /// When more may be taken.
        var resumption = ContinuousClock.now
        var task: Task<Void, Never>?
    }

    private let id: String
    private let service: ProfileService
    private let desk: MessageDesk
    private let logger: Logger
    private let bell = Bell()
    private let state: Mutex<State>

    /// Begins at once.
    init(_ id: String, _ service: ProfileService, _ desk: MessageDesk, _ share: DeliveryShare, _ logger: Logger) {
        (self.id, self.service, self.desk, self.logger) = (id, service, desk, logger)
        state = Mutex(State(share: share))
        let task = Task { await self.work() }
        state.withLock { $0.task = task }
    }

    /// Has it take what is due of the endpoint, as that is stored now: at once where a person ended the rest that it
    /// asked for, which would be slept out otherwise.
    func wake(for webhook: Webhook, at now: Timestamp) {
        state.withLock { state in
            state.isDue = true
            guard state.told?.rest(at: now) != nil, webhook.rest(at: now) == nil else { return }
            (state.told, state.resumption) = (webhook, .now)
        }
        bell.ring(.changed)
    }

    func resize(_ share: DeliveryShare) {
        state.withLock { $0.share = share }
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
        var (underway, isFailing) = (0, false)
        while true {
            let now = state.withLock { state in
                defer { state.answers = [] }
                return state
            }
            let isResting = now.isStopping || ContinuousClock.now < now.resumption
            let free = now.share.size(whileFailing: isFailing) - underway + now.answers.count
            let room = isResting ? 0 : max(0, free)
            do throws(StoreError) {
                if !now.answers.isEmpty || now.isDue && room > 0 {
                    if room > 0 { state.withLock { $0.isDue = false } }
                    let round = try await service.exchange(of: id, now.answers, room: room)
                    underway -= now.answers.count
                    guard let round else { return }
                    isFailing = round.webhook.failingSince != nil
                    state.withLock { ($0.told, $0.resumption) = (round.webhook, .now + round.pause) }
                    if room > 0, round.claims.count == room { state.withLock { $0.isDue = true } }
                    for claim in round.claims { deliver(claim, to: round.webhook) }
                    underway += round.claims.count
                }
            } catch {
                // Answers that cannot be noted any more before their leases end are asked for again.
                state.withLock { state in
                    state.answers = now.answers + state.answers
                    state.isDue = true
                }
                logger.warning("what came of messages to another system could not be noted")
                guard !now.isStopping else { return }
                try? await Task.sleep(for: Self.patienceWithStore)
                continue
            }
            // Nobody rings any more once nothing is on its way.
            if underway == 0, state.withLock(\.isStopping) { return }
            let isFull = underway >= now.share.size(whileFailing: isFailing)
            await waitForMore(until: isFull ? nil : state.withLock(\.resumption))
            if underway > 1 { try? await Task.sleep(for: Self.rest) }
        }
    }

    /// Until somebody rings, or, where something is due and there is room for it, until it may be taken.
    private func waitForMore(until resumption: ContinuousClock.Instant?) async {
        let isHeldBack = state.withLock { $0.isDue && !$0.isStopping }
        if isHeldBack, let resumption { _ = await bell.next(until: resumption) } else { _ = await bell.next() }
    }

    private func deliver(_ claim: WebhookDelivery.Claim, to webhook: Webhook) {
        Task {
            let answer = await desk.deliver(claim.message, to: webhook)
            state.withLock { $0.answers.append(AnsweredClaim(claim, answer)) }
            bell.ring(.changed)
        }
    }
}
