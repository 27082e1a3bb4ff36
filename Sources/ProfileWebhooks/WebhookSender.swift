package import Logging
package import ProfileCore
package import ProfileService
package import ProfileStore
import ProfileWire
import ServiceLifecycle
import Synchronization
package import Telemetry

/// Tells other systems what changes: queues what happened, and delivers what is due, beside other nodes that do the
/// same.
package final class WebhookSender: Service {
    /// How long a node waits for a sign before it looks all the same: changes of other nodes may come without one.
    private static let patience = Duration.seconds(1)
    /// So that what happens in a moment is queued together.
    private static let rest = Duration.milliseconds(20)
    private static let tidying = Duration.seconds(30)

    private let service: ProfileService
    private let desk: MessageDesk
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let workers = Mutex<[String: DeliveryWorker]>([:])

    /// `source` is who tells, for formats that name it.
    package init(
        _ service: ProfileService, _ transport: any WebhookTransport, source: String, logger: Logger,
        spans: SpanRecorder?, now: @escaping @Sendable () -> Timestamp
    ) {
        self.service = service
        self.logger = logger
        self.now = now
        desk = MessageDesk(service, transport, source: source, spans: spans, now: now)
    }

    /// Ends once what is on its way has its answer.
    package func run() async throws {
        await cancelWhenGracefulShutdown { await self.work() }
        let workers = workers.withLock { Array($0.values) }
        for worker in workers { worker.stop() }
        for worker in workers { await worker.end() }
        await desk.close()
    }

    /// What a turn of the sender found.
    private enum Demand {
        /// There is nobody to tell.
        case none
        case met
        /// More is told as soon as some of what is due was delivered.
        case left
    }

    private func work() async {
        var bell: Bell?
        var tidiedAt = ContinuousClock.now - Self.tidying
        while !Task.isCancelled {
            var demand = Demand.met
            do throws(StoreError) {
                demand = try await takeTurn()
                if demand == .none, let idle = bell.take() { service.hub.end(idle) }
                if demand != .none, bell == nil { bell = service.hub.listen() }
                if tidiedAt.duration(to: .now) >= Self.tidying {
                    try await service.tidyDeliveries()
                    tidiedAt = .now
                }
            } catch {
                logger.warning("what changed could not be told other systems")
            }
            if demand != .left { await rest(bell) }
            try? await Task.sleep(for: Self.rest)
        }
        if let bell { service.hub.end(bell) }
    }

    private func takeTurn() async throws(StoreError) -> Demand {
        let webhooks = try await service.webhooks().filter { $0.halt == nil }
        assign(webhooks.map(\.id))
        guard !webhooks.isEmpty else { return .none }
        let isLeft = try await service.queueDeliveries(for: webhooks) { parts in
            ProfileSection.affected(by: parts).map(\.rawValue)
        }
        let due = try await service.dueWebhooks(webhooks.map(\.id))
        let (workers, moment) = (workers.withLock(\.self), now())
        for webhook in webhooks where due.contains(webhook.id) { workers[webhook.id]?.wake(for: webhook, at: moment) }
        return isLeft ? .left : .met
    }

    private func rest(_ bell: Bell?) async {
        guard let bell else {
            try? await Task.sleep(for: Self.patience)
            return
        }
        _ = await bell.next(until: .now + Self.patience)
    }

    /// One worker for each endpoint that is told something.
    private func assign(_ ids: [String]) {
        let share = DeliveryShare(amongst: ids.count)
        workers.withLock { workers in
            for (id, worker) in workers where !ids.contains(id) {
                worker.stop()
                workers[id] = nil
            }
            for id in ids {
                if let worker = workers[id] {
                    worker.resize(share)
                } else {
                    workers[id] = DeliveryWorker(id, service, desk, share, logger)
                }
            }
        }
    }
}

extension WebhookSender: WebhookPinging {
    package func ping(_ webhook: Webhook) async -> DeliveryAnswer { await desk.ping(webhook) }
}

/// Signs messages and hands them to the transport.
final class MessageDesk: Sendable {
    private let service: ProfileService
    private let transport: any WebhookTransport
    private let source: String
    private let spans: SpanRecorder?
    private let now: @Sendable () -> Timestamp

    init(
        _ service: ProfileService, _ transport: any WebhookTransport, source: String, spans: SpanRecorder?,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.service = service
        self.transport = transport
        self.source = source
        self.spans = spans
        self.now = now
    }

    func close() async {
        await transport.stop()
    }

    func deliver(_ message: WebhookDelivery.Message, to webhook: Webhook) async -> DeliveryAnswer {
        let body = WebhookMessage.body(
            of: message.event, id: message.id, in: webhook.settings.format, from: source)
        let span = spans.map {
            DeliverySpan($0, of: message.event.kind.rawValue, to: webhook, after: message.attempts)
        }
        return await send(body, id: message.id, to: webhook, span)
    }

    func ping(_ webhook: Webhook) async -> DeliveryAnswer {
        let (moment, id) = (now(), service.drawMessageID())
        let body = WebhookMessage.ping(
            of: webhook.id, id: id, at: moment, in: webhook.settings.format, from: source)
        let span = spans.map { DeliverySpan($0, of: WebhookMessage.pingType, to: webhook, after: 0) }
        return await send(body, id: id, to: webhook, span)
    }

    private func send(
        _ body: [UInt8], id: String, to webhook: Webhook, _ span: DeliverySpan?
    ) async -> DeliveryAnswer {
        let answer = await post(body, id: id, to: webhook, span?.lines ?? [])
        span?.end(answer)
        return answer
    }

    private func post(
        _ body: [UInt8], id: String, to webhook: Webhook, _ trace: [String]
    ) async -> DeliveryAnswer {
        guard let secrets = service.openSecrets(of: webhook) else { return .failed(.noSecret) }
        let moment = now()
        let signed = WebhookSignature.header(of: body, id: id, sentAt: moment.seconds, by: secrets)
        let lines = WebhookMessage.lines(id: id, sentAt: moment, in: webhook.settings.format, signed: signed)
        return await transport.post(OutgoingMessage(url: webhook.settings.url, lines: lines + trace, body: body))
    }
}
