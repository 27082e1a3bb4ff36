import ArgumentParser
import Foundation
import Logging
import NIOCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ServiceLifecycle
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
            return try await FirstKey.check(deployment)
        }
        // A file that may not grow is told to whoever writes to it; it is no reason to stop serving.
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
            let group = try await group(deployment, installation, logger)
            try await group.run()
        } catch {
            await installation.store.close()
            throw told(error, deployment)
        }
        await installation.store.close()
        logger.info("stopped")
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
        let server = try await ClienteleServer(
            ServerConfiguration(
                host: deployment.host, port: deployment.port, limits: deployment.limits,
                drain: deployment.drain, decoding: deployment.decoding, rules: deployment.service.profile,
                version: Release.version),
            service: installation.service, logger: logger,
            onRunning: { port in
                logger.info("serving", metadata: ["port": "\(port)"])
                Supervisor()?.tellReady()
            })
        var configuration = ServiceGroupConfiguration(
            services: [
                PopulationRefresh(service: installation.service, logger: logger),
                BackgroundWork(complaint: "claims could not be judged", logger: logger) {
                    [service = installation.service] () throws(StoreError) in try await service.judgeAllClaims()
                },
                BackgroundWork(complaint: "earlier profiles could not be folded", logger: logger, rest: .seconds(5)) {
                    [service = installation.service] () throws(StoreError) in try await service.foldEarlierStates()
                },
                ChangeFollowing(service: installation.service),
            ] + server.services,
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = deployment.drain + .seconds(25)
        configuration.maximumCancellationDuration = .seconds(5)
        return ServiceGroup(configuration: configuration)
    }
}
