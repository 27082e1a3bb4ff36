import ProfileCore
import ProfileHTTP
import ProfileWire

extension TrackingSettings {
    private static let embedded = "segment"

    init(_ reader: DeploymentReader, _ sources: DeclaredSources) throws(DeploymentError) {
        var mappings: [String: Mapping] = [:]
        for source in sources.names { mappings[source] = try Self.mapping("sources.\(source).mapping", reader) }
        let embedded = try? MappingFile(path: Self.embedded).mapping
        self.init(
            mapping: try Self.mapping("tracking.mapping", reader) ?? embedded, mappings: mappings,
            origins: try Self.origins(reader), events: try Self.events(reader))
    }

    /// `com.example.order.*=orders.yaml`: types have dots, which would part the names of settings.
    private static func events(_ reader: DeploymentReader) throws(DeploymentError) -> [String: Mapping] {
        let key = "cloudevents.mappings"
        var mappings: [String: Mapping] = [:]
        for entry in try reader.list(key) ?? [] {
            let parts = entry.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            guard parts.count == 2, !parts[0].isEmpty, mappings[parts[0]] == nil else {
                throw .value(key, must: "be a list such as [com.example.order.placed=orders.yaml], each type once")
            }
            mappings[parts[0]] = try mapping(named: parts[1], key)
        }
        return mappings
    }

    /// Of a file, or one that comes with the program.
    private static func mapping(_ key: String, _ reader: DeploymentReader) throws(DeploymentError) -> Mapping? {
        guard let name = try reader.text(key), !name.isEmpty else { return nil }
        return try mapping(named: name, key)
    }

    private static func mapping(named name: String, _ key: String) throws(DeploymentError) -> Mapping {
        do throws(ImportFailure) {
            let mapping = try MappingFile(path: name).mapping
            do throws(WireRejection) {
                _ = try DocumentMapping(mapping, today: Day(number: 0))
            } catch {
                let problems = error.problems.map { "\($0.pointer): \($0.detail)" }.joined(separator: "; ")
                throw ImportFailure("the mapping \(name) is not for JSON: \(problems)")
            }
            return mapping
        } catch {
            throw DeploymentError("configuration: \(key) (\(DeploymentError.environmentName(of: key))): \(error)")
        }
    }

    private static func origins(_ reader: DeploymentReader) throws(DeploymentError) -> Set<String> {
        let origins = try reader.list("tracking.origins") ?? []
        let isOrigin = { (text: String) in
            text == everyPage || text.wholeMatch(of: #/https?://[a-z0-9.\-]+(?::[0-9]{1,5})?/#) != nil
        }
        guard origins.allSatisfy(isOrigin) else {
            throw .value("tracking.origins", must: "be a list of origins such as [https://shop.example.com], or [*]")
        }
        return Set(origins)
    }
}
