import ProfileCore
import ProfileService
import ProfileWire

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
