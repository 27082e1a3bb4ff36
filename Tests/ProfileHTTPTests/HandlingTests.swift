import HTTPTypes
import ProfileCore
import ProfileStore
import ProfileWire
import SQLStore
import Testing

@Suite("Who should take a matter, from records to answer")
struct HandlingTests {
    private static let lines: HTTPFields = [.contentType: "application/x-ndjson"]

    private static func contact(
        _ id: String, of customer: String, on day: String, with agent: String, by channel: String = "chat",
        topic: String = "delivery", csat: Int? = nil, status: String = "resolved"
    ) -> String {
        """
        {"kind":"interaction","source":"desk","id":"\(id)","customer":{"crm":"\(customer)"},\
        "occurred_at":"\(day)T09:00:00Z","updated_at":"\(day)T09:00:00Z","channel":"\(channel)","topic":"\(topic)",\
        "status":"\(status)","agent":{"id":"\(agent)"},"csat":\(csat.map(String.init) ?? "null")}
        """
    }

    /// Forty ask by phone and are served by `good`; forty by chat by `poor`, and three in four ask again the next day.
    private static let shop: String = {
        var lines = (0..<40).map { contact("g\($0)", of: "g\($0)", on: "2026-10-01", with: "good", by: "phone") }
        for number in 0..<40 {
            lines.append(contact("p\(number)", of: "p\(number)", on: "2026-10-01", with: "poor"))
            if number % 4 != 0 {
                lines.append(
                    contact("q\(number)", of: "p\(number)", on: "2026-10-02", with: "poor", topic: "Delivery!"))
            }
        }
        lines += ["2026-08-01", "2026-09-01"].map { contact("a\($0)", of: "ada", on: $0, with: "own", csat: 5) }
        return lines.joined(separator: "\n")
    }()

    private static let agents = [
        "good": #"{"name":"Gil","languages":["en"],"skills":["delivery"],"channels":["phone","chat"]}"#,
        "poor": #"{"name":"Pat","languages":["en","de"]}"#, "own": #"{"name":"Ona","employer":"Example Ltd"}"#,
    ]

    private func fill(_ call: TestCaller) async throws {
        #expect(try await call.status(.post, "/v1/ingest", body: Self.shop, headers: Self.lines) == 200)
        for (id, record) in Self.agents {
            #expect(try await call.status(.put, "/v1/sources/hr/agents/\(id)", body: record) == 200)
        }
        #expect(try await call.status(.post, "/v1/outlook/learn") == 200)
    }

    private func names(_ list: JSONValue?, _ member: String) -> [String?] {
        guard case .array(let elements)? = list else { return [] }
        return elements.map { $0[member]?.string }
    }

    @Test("Agents are stated, listed page by page and withdrawn, beside the stream of one")
    func records() async throws {
        try await TestServer().call { call async throws in
            let put = try await call(.put, "/v1/sources/hr/agents/a%201", body: Self.agents["good"] ?? "")
            #expect(put.status == 200 && put.text == #"{"status":"accepted","warnings":[]}"#)
            let lines = (2...5).map { #"{"kind":"agent","source":"desk","id":"a \#($0)","skills":["x"],"shoe":1}"# }
            let stream = try await call(
                .post, "/v1/ingest", body: lines.joined(separator: "\n"), headers: Self.lines)
            #expect(try stream.json["records"]?["agents"]?["accepted"]?.integer == 4)
            let first = try await call(.get, "/v1/agents?limit=3").json
            #expect(names(first["items"], "id") == ["a 1", "a 2", "a 3"])
            #expect(first["items"]?[0]?["sources"]?[0]?["source"]?.string == "hr")
            let next = try #require(first["next"]?.string)
            let second = try await call(.get, "/v1/agents?limit=3&cursor=\(next)").json
            #expect(names(second["items"], "id") == ["a 4", "a 5"] && second["next"] == .null)
            #expect(try await call.status(.get, "/v1/agents?cursor=nonsense!") == 400)
            #expect(try await call.status(.delete, "/v1/sources/hr/agents/a%201") == 204)
            #expect(try await call.status(.delete, "/v1/sources/hr/agents/a%201") == 204)
            #expect(names(try await call(.get, "/v1/agents").json["items"], "id").first == "a 2")
            #expect(try await call.status(.get, "/v1/agents/stream") == 404)
        }
    }

    @Test("A topic is told by channel and by agent, each with interval and sample, and the sure one is asked for")
    func figures() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let answer = try await call(.get, "/v1/profiles/crm:p0/handling?topic=DELIVERY").json
            #expect(answer["topic"]?.string == "delivery")
            #expect(names(answer["channels"], "channel") == ["phone", "chat"])
            #expect(answer["channels_differ"] == .bool(true))
            #expect(names(answer["agents"], "agent").prefix(2) == ["good", "poor"])
            let good = answer["agents"]?[0]
            #expect(good?["sample"]?.integer == 40 && good?["basis"]?.string == "own" && good?["name"]?.string == "Gil")
            #expect(good?["has_skill"] == .bool(true))
            #expect(answer["recommendation"]?["agent"]?.string == "good")
            #expect(answer["recommendation"]?["why"]?.string?.contains("solved 100 % of 40 contacts") == true)
            #expect(answer["baseline"]?["sample"]?.integer == 112)
            #expect(answer["learned"]?["rule"]?.string?.contains("within 7 days") == true)
            let chat = try await call(
                .get, "/v1/profiles/crm:p0/handling?topic=delivery&channel=chat&language=de&free=poor,good"
            ).json
            #expect(chat["recommendation"]?["agent"]?.string == "poor")
            #expect(chat["unable"]?[0]?["reason"]?.string == "does not speak de")
            let byMail = "/v1/profiles/crm:p0/handling?topic=delivery&free=poor,good&channel="
            let (spelt, plain) = try await (call(.get, byMail + "E-Mail").json, call(.get, byMail + "email").json)
            #expect(spelt["unable"]?[0]?["agent"]?.string == "good" && spelt == plain)
            let spaced = try await call(.get, "/v1/profiles/crm:p0/handling?topic=delivery&free=poor,%20good%20,").json
            #expect(spaced["recommendation"]?["agent"]?.string == "good")
            #expect(try await call.status(.get, "/v1/profiles/crm:p0/handling?language=nonsense1") == 400)
            #expect(try await call.status(.get, "/v1/profiles/crm:nobody/handling?topic=x") == 404)
            let many = (0...200).map { "a\($0)" }.joined(separator: ",")
            #expect(try await call.status(.get, "/v1/profiles/crm:p0/handling?free=\(many)") == 400)
        }
    }

    @Test("Who is free and unknown is warned of by their place, and takes no chat")
    func strangers() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let path = "/v1/profiles/crm:p0/handling?topic=delivery&channel=chat&free="
            let told = try await call(.get, path + "tpyo,%20own,,nobody,%20tpyo").json
            #expect(names(told["warnings"], "pointer") == ["/free/0", "/free/2"])
            #expect(names(told["warnings"], "code") == ["unknown_agent", "unknown_agent"])
            #expect(told["recommendation"]?["agent"]?.string == "own")
            #expect(names(told["unable"], "reason") == Array(repeating: "is not known to serve chat", count: 2))
            #expect(try await call(.get, path + "good").json["warnings"] == .array([]))

            let queue = #"{"queue":[{"ref":"1","channel":"chat"},{"ref":"2"}],"free":["own"," ","tpyo","own","tpyo "]}"#
            let ranked = try await call(.post, "/v1/vip/rank", body: queue).json
            #expect(names(ranked["warnings"], "pointer") == ["/free/2"])
            #expect(ranked["queue"]?[0]?["handling"]?["agent"]?.string == "own")
            #expect(ranked["queue"]?[1]?["handling"]?["agent"]?.string == "tpyo")
            let mine = Self.contact("u1", of: "una", on: "2026-11-01", with: "tim")
            #expect(try await call.status(.post, "/v1/ingest", body: mine, headers: Self.lines) == 200)
            let una = #"{"queue":[{"ref":"1","identifier":"crm:una"}],"free":["tim","tpyo"]}"#
            let knowing = try await call(.post, "/v1/vip/rank", body: una).json
            #expect(knowing["queue"]?[0]?["handling"]?["agent"]?.string == "tim")
            #expect(names(knowing["warnings"], "pointer") == ["/free/1"], "tim had contact with una")

            let unasked = try await call(.post, "/v1/vip/rank", body: #"{"queue":[{"ref":"1"}]}"#)
            #expect(!unasked.text.contains("warnings"))
        }
    }

    @Test("An id with a comma is named by a parameter that is given again")
    func commas() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            #expect(try await call.status(.put, "/v1/sources/hr/agents/Gil%2CB", body: "{}") == 200)
            let path = "/v1/profiles/crm:p0/handling?topic=x&"
            for query in ["free=Gil,B&free=", "free=Gil%2CB&free=Gil,B", "free=&free=%20Gil,B"] {
                let told = try await call(.get, path + query).json
                #expect(told["recommendation"]?["agent"]?.string == "Gil,B", "\(query)")
                #expect(told["warnings"] == .array([]))
            }
            let split = try await call(.get, path + "free=Gil,B").json
            #expect(names(split["warnings"], "pointer") == ["/free/0", "/free/1"])
            let both = try await call(.get, path + "free=own&free=good").json
            #expect(names(both["agents"], "agent").sorted { ($0 ?? "") < ($1 ?? "") } == ["good", "own"])
            let many = (0...200).map { "free=a\($0)" }.joined(separator: "&")
            #expect(try await call.status(.get, path + many) == 400)
            #expect(try await call.status(.get, path + "topic=y") == 400, "others are given once")
        }
    }

    @Test("Channels and languages of agents are those that records use; others are left out")
    func abilities() async throws {
        try await TestServer().call { call async throws in
            let body =
                #"{"channels":["Live Chat","live_chat","Telefon!",7,"E-Mail","email"],"#
                + #""languages":["EN_gb","German","xx-1",""],"skills":["Any thing!"]}"#
            let put = try await call(.put, "/v1/sources/hr/agents/a", body: body)
            #expect(put.status == 200)
            let pointers = ["/channels/2", "/channels/3", "/languages/2"]
            #expect(names(try put.json["warnings"], "pointer") == pointers)
            #expect(names(try put.json["warnings"], "code") == ["bad_word", "wrong_type", "bad_language"])
            let agent = try await call(.get, "/v1/agents").json["items"]?[0]
            #expect(agent?["channels"] == .array([.string("live_chat"), .string("email")]))
            #expect(agent?["languages"] == .array([.string("en-GB"), .string("de")]))
            #expect(agent?["skills"] == .array([.string("Any thing!")]))
        }
    }

    @Test("Whom the customer trusts takes their matter; an objection is heard at once")
    func trusted() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let path = "/v1/profiles/crm:ada/handling?topic=delivery"
            let answer = try await call(.get, path).json
            #expect(answer["recommendation"]?["agent"]?.string == "own")
            #expect(answer["recommendation"]?["agent_name"]?.string == "Ona")
            #expect(answer["continuity"]?[0]?["rating"]?["count"]?.integer == 2)
            #expect(answer["continuity"]?[0]?["trusted"] == .bool(true))
            #expect(answer["handover"]?.string?.contains("Last rating 5 of 5") == true)
            let refusal = #"{"consents":[{"purpose":"profiling","status":"denied"}]}"#
            #expect(try await call.status(.put, "/v1/sources/crm/customers/ada", body: refusal) == 200)
            let withheld = try await call(.get, path).json
            #expect(withheld["recommendation"]?["agent"]?.string == "good")
            #expect(withheld["withheld"]?.string == "consent to profiling is denied")
            #expect(withheld["continuity"]?[0]?["contacts"]?.integer == 2)
            #expect(withheld["continuity"]?[0]?["rating"] == .null && withheld["continuity"]?[0]?["trusted"] == .null)
            #expect(try await call.status(.post, "/v1/outlook/learn") == 200)
            #expect(try await call(.get, path).json["learned"]?["customers"]?.integer == 80)
        }
    }

    @Test("A shop of three customers tells no share, and says so")
    func small() async throws {
        try await TestServer().call { call async throws in
            let lines = (0..<3).map { Self.contact("\($0)", of: "c\($0)", on: "2026-10-01", with: "only") }
            let body = lines.joined(separator: "\n")
            #expect(try await call.status(.post, "/v1/ingest", body: body, headers: Self.lines) == 200)
            let path = "/v1/profiles/crm:c0/handling?free=only"
            #expect(try await call(.get, path).json["learned"] == .null)
            #expect(try await call.status(.post, "/v1/outlook/learn") == 200)
            let answer = try await call(.get, path).json
            #expect(answer["topic"]?.string == "delivery" && answer["recommendation"]?["agent"]?.string == "only")
            #expect(answer["recommendation"]?["why"]?.string?.contains("fewer than 30 contacts") == true)
            #expect(answer["baseline"]?["share"] == .null && answer["agents"]?[0]?["share"] == .null)
            #expect(answer["agents"]?[0]?["contacts"]?.integer == 3)
        }
    }

    @Test("A queue that names who is free says who should take each, nobody twice; without it nothing changes")
    func queue() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let queue =
                #"[{"ref":"1","identifier":"crm:p1","waited_seconds":50,"topic":"delivery"},"#
                + #"{"ref":"2","identifier":"crm:ada","waited_seconds":40,"topic":"delivery","channel":"chat"},"#
                + #"{"ref":"3","waited_seconds":30,"topic":"Delivery"},{"ref":"4"}]"#
            let plain = try await call(.post, "/v1/vip/rank", body: queue)
            #expect(plain.status == 200 && !plain.text.contains("handling"))
            let body = #"{"queue":\#(queue),"free":["poor","good","own"]}"#
            let asked = try await call(.post, "/v1/vip/rank", body: body).json
            guard case .array(let places)? = asked["queue"] else {
                Issue.record("no queue")
                return
            }
            #expect(places.map { $0["ref"]?.string } == ["1", "2", "3", "4"])
            #expect(places.map { $0["handling"]?["agent"]?.string } == ["good", "own", "poor", nil])
            #expect(places[1]["handling"]?["channel"]?.string == "chat")
            #expect(places[3]["handling"]?["why"]?.string == "those who are free take others before")
            let none = try await call(.post, "/v1/vip/rank", body: #"{"queue":\#(queue),"free":[]}"#).json
            #expect(none["queue"]?[0]?["handling"]?["agent"] == .null)
            #expect(none["queue"]?[3]?["handling"]?["why"]?.string == "nobody is free")
            let wrong = #"{"queue":[{"ref":"1","language":"nonsense1"}],"free":[7]}"#
            #expect(try await call.status(.post, "/v1/vip/rank", body: wrong) == 422)
        }
    }

    @Test("Who can take none of the first in a queue takes the first behind them, however many they are")
    func unservable() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let dutch = (1...900).map { #"{"ref":"\#($0)","waited_seconds":\#(2000 - $0),"language":"nl"}"# }
            let queue = (dutch + [#"{"ref":"en","language":"en"}"#, #"{"ref":"late"}"#]).joined(separator: ",")
            let asked = try await call(.post, "/v1/vip/rank", body: #"{"queue":[\#(queue)],"free":["good"]}"#).json
            let told = (0..<902).map { asked["queue"]?[$0]?["handling"] }
            #expect(told[900]?["agent"]?.string == "good")
            #expect(told.count { $0?["agent"]?.string != nil } == 1)
            let later = "those who are free take others before"
            #expect(told.map { $0?["why"]?.string == later } == told.indices.map { $0 == 901 })
        }
    }

    @Test("Advocates are those who agreed, as they are now: who withdraws or is erased is named no more")
    func advocates() async throws {
        let server = try await TestServer()
        try await server.call { call async throws in
            let consent = { (status: String, at: String) in
                #"{"full_name":"Jane Doe","language":"en","consents":[{"purpose":"advocacy","status":"\#(status)","#
                    + #""at":"\#(at)"}]}"#
            }
            for name in ["a", "b", "c"] {
                let order =
                    #"{"customer":{"crm":"\#(name)"},"placed_at":"2026-05-01T00:00:00Z","status":"delivered","#
                    + #""currency":"EUR","lines":[{"sku":"T","category":"Tents","quantity":1}]}"#
                #expect(try await call.status(.put, "/v1/sources/erp/orders/\(name)", body: order) == 200)
                let contacts = ["2026-05-10", "2026-06-10"].map {
                    Self.contact("\(name)\($0)", of: name, on: $0, with: "x", csat: name == "a" ? 5 : 4)
                }
                let body = contacts.joined(separator: "\n")
                #expect(try await call.status(.post, "/v1/ingest", body: body, headers: Self.lines) == 200)
                let granted = consent(name == "c" ? "denied" : "granted", "2026-06-01T00:00:00Z")
                #expect(try await call.status(.put, "/v1/sources/crm/customers/\(name)", body: granted) == 200)
            }
            let path = "/v1/advocates?category=tents"
            #expect(try await call(.get, path).json["learned"] == .null)
            #expect(try await call.status(.post, "/v1/outlook/learn") == 200)
            let all = try await call(.get, path).json
            #expect(all["advocates"]?[0]?["rating"]?["average"]?.integer == 5)
            #expect(names(all["advocates"], "profile_id").count == 2)
            #expect(names(try await call(.get, path + "&limit=1").json["advocates"], "name") == ["Jane Doe"])
            #expect(names(try await call(.get, path + "&language=de").json["advocates"], "name").isEmpty)
            #expect(try await call.status(.get, "/v1/advocates") == 400)
            let revoked = consent("revoked", "2026-07-01T00:00:00Z")
            #expect(try await call.status(.put, "/v1/sources/crm/customers/a", body: revoked) == 200)
            let left = try await call(.get, path).json
            #expect(names(left["advocates"], "profile_id") == [names(all["advocates"], "profile_id").last ?? nil])
            #expect(try await call.status(.delete, "/v1/profiles/crm:b") == 200)
            #expect(names(try await call(.get, path).json["advocates"], "profile_id").isEmpty)
            let note = try #require(try await server.store.note(StoredSetting.advocates))
            let kept = try Stored.value(LearnedAdvocates.self, from: note)
            #expect(kept.profiles(of: "tents").count == 1)
        }
    }
}
