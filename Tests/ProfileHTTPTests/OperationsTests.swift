import HTTPTypes
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import SQLiteStore
import SQLStore
import Testing

@Suite("Operators see what happens, and never whom it is about")
struct OperationsTests {
    /// For tests of what the store says, however busy the machine is.
    private static let patient: HTTPLimits = {
        var limits = HTTPLimits.standard
        limits.probePatience = .seconds(60)
        return limits
    }()

    @Test(
        "Life, readiness, metrics and documents need no key",
        arguments: [
            "/livez", "/readyz", "/metrics", "/openapi.yaml", "/docs", "/console", "/panel",
        ])
    func open(path: String) async throws {
        try await TestServer(limits: Self.patient).call { call async throws in
            let answer = try await call(.get, path, as: nil)
            #expect(answer.status == 200)
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(answer.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
        }
    }

    @Test("Who is ready tells how the store is")
    func ready() async throws {
        try await TestServer(limits: Self.patient).call { call async throws in
            let answer = try await call(.get, "/readyz", as: nil)
            let store = try JSONReader.parse(Array(answer.text.utf8))["store"]
            #expect(store?["engine"] == .string("sqlite"))
            #expect(store?["reachable"] == .bool(true))
            #expect(store?["writable"] == .bool(true))
            #expect(store?["schema"] != nil && store?["schema"] == store?["known_schema"])
            #expect(store?["following"] == nil)
        }
    }

    @Test("A store that cannot be written to is not ready")
    func notReady() async throws {
        let test = try await TestServer()
        await test.store.close()
        try await test.call { call async throws in
            let answer = try await call(.get, "/readyz", as: nil)
            #expect(answer.status == 503)
            #expect(answer.headers[.retryAfter] == "1")
            let store = try JSONReader.parse(Array(answer.text.utf8))["store"]
            #expect(store?["engine"] == .string("sqlite"))
            #expect(store?["reachable"] == .bool(false))
            #expect(try await call.status(.get, "/livez", as: nil) == 200)
            #expect(try await call.status(.get, "/v1/profiles/crm:1") == 503)
        }
    }

    @Test("However often readiness is asked for, hardly anything is written, and after a write nothing")
    func readyWithoutWriting() async throws {
        let test = try await TestServer(limits: Self.patient)
        try await test.call { call async throws in
            let writes = { try await Self.sample("clientele_store_writes_total", call) }
            let first = try await writes()
            for _ in 0..<50 { #expect(try await call.status(.get, "/readyz", as: nil) == 200) }
            let asked = try await writes() - first
            #expect(asked <= 10, "\(asked) writes for 50 questions")
            let start = ContinuousClock.now
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: "{}")
            let before = try await writes()
            for _ in 0..<50 { #expect(try await call.status(.get, "/readyz", as: nil) == 200) }
            // For three seconds a write tells that the next one would succeed; a slow machine takes longer to ask.
            let probes = Int(start.duration(to: .now) / .seconds(3))
            #expect(try await writes() - before <= probes)
        }
    }

    @Test("When the last write failed for lack of room, the node is not ready, with the status that balancers know")
    func fullDisk() async throws {
        let test = try await TestServer(limits: Self.patient)
        try await test.call { call async throws in
            #expect(try await call.status(.get, "/readyz", as: nil) == 200)
            // A failure counts for a second, in which a busy machine may not come to ask.
            var (answer, start) = (try await call(.get, "/readyz", as: nil), ContinuousClock.now)
            repeat {
                start = .now
                test.service.writeHealth.note(.cannotWrite)
                answer = try await call(.get, "/readyz", as: nil)
            } while answer.status != 503 && start.duration(to: .now) > .milliseconds(900)
            #expect(answer.status == 503)
            let store = try answer.json["store"]
            #expect(store?["reachable"] == .bool(true) && store?["writable"] == .bool(false))
        }
    }

    @Test("Keys that may read profiles see when each source last spoke")
    func sources() async throws {
        try await TestServer().call { call async throws in
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: "{}")
            let answer = try await call(.get, "/v1/sources", as: .profilesRead).json["sources"]
            #expect(answer?.count == 1 && answer?[0]?["source"] == .string("crm"))
            let kind = answer?[0]?["kinds"]?["customer"]
            #expect(kind?["last_at"]?.string != nil)
            #expect(kind?["usual_gap_seconds"] == .null && kind?["silent"] == .bool(false))
            #expect(try await call.status(.get, "/v1/sources", as: .vipRead) == 403)
        }
    }

    private static func sample(_ name: String, _ call: TestCaller) async throws -> Int {
        let lines = try await call(.get, "/metrics", as: nil).text.split(separator: "\n")
        return lines.filter { $0.hasPrefix(name) }.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
            .reduce(0, +)
    }

    @Test("What was learned is told with its figures, and an administrator has it learned at once")
    func outlook() async throws {
        try await TestServer().call { call async throws in
            _ = try await call(
                .put, "/v1/sources/erp/orders/1",
                body: #"{"customer":{"crm":"1"},"placed_at":"2020-01-01T00:00:00Z","status":"paid","total":"9.00"}"#)
            #expect(try await call(.get, "/v1/outlook", as: .profilesRead).json["learned"] == .null)
            #expect(try await call.status(.post, "/v1/outlook/learn", as: .profilesRead) == 403)
            let learned = try await call(.post, "/v1/outlook/learn").json["learned"]
            #expect(learned?["number"]?.integer == 1 && learned?["customers"]?.integer == 0, "too few to learn from")
            #expect(learned?["orders"]?["reason"]?.string?.contains("too few") == true)
            #expect(try await call(.get, "/v1/outlook", as: .profilesRead).json["learned"] == learned)
            let outlook = try await call(.get, "/v1/profiles/crm:1?fields=outlook", as: .profilesRead).json["outlook"]
            #expect(outlook?["learned"]?["number"]?.integer == 1 && outlook?["orders"]?["expected"] == .null)
        }
    }

    @Test(
        "What is nowhere is a problem as well",
        arguments: ["/", "/v1", "/v1/profiles", "/v1/profiles/", "/v2/x", "/livez/"])
    func nowhere(path: String) async throws {
        try await TestServer().call { call async throws in
            let answer = try await call(.get, path, as: nil)
            #expect(answer.status == 404)
            #expect(answer.headers[.contentType] == "application/problem+json")
        }
    }

    @Test("A wrong method is told which ones are right")
    func wrongMethod() async throws {
        try await TestServer().call { call async throws in
            let probe = try await call(.post, "/livez").headers[.allow]
            #expect(probe == "GET, HEAD")
            let lookup = try await call(.get, "/v1/profiles/lookup").headers[.allow]
            #expect(lookup == "POST")
            let tier = try await call(.patch, "/v1/profiles/crm:1/vip").headers[.allow]
            #expect(tier == "DELETE, PUT")
            #expect(try await call.status(.patch, "/v1/profiles/crm:1/vip") == 405)
        }
    }

    /// Words that must not get out, in every place where a request can carry one.
    private static let canary = "canary-Zw9"

    private func sing(_ call: TestCaller) async throws -> [TestCaller.Answer] {
        let canary = Self.canary
        let forged = "\(canary)%0d%0a%7B%22level%22:%22info%22%7D%1b%5B31m"
        return [
            try await call(
                .put, "/v1/sources/crm/customers/\(canary)",
                body: #"{"given_name":"\#(canary)","emails":["\#(canary)"]}"#),
            try await call(
                .put, "/v1/sources/crm/customers/1", body: #"{"birthday":"\#(canary)","language":"\#(canary)"}"#),
            try await call(.put, "/v1/sources/crm/customers/1", body: "{\"\(canary)"),
            try await call(.get, "/v1/profiles/email:\(canary)@example.com"),
            try await call(.get, "/v1/profiles/\(forged)"),
            try await call(.get, "/v1/profiles/crm:1?\(forged)=\(forged)"),
            try await call(.get, "/\(forged)?\(canary)"),
            try await call(
                .post, "/v1/ingest", body: #"{"kind":"\#(canary)","source":"\#(canary)","id":"\#(canary)"}"#),
            try await call(.post, "/v1/profiles/lookup", body: #"{"identifiers":["\#(canary)"],"\#(canary)x":1}"#),
            try await call(.get, "/v1/profiles/crm:1/timeline?cursor=\(canary)"),
            try await call.send(
                .get, "/v1/keys", token: "ck_\(canary)_\(canary)", body: nil, [.userAgent: canary, .referer: canary]),
        ]
    }

    @Test("Personal data reaches neither logs nor metrics nor problems")
    func canaries() async throws {
        let test = try await TestServer()
        try await test.call { call async throws in
            for answer in try await sing(call) where answer.status >= 400 {
                let pointless = answer.text.replacing("/\(Self.canary)x", with: "")
                #expect(!pointless.contains(Self.canary), "\(answer.text)")
            }
            let metrics = try await call(.get, "/metrics")
            #expect(!metrics.text.contains(Self.canary))
        }
        #expect(!test.log.all.isEmpty)
        for line in test.log.all {
            #expect(!String(decoding: line, as: UTF8.self).contains(Self.canary))
        }
    }

    @Test("Every line of the log is one JSON object")
    func logLines() async throws {
        let test = try await TestServer()
        try await test.call { call async throws in _ = try await sing(call) }
        for line in test.log.all {
            #expect(!line.contains(0x0A))
            let json = try JSONReader.parse(line)
            #expect(json["level"]?.string != nil)
            #expect(json["message"]?.string != nil)
        }
        let requests = try test.log.all.map { try JSONReader.parse($0) }.filter { $0["message"] == .string("request") }
        #expect(requests.contains { $0["route"] == .string("/v1/profiles/{id}") && $0["key"] == .string("admin") })
    }

    @Test("Metrics are in the format of Prometheus, with routes and never paths")
    func metrics() async throws {
        try await TestServer().call { call async throws in
            _ = try await call(.get, "/v1/vip/crm:1")
            _ = try await call(HTTPRequest.Method("BREW") ?? .get, "/v1/vip/crm:1")
            let answer = try await call(.get, "/metrics", as: nil)
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = answer.text.split(separator: "\n")
            #expect(answer.text.hasSuffix("\n"))
            let sample = #/[a-z_][a-z0-9_]*(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? (NaN|[+-]Inf|-?[0-9.e+-]+)/#
            for line in lines where !line.hasPrefix("#") {
                #expect(line.wholeMatch(of: sample) != nil, "\(line)")
            }
            let families = lines.filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] }
            #expect(Set(families).count == families.count)
            let counted =
                #"http_server_request_duration_seconds_count{http_route="/v1/vip/{id}",method="GET",status="200"} 1"#
            #expect(lines.contains { $0 == counted })
            #expect(answer.text.contains(#"method="_OTHER",status="405""#))
            #expect(families.contains("process_resident_memory_bytes"))
            #expect(families.contains("clientele_build_info"))
            #expect(families.contains("clientele_store_writes_total"))
            #expect(lines.contains { $0.hasPrefix("clientele_store_write_group_seconds_bucket{le=") })
        }
    }
}
