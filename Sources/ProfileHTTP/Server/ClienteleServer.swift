package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import ProfileCore
package import ProfileService
package import ProfileStore
package import ProfileWire
package import ServiceLifecycle
package import Telemetry
import Synchronization

/// The HTTP service, ready to be run in a service group.
///
/// Asked to stop, it answers 503 to `/readyz` for the time that was configured, then closes the port and finishes the
/// requests that were begun. The group should allow some 25 seconds for these.
package struct ClienteleServer: Sendable {
    package let table: RouteTable
    package let context: ServerContext
    private let configuration: ServerConfiguration
    private let onRunning: @Sendable (_ port: Int) async -> Void

    /// Reads the keys from the store; `onRunning` gets the port once requests are taken.
    package init(
        _ configuration: ServerConfiguration, service: ProfileService, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = { Timestamp.now },
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) async throws(StoreError) {
        self.configuration = configuration
        self.onRunning = onRunning
        table = RouteTable(Self.routes)
        context = try await ServerContext(service, configuration, logger: logger, now: now)
        if let app = context.desks.zendesk, context.keys.key(named: app.keyName, scopes: [.profilesRead]) == nil {
            logger.warning(ZendeskApp.keyIsMissing)
        }
    }

    private static let name = "clientele"

    /// Every operation of the API.
    package static let routes =
        ProbeEndpoints.routes + IngestEndpoints.routes + ProfileEndpoints.routes + SearchEndpoints.routes
        + HistoryEndpoints.routes + StewardEndpoints.routes + ErasureEndpoints.routes + PersonExport.routes
        + VIPEndpoints.routes + KeyEndpoints.routes + SessionEndpoints.routes + StreamEndpoints.routes
        + SourceEndpoints.routes + CatalogueEndpoints.routes + OutlookEndpoints.routes + SuggestionEndpoints.routes
        + HandlingEndpoints.routes + InvitationEndpoints.routes + ConsoleEndpoints.routes + IntercomEndpoints.routes
        + ZendeskEndpoints.routes + IncomingWebhookEndpoints.routes + WebhookEndpoints.routes
        + SegmentEndpoints.routes + MCPEndpoint.routes

    /// The server and what stops before it: of a group, the last service is stopped first.
    package var services: [any Service] {
        [application, Drain(context: context, duration: configuration.drain)]
    }

    /// The server and what runs beside it.
    package var application: some ApplicationProtocol {
        Application(
            responder: responder, server: server,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: Self.name,
                availableConnectionsDelegate: .maximum(configuration.limits.connections, logger: context.logger)),
            services: [KeyRefresh(context: context), StreamBeat(service: context.service)],
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

/// The settings of the HTTP server.
package struct ServerConfiguration: Sendable {
    package var host: String
    /// 0 takes any free port.
    package var port: Int
    package var limits: HTTPLimits
    /// How long it goes on to serve when it was asked to stop.
    package var drain: Duration
    /// How records are read; its moment of arrival does not matter.
    package var decoding: DecodingContext
    /// The rules that the service derives profiles by, to explain them.
    package var rules: ProfileRules
    /// The origins of pages that may show the panel in a frame.
    package var panelHosts: [String]
    package var desks: DeskApps
    package var assistants: AssistantAccess
    /// Who records what traces tell; nil where nobody reads them.
    package var spans: SpanRecorder?
    /// Where browsers find the service, as they name it in `Origin`; nil when nobody said.
    package var publicOrigin: String?
    /// What the endpoints for webhooks map by.
    package var mappings = MappingLibrary.empty
    /// How messages of tracking libraries are taken.
    package var tracking = TrackingSettings()
    /// Shown in metrics.
    package var version: String
    /// Shows endpoints of webhooks that the way to them is open; nil where nothing is sent.
    package var pinging: (any WebhookPinging)?
    /// Whether addresses of webhooks may do without TLS.
    package var allowsPlainWebhooks = false

    package init(
        host: String = "127.0.0.1", port: Int = 8080, limits: HTTPLimits = .standard,
        drain: Duration = .zero,
        decoding: DecodingContext = DecodingContext(arrivedAt: Timestamp(milliseconds: 0)),
        rules: ProfileRules = .standard, panelHosts: [String] = [], desks: DeskApps = DeskApps(),
        assistants: AssistantAccess = AssistantAccess(), publicOrigin: String? = nil, spans: SpanRecorder? = nil,
        version: String = "dev"
    ) {
        self.host = host
        self.port = port
        self.limits = limits
        self.drain = drain
        self.decoding = decoding
        self.rules = rules
        self.panelHosts = panelHosts
        self.desks = desks
        self.assistants = assistants
        self.spans = spans
        self.publicOrigin = publicOrigin
        self.version = version
    }
}

/// Whether requests should be sent here; false once the service was asked to stop.
final class Readiness: Sendable {
    private let draining = Atomic(false)

    var isDraining: Bool { draining.load(ordering: .relaxed) }

    func drain() {
        draining.store(true, ordering: .relaxed)
    }
}

/// Comes first when the server is asked to stop: it says so and goes on to serve, so that a balancer has the time to
/// send requests elsewhere. Streams end at once: their readers come back by way of the balancer.
struct Drain: Service {
    let context: ServerContext
    let duration: Duration

    func run() async throws {
        try? await gracefulShutdown()
        context.readiness.drain()
        context.service.hub.stop()
        try? await Task.sleep(for: duration)
    }
}
