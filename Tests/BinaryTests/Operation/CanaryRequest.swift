import Testing

/// A request full of values that stand for personal data.
struct CanaryRequest: Sendable, CustomStringConvertible {
    let method: String
    let path: String
    var body: String?
    var key: String? = Server.adminKey
    var headers: [String] = []

    var description: String { "\(method) \(path) \(headers) \(body ?? "")" }

    func send(to server: Server) async throws -> Answer {
        try await server.send(method, path, body, key: key, headers: headers)
    }

    private static let email = "canary@canary-mail.example"
    private static let phone = "+44 20 7946 0999"
    /// Would break a log that is not careful, or colour somebody's terminal.
    private static let name = #"Canary\r\n{\"forged\":1}\u001b[31m"#

    private static let customer = #"{"customer":{"email":"\#(email)","phone":"\#(phone)","crm":"canary-1"}"#

    static let taken = [
        CanaryRequest(
            method: "PUT", path: "/v1/sources/crm/customers/canary-1",
            body: """
                {"given_name":"Canary","family_name":"Canary","full_name":"Canary Canary","emails":["\(email)"],\
                "phones":["\(phone)","canary"],"owner":{"id":"canary","name":"Canary"},"tags":["canary"],\
                "address":{"street":"Canary\\nWharf","city":"Canary","country":"GB"},"traits":{"canary":"canary"},\
                "canary":"canary","identifiers":{"passport":"canary"},"birthday":"1980-04-19"}
                """),
        CanaryRequest(
            method: "PUT", path: "/v1/sources/erp/orders/canary-2",
            body: customer
                + #","placed_at":"2026-01-01T00:00:00Z","status":"paid","lines":[{"sku":"canary","quantity":1}]}"#),
        CanaryRequest(
            method: "PUT", path: "/v1/sources/desk/interactions/canary-3",
            body: customer
                + #","occurred_at":"2026-01-01T00:00:00Z","channel":"chat","topic":"canary","summary":"canary"}"#),
        CanaryRequest(
            method: "PUT", path: "/v1/sources/shop/activities/canary-4",
            body: customer
                + #","occurred_at":"2026-01-01T00:00:00Z","type":"search","query":"canary","url":"https://canary"}"#),
        CanaryRequest(method: "GET", path: "/v1/profiles/email:\(email)?explain=true"),
        CanaryRequest(method: "GET", path: "/v1/profiles/phone:+442079460999/timeline"),
        CanaryRequest(method: "GET", path: "/v1/profiles/crm:canary-1/identity"),
        CanaryRequest(method: "GET", path: "/v1/vip/email:unknown.\(email)"),
        CanaryRequest(
            method: "POST", path: "/v1/profiles/lookup", body: #"{"identifiers":["email:\#(email)","canary"]}"#),
        CanaryRequest(method: "POST", path: "/v1/profiles/search", body: #"{"query":"canray canary"}"#),
        CanaryRequest(method: "POST", path: "/v1/profiles/search", body: #"{"query":"\#(phone)"}"#),
        CanaryRequest(method: "POST", path: "/v1/vip/lookup", body: #"{"identifiers":["email:\#(email)","canary"]}"#),
        CanaryRequest(
            method: "PUT", path: "/v1/profiles/crm:canary-1/vip", body: #"{"tier":"gold","reason":"Canary"}"#),
        CanaryRequest(method: "DELETE", path: "/v1/sources/shop/activities/canary-4"),
        CanaryRequest(method: "DELETE", path: "/v1/sources/crm/orders/canary"),
        CanaryRequest(
            method: "GET", path: "/livez",
            headers: ["User-Agent: canary", "X-Request-Id: canary", "Referer: https://canary"]),
    ]

    static let refused =
        wrongBodies.map(customerRecord) + [
            CanaryRequest(method: "GET", path: "/canary/\(email)?canary=\(email)"),
            CanaryRequest(method: "GET", path: "/v1/profiles/email:unknown.\(email)"),
            CanaryRequest(method: "GET", path: "/v1/profiles/canary"),
            CanaryRequest(method: "GET", path: "/v1/profiles/email:canary%0d%0aforged%1b"),
            CanaryRequest(method: "GET", path: "/v1/profiles/crm:canary-1?canary=canary"),
            CanaryRequest(method: "GET", path: "/v1/profiles/crm:canary-1?fields=canary"),
            CanaryRequest(method: "GET", path: "/v1/profiles/crm:canary-1?explain=canary"),
            CanaryRequest(method: "GET", path: "/v1/profiles/crm:canary-1/timeline?cursor=canary"),
            CanaryRequest(method: "GET", path: "/v1/profiles/crm:canary-1/timeline?limit=canary"),
            CanaryRequest(method: "CANARY", path: "/v1/profiles/crm:canary-1"),
            CanaryRequest(method: "GET", path: "/v1/keys", key: "canary"),
            CanaryRequest(method: "GET", path: "/v1/keys", key: "ck_canary_" + String(repeating: "canary", count: 8)),
            CanaryRequest(method: "DELETE", path: "/v1/keys/canary"),
            CanaryRequest(method: "PUT", path: "/v1/sources/Canary/orders/1", body: "{}"),
            CanaryRequest(method: "POST", path: "/v1/ingest", body: "", headers: ["Content-Type: canary/canary"]),
            CanaryRequest(method: "POST", path: "/v1/ingest", body: "", headers: ["Content-Encoding: canary"]),
            CanaryRequest(
                method: "POST", path: "/v1/profiles/crm:canary-1/merge", body: #"{"with":"canary","reason":"Canary"}"#),
            CanaryRequest(
                method: "PUT", path: "/v1/profiles/crm:canary-1/vip", body: #"{"tier":"canary","reason":"Canary"}"#),
            CanaryRequest(
                method: "PUT", path: "/v1/vip/policy",
                body: #"{"tiers":[{"name":"\#(name)","all":[{"metric":"canary"}]}]}"#),
            CanaryRequest(method: "POST", path: "/v1/keys", body: #"{"name":"x","scopes":["canary"]}"#),
            CanaryRequest(method: "PATCH", path: "/v1/webhooks/whk_canary", body: #"{"description":"canary"}"#),
            CanaryRequest(method: "PATCH", path: "/v1/webhooks/in/canary", body: #"{"source":"canary"}"#),
        ]

    /// Taken with a warning of what was left out.
    static let odd =
        [
            "birthday", "language", "time_zone", "created_at", "preferred_channel", "address", "owner", "loyalty",
            "traits",
            "preferred_time", "tags", "given_name",
        ].map { customerRecord(#"{"\#($0)":"\#(name)"}"#) }
        + [
            #"{"given_name":["\#(name)"]}"#, #"{"identifiers":{"email":[{"canary":1}]}}"#,
            #"{"address":{"country":"canary"}}"#, #"{"loyalty":{"points":"canary"}}"#,
            #"{"preferred_time":{"days":["canary"],"from":"canary","to":"canary"}}"#, #"{"phones":["canary"]}"#,
        ].map(customerRecord)

    private static let wrongBodies =
        ["updated_at", "consents", "identifiers"].map { #"{"\#($0)":"\#(name)"}"# }
        + [
            #"{"kind":"\#(name)"}"#, #"{"id":"\#(name)"}"#, #"{"source":"canary"}"#, "canary \(email)", "\u{1B}canary",
            #"{"consents":[{"purpose":"canary","status":"canary"}]}"#,
        ]

    private static func customerRecord(_ json: String) -> CanaryRequest {
        CanaryRequest(method: "PUT", path: "/v1/sources/crm/customers/canary-5", body: json)
    }
}
