import ProfileHTTP

extension AssistantAccess {
    init(_ reader: DeploymentReader) throws(DeploymentError) {
        self.init(
            origins: try reader.list("mcp.origins") ?? [],
            authorizationServers: try reader.list("mcp.authorization_servers") ?? [])
        guard origins.allSatisfy({ $0.wholeMatch(of: Self.origin) != nil }) else {
            throw .value("mcp.origins", must: "be a list of origins such as [https://desk.example.com]")
        }
        guard authorizationServers.allSatisfy({ $0.wholeMatch(of: Self.issuer) != nil }) else {
            throw .value("mcp.authorization_servers", must: "be addresses such as [https://login.example.com]")
        }
    }

    private static var origin: Regex<Substring> { #/https?://[a-z0-9.\-]+(?::[0-9]{1,5})?/# }
    private static var issuer: Regex<Substring> { #/https://[A-Za-z0-9.\-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~\-/]*)?/# }
}
