import Foundation
import Testing

@Suite("Changes go out to other systems", .timeLimit(.minutes(5))) struct OutgoingWebhookTests {
    private static let settings = [
        "CLIENTELE_SECRETS_KEY": "T1bN0jFq5c3b0wq3tYyD7mJmJ8p6s1Zr2vXoHk4uE9M=",
        "CLIENTELE_WEBHOOKS_ALLOW_PRIVATE": "true",
    ]

    @Test("Receivers that fail, redirect, end it or ask for patience are treated as they should be")
    func receivers() async throws {
        let (receiver, canary) = (try await MessageReceiver(), try await MessageReceiver())
        let server = try await Server(environment: Self.settings)
        let paths = ["/ok", "/first/500/0", "/first/429/7", "/status/410", "/redirect/\(canary.port)", "/hang"]
        var ids: [String: String] = [:]
        for path in paths { ids[path] = try await Self.make(receiver, path, on: server) }
        try await Self.put("1", on: server)
        let again = ["/ok": 1, "/first/500/0": 2, "/first/429/7": 2, "/redirect/\(canary.port)": 2]
        try await until { try again.allSatisfy { try receiver.messages($0.key).count >= $0.value } }
        let all = try receiver.messages()
        #expect(all.allSatisfy { $0.isSigned && $0.body["type"]?.text == "profile.created" })
        for path in paths { #expect(Set(try receiver.messages(path).map(\.id)).count == 1, "\(path)") }
        for (path, pause) in [("/first/500/0", 5.0), ("/first/429/7", 7.0)] {
            let moments = try receiver.messages(path).map(\.at)
            #expect(moments[1] - moments[0] >= pause, "\(path)")
        }
        #expect(try canary.messages().isEmpty)
        let gone = try await server.send("GET", "/v1/webhooks/\(ids["/status/410"] ?? "")").json
        #expect(gone["halt"]?.text == "gone" && gone["enabled"] == .bool(false))
        let waiting = try await Self.deliveries(ids["/redirect/\(canary.port)"], on: server)
        #expect(waiting.first?["state"]?.text == "retrying" && waiting.first?["status"]?.integer == 302)
        #expect(try await Self.deliveries(ids["/hang"], on: server).count == 1)
        #expect(try await Self.deliveries(ids["/ok"], on: server).isEmpty)
        #expect(try await server.stop() == 0)
    }

    @Test("A receiver that asks for patience gets no message of anybody before that is over")
    func patience() async throws {
        let receiver = try await MessageReceiver()
        let server = try await Server(environment: Self.settings)
        let id = try await Self.make(receiver, "/busy/429/4", on: server)
        try await Self.put("1", on: server)
        try await until { try receiver.messages().count == 1 }
        for number in 2...9 { try await Self.put("\(number)", on: server) }
        var resting = JSON.null
        repeat {
            resting = try await server.send("GET", "/v1/webhooks/\(id)").json["resting_until"] ?? .null
        } while resting == .null
        try await until { try Set(receiver.messages().map(\.id)).count == 9 }
        let moments = try receiver.messages().map(\.at)
        #expect(moments.dropFirst().allSatisfy { $0 - moments[0] >= 3.9 }, "\(moments)")
        #expect(try await server.stop() == 0)
    }

    @Test("A rest that a person ends is over at once: by a replay, by another address, or by a pause that ends")
    func endedRest() async throws {
        let receiver = try await MessageReceiver()
        let server = try await Server(environment: Self.settings)
        let id = try await Self.make(receiver, "/busy/429/600/a", on: server)
        let path = "/v1/webhooks/\(id)"
        func change(_ body: String) async throws {
            try #require(try await server.send("PATCH", path, body).status == 200)
        }
        func rest(at place: String, asking first: String, holding second: String) async throws {
            try await Self.put(first, on: server)
            while try await server.send("GET", path).json["resting_until"] ?? .null == .null {
                try await Task.sleep(for: .milliseconds(20))
            }
            try await Self.put(second, on: server)
            #expect(try receiver.messages(place).count == 1)
        }
        func expectSoon(_ count: Int, at place: String) async throws {
            let start = ContinuousClock.now
            try await until { try receiver.messages(place).count >= count }
            #expect(start.duration(to: .now) < .seconds(5), "\(place)")
        }
        try await rest(at: "/busy/429/600/a", asking: "1", holding: "2")
        #expect(try await server.send("POST", path + "/replay", "{}").status == 200)
        try await expectSoon(3, at: "/busy/429/600/a")
        try await change(#"{"url":"\#(receiver.url("/busy/429/600/b"))"}"#)
        try await rest(at: "/busy/429/600/b", asking: "3", holding: "4")
        try await change(#"{"url":"\#(receiver.url("/ok"))"}"#)
        try await expectSoon(1, at: "/ok")
        try await change(#"{"url":"\#(receiver.url("/busy/429/600/c"))"}"#)
        try await rest(at: "/busy/429/600/c", asking: "5", holding: "6")
        for isEnabled in [false, true] { try await change(#"{"enabled":\#(isEnabled)}"#) }
        try await expectSoon(2, at: "/busy/429/600/c")
        #expect(try await server.stop() == 0)
    }

    @Test("A start with another key tells how many endpoints it does not open, by which setting, and never a key")
    func otherKey() async throws {
        let folder = try Folder()
        let incoming = #"{"source":"shop","scheme":"bearer","secret":"a-secret-of-the-shop"}"#
        var server = try await Server(in: folder, environment: Self.settings)
        for url in ["https://a.example", "https://b.example"] { _ = try await Self.made(url, on: server) }
        #expect(try await server.send("PUT", "/v1/webhooks/in/shop", incoming).status == 201)
        #expect(try await server.stop() == 0)
        let (former, key) = (
            Self.settings["CLIENTELE_SECRETS_KEY"] ?? "", "mJ8p6s1Zr2vXoHk4uE9MT1bN0jFq5c3b0wq3tYyD7mI="
        )
        let settings: [(environment: [String: String], isWarned: Bool)] = [
            (Self.settings, false), (["CLIENTELE_SECRETS_KEY": key], true), ([:], true),
            (["CLIENTELE_SECRETS_KEY": key, "CLIENTELE_SECRETS_FORMER_KEYS": former], false),
        ]
        for (environment, isWarned) in settings {
            server = try await Server(in: folder, environment: environment)
            #expect(try await server.stop() == 0)
            let warnings = server.program.errors.split(separator: "\n").filter { $0.contains("secrets.key") }
            #expect(warnings.count == (isWarned ? 1 : 0))
            #expect(!server.program.errors.contains(former) && !server.program.errors.contains(key))
            let check = try await Command.run("serve", "--check", in: folder, environment: environment)
            #expect(check.status == 0 && check.errors.contains("(outgoing: 2, incoming: 1)") == isWarned)
            #expect(!check.errors.contains(former) && !check.errors.contains(key))
            for warning in warnings {
                let event = try JSON(warning.utf8)
                #expect(event["level"]?.text == "warning")
                #expect(event["outgoing"]?.text == "2" && event["incoming"]?.text == "1", "\(warning)")
            }
        }
    }

    @Test("Under another key nothing can be told again, which is said, and a new secret mends it at once")
    func closed() async throws {
        let receiver = try await MessageReceiver()
        var server = try await Server(environment: Self.settings)
        let folder = server.folder
        let id = try await Self.make(receiver, "/ok", on: server)
        let incoming = #"{"source":"shop","scheme":"bearer","secret":"a-secret-of-the-shop"}"#
        #expect(try await server.send("PUT", "/v1/webhooks/in/shop", incoming).status == 201)
        let kept = try await server.send(
            "POST", "/v1/webhooks/in/shop", "{}", key: nil, headers: ["Authorization: Bearer a-secret-of-the-shop"])
        #expect(kept.status == 202)
        #expect(try await server.stop() == 0)
        var other = Self.settings
        other["CLIENTELE_SECRETS_KEY"] = "mJ8p6s1Zr2vXoHk4uE9MT1bN0jFq5c3b0wq3tYyD7mI="
        server = try await Server(in: folder, environment: other)
        for body in ["{}", #"{"since":"2026-01-01T00:00:00Z"}"#] {
            let refused = try await server.send("POST", "/v1/webhooks/\(id)/replay", body)
            #expect(refused.status == 409 && refused.text.contains("CLIENTELE_SECRETS_FORMER_KEYS"))
        }
        #expect(try await server.send("POST", "/v1/webhooks/\(id)/everything").status == 409)
        let replay = try await server.send("POST", "/v1/webhooks/in/shop/replay").json
        #expect(replay["closed"]?.integer == 1 && replay["failed"]?.integer == 1)
        let secret = try await server.send("POST", "/v1/webhooks/\(id)/secret").json["secret"]?.text
        try receiver.know(try #require(secret), for: "/ok")
        try await Self.put("1", on: server)
        try await until { try receiver.messages("/ok").count == 1 }
        #expect(try receiver.messages("/ok").allSatisfy(\.isSigned))
        #expect(try await server.stop() == 0)
    }

    @Test("Receivers that hang take nothing from others")
    func fair() async throws {
        let receiver = try await MessageReceiver()
        let server = try await Server(environment: Self.settings)
        // More than all connections, would each take as many as an endpoint may alone.
        let hanging = (1...18).map { "/hang/\($0)" }
        for path in hanging { _ = try await Self.make(receiver, path, on: server) }
        _ = try await Self.make(receiver, "/ok", on: server)
        for number in 1...70 { try await Self.put("\(number)", on: server) }
        try await until { try receiver.messages("/ok").count == 70 && receiver.messages().count > 70 + 18 * 40 }
        let all = try receiver.messages()
        let first = try #require(all.filter { $0.path != "/ok" }.map(\.at).min())
        let last = try #require(all.filter { $0.path == "/ok" }.map(\.at).max())
        #expect(last - first < 14, "the first that hang were not given up before")
        try await server.kill()
    }

    @Test("Killed between commit and delivery, and between delivery and answer, it loses nothing and keeps the id")
    func killed() async throws {
        let folder = try Folder()
        let port = try Socket.freePort()
        var server = try await Server(in: folder, environment: Self.settings)
        let (_, secret) = try await Self.made("http://127.0.0.1:\(port)/hold", on: server)
        for number in 1...20 { try await Self.put("\(number)", on: server) }
        try await server.kill()
        let receiver = try await MessageReceiver(port: port)
        try receiver.know(secret, for: "/hold")
        server = try await Server(in: folder, environment: Self.settings)
        try await until { try receiver.messages("/hold").count >= 4 }
        try await server.kill()
        let held = try receiver.messages("/hold")
        try receiver.open()
        server = try await Server(in: folder, environment: Self.settings)
        try await until { try receiver.messages("/hold").count >= held.count + 20 }
        let all = try receiver.messages("/hold")
        let (profiles, ids) = (Set(all.map { $0.body["data"]?["id"]?.text }), Set(all.map(\.id)))
        #expect(all.allSatisfy { $0.isSigned } && profiles.count == 20)
        #expect(ids.count == 20, "the same message has the same id")
        #expect(try await server.stop() == 0)
    }

    @Test("Private addresses are refused unless the settings allow them, and without a key no secret is taken")
    func refused() async throws {
        let canary = try await MessageReceiver()
        let key = ["CLIENTELE_SECRETS_KEY": Self.settings["CLIENTELE_SECRETS_KEY"] ?? ""]
        let server = try await Server(environment: key)
        let plain = try await server.send("POST", "/v1/webhooks", #"{"url":"\#(canary.url("/ok"))"}"#)
        #expect(plain.status == 422)
        for host in ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"] {
            let (id, _) = try await Self.made("https://\(host):\(canary.port)/ok", on: server)
            let ping = try await server.send("POST", "/v1/webhooks/\(id)/ping").json
            #expect(ping["failure"]?.text == "refused_address" && ping["delivered"] == .bool(false), "\(host)")
        }
        #expect(try canary.messages().isEmpty)
        let bare = try await Server()
        let refused = try await bare.send("POST", "/v1/webhooks", #"{"url":"https://shop.example/"}"#)
        #expect(refused.status == 409 && refused.text.contains("secrets.key"))
        for server in [server, bare] { #expect(try await server.stop() == 0) }
    }

    @Test(
        "Two nodes share the work, and lose nothing when one dies", .enabled(if: Cluster.isPossible, Cluster.advice))
    func nodes() async throws {
        let receiver = try await MessageReceiver()
        try await Cluster.run { cluster in
            let environment = Self.settings.merging(["CLIENTELE_DATABASE": cluster.url]) { $1 }
            let (first, second) = (
                try await Server(environment: environment), try await Server(environment: environment)
            )
            _ = try await Self.make(receiver, "/ok", on: first)
            for number in 1...150 { try await Self.put("\(number)", on: number % 2 == 0 ? first : second) }
            try await first.kill()
            for number in 151...200 { try await Self.put("\(number)", on: second) }
            try await until { Set(try receiver.messages().compactMap { $0.body["data"]?["id"]?.text }).count == 200 }
            #expect(try receiver.messages().allSatisfy(\.isSigned))
            #expect(try await second.stop() == 0)
        }
    }

    // MARK: Steps

    /// The id of an endpoint whose messages the receiver checks.
    private static func make(_ receiver: MessageReceiver, _ path: String, on server: Server) async throws -> String {
        let (id, secret) = try await made(receiver.url(path), on: server)
        try receiver.know(secret, for: path)
        return id
    }

    private static func made(_ url: String, on server: Server) async throws -> (id: String, secret: String) {
        let made = try await server.send("POST", "/v1/webhooks", #"{"url":"\#(url)"}"#)
        try #require(made.status == 201)
        return (try #require(try made.json["id"]?.text), try #require(try made.json["secret"]?.text))
    }

    private static func put(_ id: String, on server: Server) async throws {
        let body = #"{"given_name":"Jane","updated_at":"2026-11-22T10:00:00Z"}"#
        try #require(try await server.send("PUT", "/v1/sources/crm/customers/\(id)", body).status == 200)
    }

    private static func deliveries(_ id: String?, on server: Server) async throws -> [JSON] {
        let answer = try await server.send("GET", "/v1/webhooks/\(id ?? "")/deliveries")
        return try #require(try answer.json["items"]?.list)
    }
}

/// Waits until something holds; the time limit of the suite ends what never comes.
private func until(_ holds: () throws -> Bool) async throws {
    while try !holds() { try await Task.sleep(for: .milliseconds(50)) }
}
