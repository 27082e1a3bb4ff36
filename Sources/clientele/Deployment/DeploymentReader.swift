import Configuration
import ProfileCore
import ProfileService
import ProfileWire

/// Reads settings by key, the environment before the file, and says which key is wrong and what would be right.
struct DeploymentReader {
    private let reader: ConfigReader

    init(environment: [String: String], file: DeploymentFile?) {
        let variables = EnvironmentVariablesProvider(environmentVariables: environment)
        var providers: [any ConfigProvider] = [variables.prefixKeys(with: "clientele")]
        if let provider = file?.provider { providers.append(provider) }
        reader = ConfigReader(providers: providers)
    }

    func text(_ key: String) throws(DeploymentError) -> String? {
        let text = reader.string(forKey: Self.path(key))
        guard text == nil, reader.stringArray(forKey: Self.path(key)) != nil else { return text }
        throw .value(key, must: "be one value and not a list")
    }

    func list(_ key: String) throws(DeploymentError) -> [String]? {
        let list = reader.stringArray(forKey: Self.path(key))
        guard list == nil, reader.string(forKey: Self.path(key)) != nil else { return list }
        throw .value(key, must: "be a list such as [one, two]")
    }

    private static func path(_ key: String) -> ConfigKey {
        ConfigKey(key.split(separator: ".").map(String.init))
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(DeploymentError) -> Int? {
        try parsed(key, "be a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func flag(_ key: String) throws(DeploymentError) -> Bool? {
        try parsed(key, "be true or false") { text in
            switch text.lowercased() {
            case "true", "yes", "1": true
            case "false", "no", "0": false
            default: nil
            }
        }
    }

    /// Minutes after midnight, written `HH:MM`.
    func minute(_ key: String) throws(DeploymentError) -> Int? {
        try parsed(key, "be a local time such as 08:00") { text in
            let parts = text.split(separator: ":").compactMap { Int($0) }
            guard parts.count == 2, (0...24).contains(parts[0]), (0..<60).contains(parts[1]) else { return nil }
            let minute = parts[0] * 60 + parts[1]
            return minute <= 1440 ? minute : nil
        }
    }

    func parsed<Value>(
        _ key: String, _ rule: String, _ parse: (String) -> Value?
    ) throws(DeploymentError) -> Value? {
        guard let text = try text(key) else { return nil }
        guard let value = parse(text) else { throw .value(key, must: rule) }
        return value
    }
}

/// Every key the configuration knows. A key outside this list is a mistake somebody would want to hear of.
enum DeploymentKeys {
    static let scalars = [
        "database", "read_database", "allow_unsafe_database",
        "admin_key", "default_time_zone", "default_currency", "default_phone_region",
        "contact_hours.from", "contact_hours.to", "invitations.per_day", "invitations.rest_days",
        "sources.accept_undeclared", "http.host", "http.port",
        "http.max_connections", "http.max_ingest_streams", "http.max_event_streams", "http.request_seconds",
        "http.idle_seconds", "http.body_bytes", "http.drain_seconds", "http.public_url",
        "cache.megabytes", "vip.policy_file", "log.level",
        "identity.merge_confirmation_from", "identity.profile_records",
        "secrets.key",
        "tracking.mapping",
        "webhooks.allow_private", "webhooks.ca_file",
        "panel.intercom.secret", "panel.intercom.external_id",
        "panel.zendesk.public_key", "panel.zendesk.audience", "panel.zendesk.key",
    ]
    static let lists = [
        "sources.declared", "identifiers.declared", "panel.hosts", "secrets.former_keys",
        "tracking.origins", "cloudevents.mappings", "mcp.origins", "mcp.authorization_servers",
    ]
    static let ofSource = ["priority", "phone_region", "time_zone", "states", "joins", "grants", "mapping"]
    static let ofIdentifier = ["priority", "limit", "strength", "blocked"]

    static func isKnown(_ path: [String]) -> Bool {
        let key = path.joined(separator: ".")
        if scalars.contains(key) || lists.contains(key) { return true }
        guard path.count == 3 else { return false }
        switch path[0] {
        case "sources": return ofSource.contains(path[2])
        case "identifiers": return ofIdentifier.contains(path[2])
        default: return false
        }
    }

    /// The known key that is most like `path`, if one is like it at all.
    static func suggestion(for path: [String]) -> String? {
        let key = path.joined(separator: ".")
        let named = path.count == 3 ? path[0] + "." + path[1] + "." : ""
        let nested = named.isEmpty ? [] : (ofSource + ofIdentifier).map { named + $0 }
        return NearMiss.suggestion(for: key, among: scalars + lists + nested)
    }
}

/// Environment variables that are named like settings and are none: misspelt, most likely.
struct StrayVariables {
    private static let prefix = "CLIENTELE_"
    /// What other parts read, and what the tests hand to each other.
    private static let others = ["CLIENTELE_CONFIG", "CLIENTELE_KEY"]
    private static let foreignPrefixes = ["CLIENTELE_TEST_", "CLIENTELE_SERVICE_", "CLIENTELE_PORT_"]

    /// One for each, without its value.
    let sentences: [String]

    init(in environment: [String: String], besides deployment: Deployment) {
        let known = Self.known(deployment)
        sentences = environment.sorted { $0.key < $1.key }.compactMap { name, value in
            guard name.hasPrefix(Self.prefix), !known.contains(name), !Self.isForeign(name, value) else { return nil }
            let hint = Self.suggestion(for: name, among: known).map { "; did you mean \($0)?" } ?? ""
            return "\(name) is no setting and is ignored\(hint)"
        }
    }

    private static func known(_ deployment: Deployment) -> Set<String> {
        let sources = deployment.sources.flatMap { name in DeploymentKeys.ofSource.map { "sources.\(name).\($0)" } }
        let types = deployment.service.identity.declared.keys.flatMap { type in
            DeploymentKeys.ofIdentifier.map { "identifiers.\(type).\($0)" }
        }
        let keys = DeploymentKeys.scalars + DeploymentKeys.lists + sources + types
        return Set(keys.map(DeploymentError.environmentName) + others)
    }

    /// Kubernetes tells every container about services by variables; one may well have our name.
    private static func isForeign(_ name: String, _ value: String) -> Bool {
        foreignPrefixes.contains { name.hasPrefix($0) } || value.hasPrefix("tcp://") || value.hasPrefix("udp://")
    }

    /// The known name that is most like it, or that ends with it.
    private static func suggestion(for name: String, among known: Set<String>) -> String? {
        let word = String(name.dropFirst(prefix.count))
        let words = known.sorted().map { String($0.dropFirst(prefix.count)) }
        let found = NearMiss.suggestion(for: word, among: words) ?? words.first { $0.hasSuffix("_" + word) }
        return found.map { prefix + $0 }
    }
}
