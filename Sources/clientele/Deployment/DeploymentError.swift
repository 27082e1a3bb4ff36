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
