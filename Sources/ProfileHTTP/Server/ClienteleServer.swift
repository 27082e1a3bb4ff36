package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import ProfileCore
package import ProfileService
package import ProfileStore
package import ServiceLifecycle

/// The HTTP service, ready to be run in a service group.
///
/// Asked to stop, it answers 503 to `/readyz` for the time that was configured, then closes the port and finishes the
/// requests that were begun. The group should allow some 25 seconds for these.
package struct ClienteleServer: Sendable {
    package let table: RouteTable
    package let context: ServerContext
    private let configuration: ServerConfiguration
    private let onRunning: @Sendable (_ port: Int) async -> Void

    /// Reads the keys from the store; `onRunning` is told the port once requests are taken.
    package init(
        _ configuration: ServerConfiguration, service: ProfileService, registry: MetricsRegistry, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = { Timestamp.now },
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) async throws(StoreError) {
        self.configuration = configuration
        self.onRunning = onRunning
        table = RouteTable(Self.routes)
        context = ServerContext(
            service: service, decoding: configuration.decoding, rules: configuration.rules,
            limits: configuration.limits, logger: logger, keys: KeyRing(try await service.keys()),
            readiness: Readiness(), probe: StoreProbe(service, patience: configuration.limits.probePatience),
            registry: registry, metrics: ServerMetrics(registry), requests: RequestLog(logger),
            streams: StreamSlots(configuration.limits.ingestStreams),
            backlog: Backlog(limit: configuration.limits.backlogSize), version: configuration.version, now: now)
    }

    private static let name = "clientele"

    /// Every operation of the API.
    package static let routes =
        ProbeEndpoints.routes + IngestEndpoints.routes + ProfileEndpoints.routes + HistoryEndpoints.routes
        + StewardEndpoints.routes + ErasureEndpoints.routes + PersonExport.routes + VIPEndpoints.routes
        + KeyEndpoints.routes

    /// The server and what stops before it: of a group, the last service is stopped first.
    package var services: [any Service] {
        [application, Drain(readiness: context.readiness, duration: configuration.drain)]
    }

    /// The server and what runs beside it.
    package var application: some ApplicationProtocol {
        Application(
            responder: responder, server: server,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: Self.name,
                availableConnectionsDelegate: .maximum(configuration.limits.connections, logger: context.logger)),
            services: [KeyRefresh(context: context)],
            onServerRunning: { [onRunning] channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: context.logger)
    }

    private var responder: ClienteleResponder { ClienteleResponder(table: table, context: context) }

    private var server: HTTPServerBuilder {
        HTTPServerBuilder { [connections] in ServerConnection(setup: connections, responder: $0) }
    }

    /// What each connection has between its socket and the server.
    package var connections: ConnectionSetup {
        ConnectionSetup(configuration.limits, responder, AnswerWriter(serverName: Self.name))
    }
}
