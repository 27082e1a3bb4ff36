import Foundation
import HTTPTypes
package import Logging
package import ProfileCore
package import ProfileService
import ProfileStore
package import ProfileWire
import ServiceLifecycle
import Telemetry

/// What every operation has at hand. It is a class, because each request and each open stream holds it.
package final class ServerContext: Sendable {
    package let service: ProfileService
    /// How records are read; the moment of arrival is set for each.
    package let decoding: DecodingContext
    /// The rules by which the service derives profiles, to explain them.
    let rules: ProfileRules
    package let limits: HTTPLimits
    package let logger: Logger
    let keys: KeyRing
    let sessions: SessionRing
    /// Where browsers find the service, as they name it: `https://clientele.example.com`; nil when nobody said.
    let publicOrigin: String?
    let readiness: Readiness
    let probe: StoreProbe
    let metrics: ServerMetrics
    let requests: RequestLog
    let streams: StreamSlots
    let unproved: UnprovedBodies
    let tracking: Tracking
    let backlog: Backlog
    let console: ConsoleSite
    let desks: DeskApps
    let mappings: MappingLibrary
    let webhooks: WebhookRing
    let assistants: AssistantAccess
    let spans: SpanRecorder?
    let version: String
    let pinging: (any WebhookPinging)?
    let allowsPlainWebhooks: Bool
    let now: @Sendable () -> Timestamp

    /// Reads the keys from the store.
    init(
        _ service: ProfileService, _ configuration: ServerConfiguration, logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) async throws(StoreError) {
        (self.service, self.logger, self.now) = (service, logger, now)
        (decoding, rules, limits) = (configuration.decoding, configuration.rules, configuration.limits)
        (publicOrigin, desks, version) = (configuration.publicOrigin, configuration.desks, configuration.version)
        mappings = configuration.mappings
        webhooks = WebhookRing(configuration.mappings)
        (pinging, allowsPlainWebhooks) = (configuration.pinging, configuration.allowsPlainWebhooks)
        (assistants, spans) = (configuration.assistants, configuration.spans)
        keys = KeyRing(try await service.keys())
        sessions = SessionRing(service, now: now)
        readiness = Readiness()
        probe = StoreProbe(service, patience: limits.probePatience)
        metrics = ServerMetrics()
        requests = RequestLog(logger)
        streams = StreamSlots(limits.ingestStreams)
        tracking = Tracking(
            configuration.tracking, calls: limits.trackingCalls, keyless: limits.keylessCalls)
        unproved = UnprovedBodies(atMost: limits.unprovedSize)
        backlog = Backlog(limit: limits.backlogSize)
        console = ConsoleSite(panelHosts: configuration.panelHosts)
        try await reloadWebhooks()
    }

    var normalizer: IdentifierNormalizer { decoding.normalizer }

    func decoder() -> RecordDecoder {
        var context = decoding
        context.arrivedAt = now()
        return RecordDecoder(context)
    }
}

extension ServerContext {
    /// Counts and logs a request that was answered.
    func note(
        _ method: HTTPRequest.Method, _ route: String?, _ status: Int, _ caller: APIKey?,
        since start: ContinuousClock.Instant
    ) {
        note(method, route, status, caller, since: start, in: metrics.durations(method, route, status))
    }

    /// `durations` is the series that counts such requests.
    func note(
        _ method: HTTPRequest.Method, _ route: String?, _ status: Int, _ caller: APIKey?,
        since start: ContinuousClock.Instant, in durations: RequestDurations
    ) {
        let elapsed = (ContinuousClock.now - start).components
        let nanoseconds = elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000
        durations.add(nanoseconds: nanoseconds)
        requests.add(
            ServerMetrics.name(method), route ?? "", status, microseconds: Int(nanoseconds / 1000),
            key: caller?.name ?? "")
    }
}

extension ServerContext {
    /// The problem that a caller gets for an error. The log gets what only operators may know.
    func problem(from error: any Error, route: String?) -> Problem {
        if let problem = error as? Problem { return problem }
        if let error = error as? StewardError, case .store(let cause) = error {
            return problem(from: cause, route: route)
        }
        if let error = error as? StewardError { return Problem(error) }
        if let error = error as? StoreError {
            logger.error(
                "store error", metadata: ["route": "\(route ?? "")", "cause": .string(String(describing: error))])
            return Problem(error)
        }
        logger.error("unexpected error", metadata: ["route": "\(route ?? "")", "cause": "\(type(of: error))"])
        return Problem(.internalError, "The log of the service says more.")
    }
}

/// Takes over each second what other processes changed about the keys, and the endpoints for webhooks.
struct KeyRefresh: Service {
    let context: ServerContext

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(1))) != nil {
                do throws(StoreError) {
                    try await context.reloadKeys()
                    try await context.reloadWebhooks()
                } catch {
                    // What was known so far goes on to hold: a store that is away must not lock everybody out.
                    context.logger.warning("the keys could not be read again")
                }
            }
        }
    }
}

extension Timestamp {
    /// The wall clock.
    package static var now: Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
