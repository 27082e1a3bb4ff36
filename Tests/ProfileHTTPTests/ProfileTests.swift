import ProfileStore
import HTTPTypes
import ProfileCore
import ProfileWire
import Testing

@Suite("Profiles come out")
struct ProfileTests {
    private func fill(_ call: TestCaller) async throws {
        let records = [
            "/v1/sources/crm/customers/4711":
                #"""
            {"given_name":"Jane","emails":["jane@example.com"],"phones":["+442079460018"],
             "identifiers":{"card":"A/1 ü"}}
            """#,
            "/v1/sources/erp/orders/1":
                #"{"customer":{"crm":"4711"},"placed_at":"2026-11-01T00:00:00Z","status":"paid","total":"10.00"}"#,
            "/v1/sources/erp/orders/2":
                #"{"customer":{"crm":"4711"},"placed_at":"2026-11-02T00:00:00Z","status":"paid","total":"20.00"}"#,
            "/v1/sources/desk/interactions/3":
                #"{"customer":{"crm":"4711"},"occurred_at":"2026-11-03T00:00:00Z","channel":"chat"}"#,
        ]
        for (path, body) in records.sorted(by: { $0.key < $1.key }) {
            #expect(try await call.status(.put, path, body: body) == 200)
        }
    }

    @Test("Whatever is null in the outlook of somebody new says why", arguments: [false, true])
    func outlook(isKnown: Bool) async throws {
        try await TestServer().call { call async throws in
            if isKnown { try await fill(call) }
            let name = isKnown ? "crm:4711" : "crm:new"
            if !isKnown { _ = try await call(.put, "/v1/sources/crm/customers/new", body: "{}") }
            let profile = try await call(.get, "/v1/profiles/\(name)", as: .profilesRead).json
            #expect(DescribedSchema.misfits(profile, "Profile") == [])
            let outlook = try #require(profile["outlook"])
            let untold = try #require(outlook["untold"]?.names)
            let silent = outlook.names?.filter { outlook[$0] == .null && !untold.contains($0) }
            // Of what comes from it, `learned` says it.
            #expect(untold.contains("learned") && untold.contains("next_order"))
            #expect(silent == ["withheld", "orders", "order_chance", "spend", "contacts"])
        }
    }

    @Test(
        "Any name of a person leads to the profile",
        arguments: [
            "crm:4711", "email:jane@example.com", "email:JANE%40example.COM", "phone:+442079460018",
            "phone:%2B442079460018", "phone:+44%2020%207946%200018", "card:A%2F1%20%C3%BC", "card:A%2F1%20u%CC%88",
        ])
    func names(name: String) async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            #expect(try await call.status(.get, "/v1/profiles/\(name)", as: .profilesRead) == 200)
        }
    }

    @Test("What leads nowhere is not found, and what is no name is malformed")
    func absent() async throws {
        try await TestServer().call { call async throws in
            #expect(try await call.status(.get, "/v1/profiles/email:nobody@example.com") == 404)
            #expect(try await call.status(.get, "/v1/profiles/prf_00000000000000000000000000") == 404)
            for name in ["jane", "prf_x", "email:", "Email:a@b.c", "email:%FF", "email:%00", "%zz:1"] {
                #expect(try await call.status(.get, "/v1/profiles/\(name)") == 400, "\(name)")
            }
        }
    }

    @Test("An entity tag saves the body until something changes")
    func entityTags() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let path = "/v1/profiles/crm:4711"
            let tag = try #require(try await call(.get, path).headers[.eTag])
            for header in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                let answer = try await call(.get, path, headers: [.ifNoneMatch: header])
                #expect(answer.status == 304, "\(header)")
                #expect(answer.bytes.isEmpty)
                #expect(answer.headers[.eTag] == tag)
            }
            let other = try await call(.get, path, headers: [.ifNoneMatch: "\"x\""]).status
            #expect(other == 200)
            _ = try await call(.put, "/v1/sources/crm/customers/4711", body: #"{"given_name":"Joan"}"#)
            let changed = try await call(.get, path, headers: [.ifNoneMatch: tag])
            #expect(changed.status == 200)
            #expect(changed.headers[.cacheControl] == "private, no-cache")
            #expect(changed.headers[.vary] == "Authorization, Cookie, Clientele-Session")
        }
    }

    @Test("HEAD tells what GET would, without the body")
    func head() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let get = try await call(.get, "/v1/profiles/crm:4711")
            let head = try await call(.head, "/v1/profiles/crm:4711")
            #expect(head.status == 200)
            #expect(head.bytes.isEmpty)
            #expect(head.headers[.contentLength] == String(get.bytes.count))
            #expect(head.headers[.eTag] == get.headers[.eTag])
        }
    }

    @Test("Fields narrow the profile, and explain says where values come from")
    func fields() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let narrow = try await call(.get, "/v1/profiles/crm:4711?fields=vip,contact").json
            #expect(narrow["vip"] != nil)
            #expect(narrow["id"] != nil)
            #expect(narrow["person"] == nil)
            let explained = try await call(.get, "/v1/profiles/crm:4711?explain=true").json
            #expect(explained["explain"]?["stated"]?["/person/given_name"]?["source"] == .string("crm"))
        }
    }

    @Test(
        "A query nobody documented is refused",
        arguments: ["fields=vip,shoes", "explain=yes", "nocache=1", "explain=true&explain=true", "fields=%FF"])
    func query(query: String) async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            #expect(try await call.status(.get, "/v1/profiles/crm:4711?\(query)") == 400)
        }
    }

    @Test("A lookup keeps identifiers out of the URL")
    func lookup() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let found = try await call(
                .post, "/v1/profiles/lookup", as: .profilesRead,
                body: #"{"identifiers":["phone:nonsense","email:jane@example.com"]}"#
            ).json
            #expect(found["found"] == .bool(true))
            #expect(found["profile"]?["person"]?["given_name"] == .string("Jane"))
            #expect(found["candidates"]?.count == 0)
            let none = try await call(.post, "/v1/profiles/lookup", body: #"{"identifiers":["crm:0"]}"#).json
            #expect(none["found"] == .bool(false))
            #expect(none["profile"] == .null)
        }
    }

    @Test("A weak identifier of several people is ambiguous, and a lookup lists them")
    func ambiguous() async throws {
        let rules = IdentityRules(
            declared: ["household": IdentifierRule(priority: 1, limit: 5, strength: .weak)])
        try await TestServer(identity: rules).call { call async throws in
            for id in 1...2 {
                _ = try await call(
                    .put, "/v1/sources/crm/customers/\(id)", body: #"{"identifiers":{"household":"h1"}}"#)
            }
            let answer = try await call(.get, "/v1/profiles/household:h1")
            #expect(answer.status == 409)
            #expect(try answer.json["type"] == .string("/problems/ambiguous-identifier"))
            let found = try await call(.post, "/v1/profiles/lookup", body: #"{"identifiers":["household:h1"]}"#).json
            #expect(found["candidates"]?.count == 2)
            #expect(found["profile"] == .null)
        }
    }

    @Test("The timeline comes newest first, page by page, each record once")
    func timeline() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            var ids: [String?] = []
            var path = "/v1/profiles/crm:4711/timeline?limit=1"
            while true {
                let page = try await call(.get, path).json
                ids.append(page["items"]?[0]?["id"]?.string)
                guard let next = page["next"]?.string else { break }
                path = "/v1/profiles/crm:4711/timeline?limit=1&cursor=\(next)"
            }
            #expect(ids == ["3", "2", "1"])
            // A cursor is of one profile, also when that was merged away meanwhile, and of one kind of page.
            _ = try await call(.put, "/v1/sources/crm/customers/other", body: #"{"given_name":"Other"}"#)
            let next = try #require(path.split(separator: "=").last)
            let strange = try await call(.get, "/v1/profiles/crm:other/timeline?cursor=\(next)")
            #expect(strange.status == 400 && strange.text.contains("bad_cursor"))
            #expect(try await call.status(.get, "/v1/profiles/crm:4711/identity?cursor=\(next)") == 400)
            _ = try await call(.post, "/v1/profiles/crm:other/merge", body: #"{"with":"crm:4711","reason":"same"}"#)
            #expect(try await call.status(.get, "/v1/profiles/crm:other/timeline?cursor=\(next)") == 200)
            #expect(try await call.status(.get, "/v1/profiles/crm:4711/timeline?cursor=abc") == 400)
            #expect(try await call.status(.get, "/v1/profiles/crm:4711/timeline?limit=0") == 400)
            #expect(try await call.status(.get, "/v1/profiles/crm:99/timeline") == 404)
        }
    }
}
