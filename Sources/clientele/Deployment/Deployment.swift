import ArgumentParser
import Foundation
import Logging
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileWebhooks
import ProfileWire
import Telemetry

/// Everything an operator settled, from environment and file, checked.
struct Deployment {
    var database: String
    var readDatabase: String?
    /// Whether a database server may run with settings under which a power cut takes what was acknowledged.
    let allowsUnsafeDatabase: Bool
    var adminKey: String?
    var host: String
    var port: Int
    var limits: HTTPLimits
    /// How long the service goes on to serve when it was asked to stop.
    let drain: Duration
    /// The origins of pages that may show the panel in a frame.
    let panelHosts: [String]
    let desks: DeskApps
    let tracking: TrackingSettings
    let assistants: AssistantAccess
    /// Where browsers find the service: scheme, host and port, as they name it in `Origin`.
    let publicOrigin: String?
    /// How changes go out to other systems.
    let webhooks: CurlTransport.Settings
    var logLevel: Logger.Level
    /// Nil where nobody collects traces.
    private(set) var telemetry: TelemetrySettings?
    private(set) var telemetryCautions: [TelemetryCaution] = []
    let service: ServiceSettings
    /// Each decoder sets `arrivedAt`.
    let decoding: DecodingContext
    /// Sources in the operator's order, for showing what holds.
    let sources: [String]

    /// - Throws: `DeploymentError`, naming the key and the rule.
    static func load(configPath: String?, environment: [String: String]) async throws -> Deployment {
        let path = configPath ?? environment["CLIENTELE_CONFIG"]
        var file: DeploymentFile?
        if let path { file = try await DeploymentFile(path: path) }
        var deployment = try Deployment(DeploymentReader(environment: environment, file: file), file)
        do throws(TelemetrySettings.Fault) {
            deployment.telemetry = try TelemetrySettings(environment: environment, version: Release.version)
            deployment.telemetryCautions = TelemetryCaution.all(in: environment)
        } catch {
            throw DeploymentError("configuration: \(error.variable) must \(error.rule)")
        }
        return deployment
    }

    private init(_ reader: DeploymentReader, _ file: DeploymentFile?) throws {
        database = try reader.text("database") ?? "sqlite:clientele.db"
        readDatabase = try reader.text("read_database")
        allowsUnsafeDatabase = try reader.flag("allow_unsafe_database") ?? false
        adminKey = try reader.text("admin_key")
        host = try reader.text("http.host") ?? "127.0.0.1"
        port = try reader.integer("http.port", in: 0...65_535) ?? 8080
        limits = try HTTPLimits(reader)
        drain = .seconds(try reader.integer("http.drain_seconds", in: 0...300) ?? 0)
        panelHosts = try PanelHosts(reader).origins
        assistants = try AssistantAccess(reader)
        publicOrigin = try reader.parsed("http.public_url", "be an address such as https://clientele.example.com") {
            Self.origin(of: $0)
        }
        webhooks = try CurlTransport.Settings(reader)
        logLevel =
            try reader.parsed("log.level", "be one of trace, debug, info, notice, warning, error, critical") {
                Logger.Level(rawValue: $0)
            } ?? .info
        let declared = try DeclaredSources(reader, file)
        sources = declared.names
        let currency =
            try reader.parsed("default_currency", "be an ISO 4217 code such as EUR") { Currency($0) } ?? .euro
        // Ids of a declared source are identifiers of a declared type.
        let types = declared.names + (file?.identifierTypes ?? []) + (try reader.list("identifiers.declared") ?? [])
        decoding = try DecodingContext(reader, declared, types: types, currency)
        desks = DeskApps(
            intercom: try IntercomApp(reader, types: decoding.acceptsUndeclaredSources ? nil : types),
            zendesk: try ZendeskApp(reader))
        tracking = try TrackingSettings(reader, declared)
        var rules = try ProfileRules(reader, declared, currency)
        let trust = try SourceTrust.bySource(reader, declared)
        rules.sourcesThatOnlyRefuse = Set(trust.filter { !$0.value.grants }.keys)
        var service = ServiceSettings(
            identity: try IdentityRules(reader, types: types, trust: trust),
            profile: rules,
            initialPolicy: try reader.text("vip.policy_file").map { try PolicyFile(path: $0, currency).policy() },
            cacheSize: try reader.integer("cache.megabytes", in: 0...1_000_000).map { $0 << 20 }
                ?? ServiceSettings.standardCacheSize)
        service.invitations = try InvitationRules(reader)
        service.secrets = try SecretBox(reader)
        self.service = service
    }
}

extension Deployment {
    /// A URL as browsers name it in `Origin`: scheme and host, and the port unless it is the usual one.
    private static func origin(of text: String) -> String? {
        let form = #/(https?):\/\/([a-z0-9.\-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?\/?/#
        guard let match = text.lowercased().wholeMatch(of: form) else { return nil }
        let port = match.3.map(String.init) ?? ""
        return "\(match.1)://\(match.2)" + (port == (match.1 == "https" ? ":443" : ":80") ? "" : port)
    }

    /// Where the replica is; nil without one.
    ///
    /// - Throws: `ExitCode` 64 after saying what is right.
    func readURL() throws -> String? {
        guard let readDatabase else { return nil }
        guard case .postgres(let url) = try DatabaseLocation(readDatabase, option: Self.option),
            case .postgres = try DatabaseLocation(database)
        else {
            Console.complain("\(Self.option) goes with a database on PostgreSQL, and must be postgres://…")
            throw ExitCode(64)
        }
        return url
    }

    private static let option = "--read-database (CLIENTELE_READ_DATABASE)"
}

/// What is wrong with the configuration, in words for the operator. Values are left out: some are secret.
struct DeploymentError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    static func value(_ key: String, must rule: String) -> DeploymentError {
        DeploymentError("configuration: \(key) (\(environmentName(of: key))) must \(rule)")
    }

    static func environmentName(of key: String) -> String {
        "CLIENTELE_" + key.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }
}
