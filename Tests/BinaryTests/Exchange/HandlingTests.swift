import Testing

@Suite("Who should take it, in the sample shop")
struct HandlingTests {
    @Test("A shop that learned tells who solves a topic, hands over, and keeps its agents in an export")
    func shop() async throws {
        let folder = try Folder()
        #expect(try await Command.run("demo", "--people", "400", in: folder).status == 0)
        let learned = try await Command.run("learn", in: folder)
        #expect(learned.status == 0, "\(learned.errors)")
        for title in ["Suggestions", "Handling", "Invitations"] {
            #expect(learned.output.contains("\n\(title)\n"), "\(title)")
        }
        let told = try JSON(try await Command.run("learn", "--json", in: folder).output.utf8)
        let server = try await Server(in: folder)
        let ada = "/v1/profiles/email:ada.lindqvist@example.com/handling?topic=Delivery"
        let answer = try await server.send("GET", ada).json
        let recommended = try #require(answer["recommendation"]?["agent"]?.text)
        #expect(answer["recommendation"]?["why"]?.text?.isEmpty == false)
        #expect(answer["channels"]?.list?.isEmpty == false && answer["baseline"]?["share"] != .null)
        // What learning prints is what the server answers by.
        let suggestions = try await server.send("GET", "/v1/suggestions/learned").json["learned"]
        #expect(told["suggestions"] == suggestions && suggestions?["served"]?.text != nil)
        for name in ["number", "on", "customers", "contacts", "rule"] {
            #expect(told["handling"]?[name] == answer["learned"]?[name] && told["handling"]?[name] != nil, "\(name)")
        }
        #expect(learned.output.contains("\(told["handling"]?["contacts"]?.integer ?? -1) contacts of "))
        let effect = try await server.send("GET", "/v1/invitations/effect").json
        #expect(told["invitations"] == effect["learned"] && told["invitations"]?["served"]?.text == "rule")
        let best = try #require(answer["agents"]?[0])
        #expect(best["basis"]?.text != nil && best["sample"]?.integer ?? 0 >= 30, "\(best)")
        let handover = try #require(answer["handover"]?.text)
        #expect(handover.hasPrefix("Ada Lindqvist, gold customer") && handover.contains("about order 200013"))
        #expect(handover.count <= 600)
        let free = try await server.send("GET", ada + "&free=a2").json
        #expect(free["recommendation"]?["agent"]?.text == "a2" && recommended != "")
        let listed = try await server.send("GET", "/v1/agents").json
        #expect(listed["items"]?.list?.count == 15)
        let queue = #"{"free":["a1","a2"],"queue":[{"ref":"1","topic":"delivery"},{"ref":"2"},{"ref":"3"}]}"#
        let places = try await server.send("POST", "/v1/vip/rank", queue).json["queue"]
        let given = [0, 1, 2].map { places?[$0]?["handling"]?["agent"]?.text }
        #expect(given == ["a1", "a2", nil], "\(given)")
        #expect(try await server.stop() == 0)

        let file = folder.file("all.ndjson")
        let exported = try await Command.run("export", "--output", file, in: folder)
        #expect(exported.status == 0, "\(exported.errors)")
        let other = try Folder()
        #expect(try await Command.run("import", file, in: other).status == 0)
        let restored = try await Server(in: other)
        #expect(try await restored.send("GET", "/v1/agents").json == listed)
        let advised = try await restored.send("GET", ada).json
        #expect(advised["learned"] == .null, "what was learned goes into no export")
        #expect(try await restored.stop() == 0)
    }

    @Test("A list of agents goes in by a mapping that the program proposes to who says that it is one")
    func mapping() async throws {
        let folder = try Folder()
        let file = try folder.write(
            """
            Agent ID,Agent Name,Languages,Skills,Employer
            a1,Mira Holt,en,delivery,Example Ltd
            a2,Jonas Berg,de,refund,

            """, to: "agents.csv")
        let proposal = try await Command.run("import", "--suggest", "--kind", "agent", file, in: folder)
        #expect(proposal.output.contains("kind: agent"), "\(proposal.output)")
        let mapping = try folder.write(proposal.output, to: "agents.yaml")
        let imported = try await Command.run("import", file, "--mapping", mapping, in: folder)
        #expect(imported.status == 0, "\(imported.errors)")
        let server = try await Server(in: folder)
        let agents = try await server.send("GET", "/v1/agents").json["items"]
        #expect(agents?[0]?["name"]?.text == "Mira Holt" && agents?[0]?["skills"]?[0]?.text == "delivery")
        #expect(agents?[1]?["languages"]?[0]?.text == "de")
        #expect(try await server.stop() == 0)
    }
}
