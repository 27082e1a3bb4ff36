import HTTPTypes
import HummingbirdTesting
import ProfileHTTP
import ProfileStore
import ProfileWire
import Testing

@Suite("Intercom shows a customer's first screen to those who can sign")
struct IntercomTests {
    private static let secret = "3f0c9a52-c11e-45d2-8c1b-5a2f3b0e7d11"
    private static let paths = ["/v1/panel/intercom/initialize", "/v1/panel/intercom/submit"]

    private static func server(publicOrigin: String? = nil) async throws -> TestServer {
        let app = IntercomApp(secret: secret, externalIDType: "shop")
        return try await TestServer(desks: DeskApps(intercom: app), publicOrigin: publicOrigin)
    }

    /// As Intercom does.
    private static func sign(_ body: String, with secret: String = secret) throws -> String {
        try OpenSSL.authenticate(body, with: secret).hexadecimal
    }

    private static func ask(
        _ body: String, _ call: TestCaller, path: String = paths[0], signature: String?? = .none
    ) async throws -> TestCaller.Answer {
        let own = try sign(body)
        var headers: HTTPFields = [.contentType: "application/json; charset=utf-8"]
        headers[try #require(HTTPField.Name("X-Body-Signature"))] = signature ?? own
        return try await call(.post, path, as: nil, body: body, headers: headers)
    }

    /// As Intercom sends it for the inbox, in parts.
    private static func request(_ contact: String, chosen: String? = nil) -> String {
        let click = chosen.map { #","component_id":"\#($0)","input_values":{},"current_canvas":{}"# } ?? ""
        return """
            {"workspace_id":"abc","workspace_region":"US","admin":{"type":"admin","id":"1","name":"Kim"},
            "context":{"location":"conversation","conversation_id":7},"contact":{"type":"contact","id":"5f0",
            "role":"user",\(contact)}\(click)}
            """
    }

    private static func components(_ answer: TestCaller.Answer) throws -> [JSONValue] {
        guard case .array(let values)? = try answer.json["canvas"]?["content"]?["components"] else { return [] }
        return values
    }

    /// What stands on a canvas, line by line.
    private static func lines(_ answer: TestCaller.Answer) throws -> [String] {
        try components(answer).flatMap { component -> [String] in
            if let text = (component["text"] ?? component["label"])?.string { return [text] }
            guard case .array(let items)? = component["items"] else { return [] }
            return items.flatMap { [$0["title"]?.string, $0["subtitle"]?.string].compactMap(\.self) }
        }
    }

    private static func fill(_ call: TestCaller) async throws {
        let records = [
            ("customers/7", #"{"given_name":"Zoe","family_name":"[M](https://x.example)","emails":["z@example.com"]}"#),
            ("customers/8", #"{"given_name":"Pia","family_name":"Phone","phones":["+4930901820"]}"#),
            (
                "orders/1001",
                """
                {"customer":{"shop":"7"},"placed_at":"2026-11-21T09:00:00Z","total":"20.00","currency":"EUR",
                "status":"shipped"}
                """
            ),
        ]
        for (path, body) in records {
            #expect(try await call.status(.put, "/v1/sources/shop/\(path)", body: body) == 200)
        }
    }

    @Test("The customer is found by external id, mail address or number, at first and after a click", arguments: paths)
    func found(path: String) async throws {
        try await Self.server(publicOrigin: "https://c.example").call { call async throws in
            try await Self.fill(call)
            for contact in [
                #""external_id":"7","email":null,"phone":null"#, #""external_id":null,"email":"Z@example.com""#,
                #""email":"z@example.com","phone":"","external_id":"unknown""#,
            ] {
                let answer = try await Self.ask(Self.request(contact, chosen: "refresh"), call, path: path)
                let lines = try Self.lines(answer)
                #expect(answer.status == 200 && lines.first == "Zoe [M](https://x.example)")
                #expect(lines.contains("1001 · 20.00 EUR") && lines.contains("shipped, placed yesterday"))
                #expect(lines.contains("Not a VIP") && lines.suffix(2) == ["Open in Clientele", "Refresh"])
            }
            let phone = try await Self.ask(Self.request(#""phone":"+49 30 901820""#), call, path: path)
            #expect(try Self.lines(phone).first == "Pia Phone")
        }
    }

    @Test("Words of a customer stand where they cannot become a link, and ids of components differ")
    func text() async throws {
        try await Self.server().call { call async throws in
            try await Self.fill(call)
            let answer = try await Self.ask(Self.request(#""external_id":"7""#), call)
            let components = try Self.components(answer)
            for component in components where component["type"] == .string("text") {
                #expect(component["text"]?.string?.contains("](") == false)
            }
            let ids = components.flatMap { component -> [String] in
                guard case .array(let items)? = component["items"] else { return [component["id"]?.string ?? ""] }
                return items.compactMap { $0["id"]?.string }
            }.filter { !$0.isEmpty }
            #expect(Set(ids).count == ids.count && ids.count > 4)
            // Nobody said where browsers find the console.
            #expect(!answer.text.contains("/console#"))
        }
    }

    @Test("A name that is one character and much text is cut, and a large body is not read")
    func sizes() async throws {
        try await Self.server().call { call async throws in
            let name = "Q" + String(repeating: "\u{323}\u{307}", count: 80)
            let body = #"{"given_name":"\#(name)"}"#
            #expect(try await call.status(.put, "/v1/sources/shop/customers/7", body: body) == 200)
            let answer = try await Self.ask(Self.request(#""external_id":"7""#), call)
            let title = try #require(try Self.lines(answer).first)
            #expect(title.unicodeScalars.count == 120 && title.hasSuffix("…"))
            let large = try await Self.ask(
                Self.request(#""external_id":"7","x":"\#(String(repeating: "x", count: 256 * 1024))""#), call)
            #expect(large.status == 413 && large.text.contains("at most 262144 bytes"))
        }
    }

    @Test("A canvas says how many it does not list")
    func more() {
        let text = { String(decoding: IntercomCanvas.choice([], more: $0).json(site: nil), as: UTF8.self) }
        #expect(text(3).contains("And 3 more: open Clientele.") && !text(0).contains("more"))
    }

    @Test("A canvas says that nobody is known, or that the contact has nothing to search by")
    func unknown() async throws {
        try await Self.server().call { call async throws in
            try await Self.fill(call)
            let nobody = try await Self.ask(Self.request(#""email":"nobody@example.com""#), call)
            #expect(try Self.lines(nobody).first?.hasPrefix("Nobody is known") == true)
            let nameless = try await Self.ask(Self.request(#""email":null"#), call)
            #expect(try Self.lines(nameless).first?.hasPrefix("This contact has no mail address") == true)
            let former = try await Self.ask(#"{"app_id":"x","customer":{"user_id":"8"}}"#, call)
            #expect(try Self.lines(former).first == "Pia Phone")
        }
    }

    @Test("When several may be meant the agent chooses one of them, and nobody else")
    func several() async throws {
        try await Self.server().call { call async throws in
            try await Self.fill(call)
            let other = #"{"given_name":"Max","family_name":"Other","emails":["max@example.com"]}"#
            #expect(try await call.status(.put, "/v1/sources/crm/customers/9", body: other) == 200)
            let contact = #""external_id":"7","email":null,"phone":"+4930901820""#
            let choice = try await Self.ask(Self.request(contact), call)
            guard case .array(let items)? = try Self.components(choice).first(where: { $0["items"] != nil })?["items"]
            else { throw NoChoice() }
            #expect(items.count == 2)
            for item in items {
                let id = try #require(item["id"]?.string)
                let chosen = try await Self.ask(Self.request(contact, chosen: id), call, path: Self.paths[1])
                #expect(try Self.lines(chosen).first == item["title"]?.string)
                #expect(try Self.lines(chosen).contains("Contact now"))
                // A refresh keeps the chosen customer.
                let refresh = try #require(try Self.components(chosen).last)
                #expect(refresh["label"]?.string == "Refresh" && refresh["id"]?.string == id)
            }
            let stranger = try #require(try await call(.get, "/v1/profiles/crm:9").json["id"]?.string)
            let refused = try await Self.ask(Self.request(contact, chosen: stranger), call, path: Self.paths[1])
            #expect(try Self.lines(refused) == Self.lines(choice))
        }
    }

    private struct NoChoice: Error {}

    @Test("Without the signature of this very body there is no answer", arguments: paths)
    func signatures(path: String) async throws {
        try await Self.server().call { call async throws in
            try await Self.fill(call)
            let body = Self.request(#""external_id":"7""#)
            let own = try Self.sign(body)
            let others = [
                nil, "", "x", own + "0", String(own.dropLast()), String(repeating: "0", count: 64),
                try Self.sign(body + " "), try Self.sign(body, with: "another"),
            ]
            #expect(try await Self.ask(body, call, path: path, signature: own.uppercased()).status == 200)
            for signature in others {
                let answer = try await Self.ask(body, call, path: path, signature: .some(signature))
                #expect(answer.status == 401 && !answer.text.contains("Zoe"))
            }
            // A key does not stand for a signature.
            #expect(try await call.status(.post, path, body: body) == 401)
            #expect(try await Self.ask("[]", call, path: path).status == 400)
        }
        try await TestServer().call { call async throws in
            #expect(try await Self.ask("{}", call, path: path).status == 404)
        }
    }
}
