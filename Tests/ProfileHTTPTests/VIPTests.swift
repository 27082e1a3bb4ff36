import HTTPTypes
import ProfileCore
import ProfileStore
import ProfileWire
import Testing

@Suite("Routers learn who goes first")
struct VIPTests {
    private static let policy = #"""
        {"vip_from":"gold","tiers":[
         {"name":"gold","priority":70,"match":"any","conditions":[{"metric":"tag","equals":"press"}]}]}
        """#

    private func fill(_ call: TestCaller) async throws {
        #expect(try await call.status(.put, "/v1/vip/policy", body: Self.policy) == 200)
        _ = try await call(.put, "/v1/sources/crm/customers/1", body: #"{"tags":["press"]}"#)
        _ = try await call(.put, "/v1/sources/crm/customers/2", body: "{}")
    }

    @Test(
        "Somebody unknown is an answer, never an error",
        arguments: ["crm:0", "phone:nonsense", "nobody", "email:%F0%9F%91%8B"])
    func unknown(name: String) async throws {
        try await TestServer().call { call async throws in
            let answer = try await call(.get, "/v1/vip/\(name)", as: .vipRead)
            #expect(answer.status == 200)
            let json = try answer.json
            #expect(json["found"] == .bool(false))
            #expect(json["vip"] == .bool(false))
            #expect(json["priority"] == .number("0"))
        }
    }

    @Test("Many are answered in their order")
    func lookup() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let answers = try await call(
                .post, "/v1/vip/lookup", as: .vipRead, body: #"{"identifiers":["crm:2","?","crm:1","crm:1"]}"#
            ).json["answers"]
            #expect(answers?.count == 4)
            #expect(answers?[0]?["found"] == .bool(true))
            #expect(answers?[0]?["vip"] == .bool(false))
            #expect(answers?[1]?["found"] == .bool(false))
            #expect(answers?[2]?["tier"] == .string("gold"))
            #expect(answers?[3]?["priority"] == .number("70"))
        }
    }

    @Test("A queue comes back in serving order")
    func rank() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let body = #"""
                [{"ref":"a","identifier":"crm:2","waited_seconds":60},
                 {"ref":"b","identifier":"crm:1","waited_seconds":1},
                 {"ref":"c","waited_seconds":900}]
                """#
            let queue = try await call(.post, "/v1/vip/rank", as: .vipRead, body: body).json["queue"]
            #expect((0..<3).map { queue?[$0]?["ref"]?.string } == ["c", "b", "a"])
            #expect((0..<3).map { queue?[$0]?["overtakable_seconds"]?.integer } == [100, 299, 940])
            #expect(queue?[0]?["position"] == .number("1"))
        }
    }

    @Test("Of several who share a weak identifier none is picked, however important; who has one alone is found")
    func shared() async throws {
        let rules = IdentityRules(
            declared: ["household": IdentifierRule(priority: 1, limit: 5, strength: .weak)])
        try await TestServer(identity: rules).call { call async throws in
            #expect(try await call.status(.put, "/v1/vip/policy", body: Self.policy) == 200)
            for id in 1...23 {
                let home = id == 23 ? "h2" : id > 20 ? "h3" : "h1"
                let body = #"{"tags":["press"],"identifiers":{"household":"\#(home)"}}"#
                #expect(try await call.status(.put, "/v1/sources/crm/customers/\(id)", body: body) == 200)
            }
            let one = try await call(.get, "/v1/vip/household:h3", as: .vipRead).json
            #expect(one["found"] == .bool(false) && one["profile_id"] == .null && one["tier"] == .null)
            #expect(one["vip"] == .bool(false) && one["also_claimed_by"]?.integer == 2)
            let names = #"["household:h1","household:h2","household:h3"]"#
            let answers = try await call(.post, "/v1/vip/lookup", body: #"{"identifiers":\#(names)}"#).json["answers"]
            #expect((0..<3).map { answers?[$0]?["found"] } == [.bool(false), .bool(true), .bool(false)])
            #expect((0..<3).map { answers?[$0]?["also_claimed_by"]?.integer } == [20, 0, 2])
            #expect(answers?[2] == one)
            let waiting = #"[{"ref":"a","identifier":"household:h3"},{"ref":"b","identifier":"crm:21"}]"#
            let queue = try await call(.post, "/v1/vip/rank", body: waiting).json["queue"]
            #expect((0..<2).map { queue?[$0]?["ref"]?.string } == ["b", "a"])
            #expect(queue?[1]?["tier"] == .null && queue?[1]?["also_claimed_by"]?.integer == 2)
        }
    }

    @Test("A policy is previewed, put and read back")
    func policy() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let preview = try await call(.post, "/v1/vip/policy/preview", body: Self.policy).json
            #expect(preview["total"] == .number("2"))
            #expect(preview["tiers"]?[0]?["count"] == .number("1"))
            #expect(preview["in_force"]?["tiers"]?[0]?["count"] == .number("1"))
            #expect(preview["gained"] == .number("0") && preview["lost"] == .number("0"))
            let emptied = try await call(.post, "/v1/vip/policy/preview", body: #"{"tiers":[]}"#).json
            #expect(emptied["losers"]?[0]?["from"] == .string("gold") && emptied["losers"]?[0]?["to"] == .null)
            let read = try await call(.get, "/v1/vip/policy", as: .vipRead)
            let put = try await call(.put, "/v1/vip/policy", body: read.text)
            #expect(put.text == read.text)
            let broken = try await call(.put, "/v1/vip/policy", body: #"{"vip_from":"lead","tiers":[]}"#)
            #expect(broken.status == 422)
            let after = try await call(.get, "/v1/vip/policy")
            #expect(after.text == read.text)
        }
    }

    /// Calls of the day before, one every ten seconds, each third by a journalist; one is taken every twenty.
    private static let calls = (0..<30).map { number in
        let second = number * 10
        let minute = second / 60 < 10 ? "0\(second / 60)" : "\(second / 60)"
        let time = "2026-10-31T10:\(minute):\(second % 60 < 10 ? "0" : "")\(second % 60)Z"
        let customer = number % 3 == 2 ? 1 : 2
        return #"{"kind":"interaction","source":"desk","id":"\#(number)","customer":{"crm":"\#(customer)"},"#
            + #""occurred_at":"\#(time)","channel":"phone","wait_seconds":\#(second)}"#
    }

    @Test("A policy is rehearsed on those who waited, and nothing is told of too few")
    func rehearsal() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            #expect(try await call.status(.put, "/v1/vip/policy", body: #"{"tiers":[]}"#) == 200)
            let path = "/v1/vip/policy/rehearsal"
            let none = try await call(.post, path, body: Self.policy).json
            #expect(none["rehearsal"] == .null && none["withheld"]?.string?.hasPrefix("fewer than 30") == true)
            let lines: HTTPFields = [.contentType: "application/x-ndjson"]
            let body = Self.calls.joined(separator: "\n")
            #expect(try await call.status(.post, "/v1/ingest", body: body, headers: lines) == 200)
            let answer = try await call(.post, path, body: Self.policy).json
            #expect(answer["withheld"] == .null)
            let rehearsal = answer["rehearsal"]
            #expect(rehearsal?["basis"]?.string == "interactions")
            #expect(rehearsal?["all"]?["past"]?["longest_seconds"]?.integer == 290)
            #expect(rehearsal?["tiers"]?[0]?["tier"]?.string == "gold")
            #expect(rehearsal?["tiers"]?[0]?["sooner"]?.integer == 10)
            #expect(rehearsal?["bound_seconds"]?.integer == 290 + 1000)
            #expect(try await call.status(.post, path, as: .vipRead, body: Self.policy) == 403)
            let free = #"{"free":["a7"],"queue":[{"ref":"a"}]}"#
            #expect(try await call.status(.post, "/v1/vip/rank", as: .vipRead, body: free) == 403)
            let named = #"{"name":"chat","remember":false,"queue":[{"ref":"a"}]}"#
            #expect(try await call.status(.post, "/v1/vip/rank", body: named) == 200)
        }
    }

    @Test("A remembered answer counts the claims of the identifier that is asked by, whichever was asked by before")
    func contested() async throws {
        let test = try await TestServer()
        try await test.call { call async throws in
            let shared = #""emails":["family@example.com"]"#
            _ = try await call(
                .put, "/v1/sources/crm/customers/1", body: #"{"given_name":"Ute","family_name":"Adler",\#(shared)}"#)
            _ = try await call(
                .put, "/v1/sources/crm/customers/2", body: #"{"given_name":"Jochen","family_name":"Brandt",\#(shared)}"#
            )
            for round in 1...3 {
                for (name, count) in [("email:family@example.com", 1), ("crm:1", 0)] {
                    let answer = try await call(.get, "/v1/vip/\(name)").json
                    #expect(answer["also_claimed_by"]?.integer == count, "round \(round), \(name)")
                }
            }
        }
    }
}
