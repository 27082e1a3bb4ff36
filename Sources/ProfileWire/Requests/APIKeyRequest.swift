/// The body that creates an API key. Which scopes there are is for the caller to check.
package struct APIKeyRequest: Hashable, Sendable {
    package let name: String
    /// Never empty; each once.
    package let scopes: [String]
    /// The sources that the key may write for; nil for all.
    package let sources: [String]?

    /// `{"name":"erp","scopes":["ingest:write"],"sources":["erp"]}`; `sources` null or absent for all.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let name = members.text("name", limit: TextLimit.tag)
            let scopes = members.texts("scopes", atMost: 20, limit: TextLimit.tag)
            let restricted = members.isPresent("sources")
            let sources = members.texts("sources", atMost: 1_000, limit: WordText.maximumLength)
            if sources.contains(where: { !SourceName.isValid($0) }) {
                members.reject("sources", .badSource, "names of sources: a-z, 0-9 and _, beginning with a letter")
            }
            let (requiredName, requiredScopes) = (
                members.required("name", name), members.required("scopes", scopes.isEmpty ? nil : scopes)
            )
            guard let requiredName, let requiredScopes else { return nil }
            return APIKeyRequest(name: requiredName, scopes: requiredScopes, sources: restricted ? sources : nil)
        }
    }

    private init(name: String, scopes: [String], sources: [String]?) {
        self.name = name
        self.scopes = scopes
        self.sources = sources
    }
}
