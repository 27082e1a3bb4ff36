import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import SQLiteStore
import SQLStore
import Synchronization
import Testing

/// A server over a fresh store in memory, with one key for each scope.
struct TestServer {
    static let moment = Timestamp(milliseconds: 1_795_341_600_000)

    let server: ClienteleServer
    let store: SQLiteStore
    let service: ProfileService
    let log: LogLines
    let keys: [APIKey.Scope: KeyToken]

    init(
        limits: HTTPLimits = .standard, identity: IdentityRules = .standard, panelHosts: [String] = [],
        desks: DeskApps = DeskApps(), assistants: AssistantAccess = AssistantAccess(), publicOrigin: String? = nil,
        secrets: SecretBox? = nil, mappings: MappingLibrary = .empty, tracking: TrackingSettings = TrackingSettings(),
        pinging: (any WebhookPinging)? = nil, now: @escaping @Sendable () -> Timestamp = { Self.moment }
    ) async throws {
        store = try SQLiteStore.inMemory(clock: now)
        let tokens = Dictionary(uniqueKeysWithValues: APIKey.Scope.allCases.map { ($0, KeyToken.draw()) })
        for (scope, token) in tokens {
            try await store.put(
                token.key(named: scope.rawValue, scopes: [scope], sources: nil, at: Self.moment))
        }
        keys = tokens
        var settings = ServiceSettings(identity: identity)
        settings.secrets = secrets
        service = try await ProfileService(
            store: store, settings: settings,
            rendering: ProfileRendering(ProfileRenderer.whole, join: ProfileRenderer.join), now: now)
        let lines = LogLines()
        log = lines
        var configuration = ServerConfiguration(
            limits: limits, panelHosts: panelHosts, desks: desks, assistants: assistants, publicOrigin: publicOrigin)
        configuration.mappings = mappings
        configuration.tracking = tracking
        configuration.pinging = pinging
        server = try await ClienteleServer(
            configuration, service: service,
            logger: Logger(label: "test") { JSONLogHandler(label: $0, level: .trace, output: lines) },
            now: now)
    }

    /// A key beside those for each scope, as its holder sends it.
    func newKey(_ scopes: Set<APIKey.Scope>, sources: Set<String>?) async throws -> String {
        let quoted = { (words: [String]) in "[" + words.map { "\"\($0)\"" }.joined(separator: ",") + "]" }
        let (scopes, sources) = (quoted(scopes.map(\.rawValue)), sources.map { quoted(Array($0)) } ?? "null")
        return try await call { call async throws in
            let body = #"{"name":"new","scopes":\#(scopes),"sources":\#(sources)}"#
            return try #require(try await call(.post, "/v1/keys", body: body).json["key"]?.string)
        }
    }

    /// Sends requests straight to the responder.
    func call<Value>(_ body: @Sendable (TestCaller) async throws -> Value) async throws -> Value {
        try await server.application.test(.router) { client in
            try await body(TestCaller(client: client, keys: keys))
        }
    }

    /// Sends requests through a socket, and ends streams afterwards as a node does that is asked to stop.
    func callLive<Value>(_ body: @Sendable (TestCaller) async throws -> Value) async throws -> Value {
        try await server.application.test(.live) { client in
            defer { service.hub.stop() }
            return try await body(TestCaller(client: client, keys: keys))
        }
    }
}

/// Keeps what was logged.
final class LogLines: LogOutput {
    private let lines = Mutex<[[UInt8]]>([])

    var all: [[UInt8]] { lines.withLock { $0 } }

    func add(_ line: [UInt8], isUrgent: Bool) {
        lines.withLock { $0.append(line) }
    }

    func add(_ note: RequestNote) {
        var json = JSONWriter()
        note.write(to: &json)
        add(json.bytes, isUrgent: false)
    }
}

/// Limits that a test can reach.
enum LimitsForTests {
    static let small: HTTPLimits = {
        var limits = HTTPLimits.standard
        limits.batchLines = 3
        limits.lineLength = 1000
        limits.listedErrors = 5
        limits.badLines = 100
        limits.listedWarnings = 2
        return limits
    }()
}
