import ArgumentParser
import Foundation
import Glibc
import Instrumentation
import Logging
import NIOCore
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWebhooks
import ServiceLifecycle
import Telemetry
import UnixSignals

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve profiles over HTTP.")

    @OptionGroup var options: DeploymentOptions

    @Option(help: "The address to listen on. [environment: CLIENTELE_HTTP_HOST] (default: 127.0.0.1)")
    var host: String?

    @Option(help: "The port; 0 takes any free one. [environment: CLIENTELE_HTTP_PORT] (default: 8080)")
    var port: Int?

    @Option(help: "A replica to read profiles from, postgres://… [environment: CLIENTELE_READ_DATABASE]")
    var readDatabase: String?

    @Flag(help: "Check the settings, print what holds and stop.")
    var check = false

    func validate() throws {
        if let port, !(0...65_535).contains(port) { throw ValidationError("--port must be from 0 to 65535") }
    }

    func run() async throws {
        var deployment = try await options.load()
        deployment.host = host ?? deployment.host
        deployment.port = port ?? deployment.port
        deployment.readDatabase = readDatabase ?? deployment.readDatabase
        if check {
            _ = try deployment.readURL()
            Console.show(DeploymentReport(deployment).text)
            try await FirstKey.check(deployment)
            if let closed = await ClosedSecrets(deployment) { Console.complain(closed.sentence) }
            return
        }
        // A write to a file that may not grow fails by itself; it is no reason to stop serving.
        signal(SIGXFSZ, SIG_IGN)
        let level = deployment.logLevel
        LoggingSystem.bootstrap { label in JSONLogHandler(label: label, level: level) }
        defer { LogSink.standardError.flush() }
        try await serve(deployment)
    }

    private func serve(_ deployment: Deployment) async throws {
        let logger = Logger(label: "clientele")
        let installation = try await Installation(serving: deployment)
        do {
            try await FirstKey(deployment, installation.service).ensure()
            try await warn(deployment, installation.service, logger)
            let group = try await group(deployment, installation, logger)
            try await group.run()
            try? await installation.service.settleSources()
            try? await installation.service.keepWaits(isEnd: true)
        } catch {
            await installation.store.close()
            throw told(error, deployment)
        }
        await installation.store.close()
        logger.info("stopped")
    }

    /// Of what settings ask for and do not get.
    private func warn(_ deployment: Deployment, _ service: ProfileService, _ logger: Logger) async throws {
        for caution in deployment.telemetryCautions {
            logger.warning("a variable is passed over: \(caution.variable): \(caution.reason)")
        }
        guard let closed = try await ClosedSecrets(service) else { return }
        logger.warning(
            "\(ClosedSecrets.warning)",
            metadata: ["outgoing": "\(closed.outgoing)", "incoming": "\(closed.incoming)"])
    }

    private func told(_ error: any Error, _ deployment: Deployment) -> any Error {
        let reason: String
        switch error {
        case let error as IOError: reason = String(cString: strerror(error.errnoCode))
        case is SocketAddressError: reason = "there is no such host"
        default: return error
        }
        Console.complain("cannot listen on \(deployment.host):\(deployment.port): \(reason)")
        return ExitCode(1)
    }

    private func group(
        _ deployment: Deployment, _ installation: Installation, _ logger: Logger
    ) async throws -> ServiceGroup {
        let spans = deployment.telemetry.map { SpanRecorder($0.sampler, queue: SpanQueue()) }
        if let spans {
            InstrumentationSystem.bootstrap(spans)
            installation.service.trace(by: WorkSpans(spans))
        }
        let sender = WebhookSender(
            installation.service, CurlTransport(deployment.webhooks), source: deployment.publicOrigin ?? "/clientele",
            logger: logger, spans: spans, now: { Timestamp.now })
        var settings = ServerConfiguration(
            host: deployment.host, port: deployment.port, limits: deployment.limits, drain: deployment.drain,
            decoding: deployment.decoding, rules: deployment.service.profile, panelHosts: deployment.panelHosts,
            desks: deployment.desks, assistants: deployment.assistants, publicOrigin: deployment.publicOrigin,
            version: Release.version)
        settings.spans = spans
        settings.mappings = .ofProgram
        settings.tracking = deployment.tracking
        (settings.pinging, settings.allowsPlainWebhooks) = (sender, deployment.webhooks.allowsPrivate)
        let server = try await ClienteleServer(
            settings, service: installation.service, logger: logger,
            onRunning: { port in
                logger.info("serving", metadata: ["port": "\(port)"])
                Supervisor()?.tellReady()
            })
        var configuration = ServiceGroupConfiguration(
            services: background(installation.service, logger) + [sender] + exporters(of: spans, deployment, logger)
                + server.services,
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = deployment.drain + .seconds(25)
        configuration.maximumCancellationDuration = .seconds(5)
        return ServiceGroup(configuration: configuration)
    }

    /// What goes on beside requests.
    private func background(_ service: ProfileService, _ logger: Logger) -> [any Service] {
        [
            PopulationRefresh(service: service, logger: logger),
            BackgroundWork(complaint: "claims could not be judged", logger: logger) {
                () throws(StoreError) in try await service.judgeAllClaims()
            },
            BackgroundWork(complaint: "earlier profiles could not be folded", logger: logger, rest: .seconds(5)) {
                () throws(StoreError) in try await service.foldEarlierStates()
            },
            BackgroundWork(complaint: "what sources said could not be noted", logger: logger, rest: .seconds(30)) {
                () throws(StoreError) in try await service.settleSources()
            },
            BackgroundWork(complaint: "who waited could not be noted", logger: logger, rest: .seconds(30)) {
                () throws(StoreError) in try await service.keepWaits()
            },
            BackgroundWork(complaint: "tiers could not be announced", logger: logger, rest: .seconds(2)) {
                () throws(StoreError) in try await service.announceTiers()
            },
            BackgroundWork(complaint: "outlooks could not be learned", logger: logger, rest: .seconds(20)) {
                () throws(StoreError) in try await service.keepLearning()
            },
            BackgroundWork(complaint: "deliveries of webhooks could not be noted", logger: logger) {
                () throws(StoreError) in try await service.settleDeliveries()
            },
            BackgroundWork(
                complaint: "old deliveries of webhooks could not be removed", logger: logger, rest: .seconds(60)
            ) {
                () throws(StoreError) in try await service.forgetDeliveries()
            },
            ChangeFollowing(service: service),
        ]
    }

    /// The last spans are those of requests that were begun before the stop, so it stops after the server.
    private func exporters(
        of spans: SpanRecorder?, _ deployment: Deployment, _ logger: Logger
    ) -> [any Service] {
        guard let spans, let settings = deployment.telemetry else { return [] }
        let collector = SpanCollector(settings)
        return [
            SpanExporter(
                spans.queue, resource: settings.resource, version: Release.version, logger: logger,
                period: settings.period
            ) { await collector.take($0) }
        ]
    }
}

/// How many endpoints there are whose secrets the settings do not open.
struct ClosedSecrets {
    static let warning = """
        secrets of webhooks do not open with secrets.key (CLIENTELE_SECRETS_KEY): nothing goes out to these endpoints, \
        and deliveries signed with these secrets are refused. Put the key that sealed them into secrets.former_keys \
        (CLIENTELE_SECRETS_FORMER_KEYS), or give each endpoint a new secret
        """

    let outgoing: Int
    let incoming: Int

    /// Nil where there are none.
    init?(_ service: ProfileService) async throws(StoreError) {
        (incoming, outgoing) = try await service.closedEndpoints()
        guard incoming + outgoing > 0 else { return nil }
    }

    /// Of an embedded store that is there and can be read; one on a server is not asked.
    init?(_ deployment: Deployment) async {
        guard let installation = await Installation(glancingAt: deployment) else { return nil }
        let closed = try? await ClosedSecrets(installation.service)
        await installation.store.close()
        guard let closed else { return nil }
        self = closed
    }

    var sentence: String { "\(Self.warning) (outgoing: \(outgoing), incoming: \(incoming))" }
}

/// The supervisor that started this process and wants to know its state: systemd, for units of the type `notify`.
struct Supervisor {
    private let address: [UInt8]

    /// Nil when nobody asked to be told.
    init?(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard let name = environment["NOTIFY_SOCKET"], let first = name.utf8.first else { return nil }
        // Names that are no paths begin with a zero byte, written as @ (unix(7)).
        address = first == UInt8(ascii: "@") ? [0] + name.utf8.dropFirst() : Array(name.utf8)
    }

    /// Says that requests are taken. That nobody hears it is no reason not to serve.
    ///
    /// Source: sd_notify(3).
    func tellReady() {
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        guard address.count <= MemoryLayout.size(ofValue: target.sun_path) else { return }
        withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: address) }
        let length = socklen_t(MemoryLayout.offset(of: \sockaddr_un.sun_path).map { $0 + address.count } ?? 0)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let text = Array("READY=1".utf8)
        withUnsafeBytes(of: &target) { bytes in
            guard let base = bytes.baseAddress else { return }
            _ = sendto(
                descriptor, text, text.count, Int32(MSG_NOSIGNAL),
                base.assumingMemoryBound(to: sockaddr.self), length)
        }
    }
}

/// Work that goes on beside requests, a bounded step at a time, so that others get their turn in between.
struct BackgroundWork: Service {
    /// What the log says when it fails; it is tried again.
    let complaint: String
    let logger: Logger
    var rest: Duration = .seconds(1)
    let work: @Sendable () async throws(StoreError) -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: rest)) != nil {
                do throws(StoreError) {
                    try await work()
                } catch {
                    logger.warning("\(complaint)")
                }
            }
        }
    }
}

/// Keeps this node's cache true to what other nodes of the same store do.
struct ChangeFollowing: Service {
    let service: ProfileService

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await service.followChanges()
            // An embedded store has nothing to follow; a service that returned would end the whole group.
            while (try? await Task.sleep(for: .seconds(3600))) != nil {}
        }
    }
}

/// Counts the population again soon after each UTC midnight, when everybody's 365 days have moved.
struct PopulationRefresh: Service {
    let service: ProfileService
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(30))) != nil {
                do throws(StoreError) {
                    try await service.refreshPopulation()
                } catch {
                    logger.warning("the population could not be counted")
                }
            }
        }
    }
}
