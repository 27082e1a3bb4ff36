import Testing

@Suite("Consents of sources that may not grant")
struct ConsentTrustTests {
    @Test("What such a source grants counts for nothing, and what it refuses counts")
    func grants() async throws {
        let folder = try Folder()
        let config = try folder.write("sources: {web_form: {grants: false}}\n", to: "clientele.yaml")
        let server = try await Server(in: folder, ["--config", config])
        let refusal = #"{"purpose":"contact","status":"denied","at":"2025-01-01T00:00:00Z"}"#
        let grant = #"{"purpose":"contact","status":"granted","at":"2025-02-01T00:00:00Z"}"#
        let other = #"{"purpose":"news","status":"denied","at":"2025-02-01T00:00:00Z"}"#
        for (source, consents) in [("crm", refusal), ("web_form", "\(grant),\(other)")] {
            let card = #"{"identifiers":{"card":"1"},"consents":[\#(consents)]}"#
            let answer = try await server.send("PUT", "/v1/sources/\(source)/customers/1", card)
            #expect(answer.status == 200, "\(answer.text)")
        }
        let profile = try await server.send("GET", "/v1/profiles/card:1").json
        #expect(profile["consents"]?[0]?["source"]?.text == "crm")
        #expect(profile["consents"]?[0]?["status"]?.text == "denied")
        #expect(profile["consents"]?[1]?["source"]?.text == "web_form")
        #expect(profile["contact"]?["now"]?["verdict"]?.text == "forbidden")
    }
}
