import Configuration
import ProfileCore

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
