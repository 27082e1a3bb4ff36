package import Logging
import ServiceLifecycle

/// Sends spans to a collector by OTLP over HTTP, some seconds' worth at a time, or as soon as there are many.
package struct SpanExporter: Service {
    /// What came of sending once.
    package enum Outcome: Hashable, Sendable {
        case taken
        /// Nobody will ever take these.
        case refused(String)
        /// Worth trying again, after so many seconds where the collector says so.
        case notNow(String, retryAfter: Int?)
    }

    package typealias Post = @Sendable (_ body: [UInt8]) async -> Outcome

    private static let tries = 4
    private static let longestPause = Duration.seconds(20)

    private let queue: SpanQueue
    private let document: TraceDocument
    private let post: Post
    private let logger: Logger
    private let period: Duration
    /// Before the second try; twice as long before each further one.
    private let pause: Duration

    package init(
        _ queue: SpanQueue, resource: [(String, String)], version: String, logger: Logger,
        period: Duration, pause: Duration = .seconds(1), post: @escaping Post
    ) {
        (self.queue, self.post, self.logger) = (queue, post, logger)
        (self.period, self.pause) = (period, pause)
        document = TraceDocument(resource: resource, version: version)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask { while (try? await Task.sleep(for: period)) != nil { queue.wake() } }
                for await _ in queue.wakes { await export(patiently: true) }
            }
        }
        await export(patiently: false)
    }

    /// Sends all that waits. Whoever stops does not wait for a collector that is away.
    private func export(patiently: Bool) async {
        var rest = queue.take()[...]
        while !rest.isEmpty {
            let part = rest.prefix(SpanQueue.batch)
            rest = rest.dropFirst(SpanQueue.batch)
            if await send(document.bytes(of: part), tries: patiently ? Self.tries : 1) {
                queue.noteExported(part.count)
            } else {
                queue.noteDropped(part.count + rest.count)
                return
            }
        }
    }

    private func send(_ body: [UInt8], tries: Int) async -> Bool {
        var pause = pause
        for attempt in 1...tries {
            switch await post(body) {
            case .taken: return true
            case .refused(let reason): return give(up: reason)
            case .notNow(let reason, let retryAfter):
                guard attempt < tries else { return give(up: reason) }
                let wait = min(max(pause, .seconds(retryAfter ?? 0)), Self.longestPause)
                guard (try? await Task.sleep(for: wait)) != nil else { return give(up: reason) }
                pause *= 2
            }
        }
        return false
    }

    private func give(up reason: String) -> Bool {
        logger.warning("spans were dropped", metadata: ["cause": "\(reason)"])
        return false
    }
}
