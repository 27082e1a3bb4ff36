import ProfileCore
import ProfileWire

extension SourceTrust {
    /// The trust in each source of which the settings say something.
    static func bySource(
        _ reader: DeploymentReader, _ sources: DeclaredSources
    ) throws(DeploymentError) -> [String: SourceTrust] {
        var trust: [String: SourceTrust] = [:]
        for source in sources.names {
            let said = try SourceTrust(reader, source)
            if said != .full { trust[source] = said }
        }
        return trust
    }

    private init(_ reader: DeploymentReader, _ source: String) throws(DeploymentError) {
        let types = try reader.list("sources.\(source).states")
        if let types, !types.allSatisfy(WordText.isWord) {
            throw .value("sources.\(source).states", must: "be a list of identifier types such as [email, phone]")
        }
        self.init(
            states: types.map(Set.init), joins: try reader.flag("sources.\(source).joins") ?? true,
            grants: try reader.flag("sources.\(source).grants") ?? true)
    }
}
