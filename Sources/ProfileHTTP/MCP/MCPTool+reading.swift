import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Tools that tell of a customer.
extension MCPTool {
    private static let profileID = ToolSchema.has("profile_id", .text)
    private static let notice = ToolSchema.has("notice", .text)
    static let identifier = ToolSchema.has(
        "identifier", .text,
        "A profile id (prf_…) or type:value, such as email:jane@example.com, phone:+442079460018 or crm:4711.")

    static let findCustomer = MCPTool(
        name: "find_customer", title: "Find a customer",
        description:
            "Finds customers by what is known of them: a name, a postal code, a mail address, a phone number or "
            + "a part of these, an order number, or type:value. The best match comes first. Ask the person you talk "
            + "to when several may be meant.",
        access: .profileReaders,
        input: .object([
            ToolSchema.has("query", .text, "At most \(AssistantRequest.Find.longestQuery) characters."),
            ToolSchema.may("limit", .integer(AssistantRequest.Find.limits)),
            ToolSchema.may("cursor", .text, "The `next` of an earlier page."),
        ]),
        output: .object([
            ToolSchema.has("candidates", .list(of: candidate, nil)),
            ToolSchema.has("next", .orNull(.text), "The cursor of the next page."),
            ToolSchema.has("truncated", .flag, "Whether more may answer than are ranked."),
            notice,
        ])
    ) { arguments, exchange in
        let request = try AssistantRequest.Find(arguments)
        if request.cursor == nil, let named = try await named(request, exchange) { return named }
        let place = try request.cursor.map { try SearchPlace(cursor: $0) }
        let page = try await exchange.service.search(
            request.query(exchange.context.normalizer), after: place, limit: request.limit)
        return candidates(page.results.map { ($0.profile, $0.matches) }, next: page.next?.cursor, page.isTruncated)
    }

    private static let candidate = ToolSchema.object([
        profileID, ToolSchema.has("vip", .flag), ToolSchema.has("tier", .orNull(.text)),
        ToolSchema.has("last_contact_at", .orNull(.time)),
        ToolSchema.has(
            "matched", .list(of: .object([ToolSchema.has("in", .text), ToolSchema.has("how", .text)]), nil),
            "Empty where an identifier led here."),
        ToolSchema.untrusted(
            ToolSchema.has("name", .orNull(.text)), ToolSchema.has("greeting", .orNull(.text)),
            ToolSchema.has("email", .orNull(.text)), ToolSchema.has("phone", .orNull(.text)),
            ToolSchema.has("city", .orNull(.text))),
    ])

    /// Who goes by the very identifier that is asked for; nil when it is none, or nobody does.
    private static func named(_ request: AssistantRequest.Find, _ exchange: Exchange) async throws -> [UInt8]? {
        guard let reference = exchange.context.normalizer.reference(request.text) else { return nil }
        let found = try await exchange.service.lookup([reference])
        guard !found.isEmpty else { return nil }
        let listed = found.prefix(request.limit)
        return candidates(listed.map { ($0.profile, []) }, next: nil, listed.count < found.count)
    }

    private static func candidates(
        _ found: [(profile: Profile, matches: [SearchMatch])], next: String?, _ isTruncated: Bool
    ) -> [UInt8] {
        document { json in
            json.member("candidates") { json in
                json.array(of: found) { $0.candidate($1.profile, matched: $1.matches) }
            }
            json.member("next", next)
            json.member("truncated", isTruncated)
            json.member("notice", JSONWriter.untrustedNotice)
        }
    }

    static let getBrief = MCPTool(
        name: "get_brief", title: "Get the brief of a customer",
        description: "Tells in words what matters about one customer now: standing, whether to contact them, open "
            + "problems and promises, the last contacts and orders. The brief says [1] for words of others, which "
            + "stand under untrusted.",
        access: .profileReaders,
        input: .object([
            identifier,
            ToolSchema.may(
                "max_tokens", .integer(AssistantRequest.Brief.tokens),
                "\(AssistantRequest.Brief.standardTokens) unless given; what matters least is left out. A token is "
                    + "taken to be three bytes."),
        ]),
        output: .object([
            profileID, ToolSchema.has("as_of", .time), ToolSchema.has("brief", .text),
            ToolSchema.has("left_out", .count, "How many lines there was no room for."), notice,
            ToolSchema.untrusted(
                ToolSchema.has(
                    "quotes",
                    .list(
                        of: .object([
                            ToolSchema.has("number", .count), ToolSchema.has("what", .text),
                            ToolSchema.has("text", .text),
                        ]), nil))),
        ])
    ) { arguments, exchange in
        let request = try AssistantRequest.Brief(arguments)
        let brief = try await exchange.service.brief(of: try exchange.reference(request.name)).only()
        return JSONWriter.brief(brief, within: request.tokens)
    }

    static let getTimeline = MCPTool(
        name: "get_timeline", title: "Get what happened with a customer",
        description: "Tells orders, contacts and activities of one customer, newest first, as other systems recorded "
            + "them.",
        access: .profileReaders,
        input: .object([
            identifier, ToolSchema.may("limit", .integer(AssistantRequest.Timeline.limits)),
            ToolSchema.may("cursor", .text, "The `next` of an earlier page."),
        ]),
        output: .object([
            profileID,
            ToolSchema.has(
                "entries",
                .list(
                    of: .object([
                        ToolSchema.has("kind", .text), ToolSchema.has("source", .text), ToolSchema.has("at", .time),
                        ToolSchema.untrusted(ToolSchema.has("record", .record)),
                    ]), nil)),
            ToolSchema.has("next", .orNull(.text)), notice,
        ])
    ) { arguments, exchange in
        let request = try AssistantRequest.Timeline(arguments)
        let reference = try exchange.reference(request.name)
        let start = try request.cursor.map { try PlaceInProfile<TimelineCursor>(cursor: $0) }
        let page = try await exchange.service.timeline(of: reference, after: start?.place, limit: request.limit + 1)
            .only()
        try start?.check(page.profile)
        let facts = page.facts.prefix(request.limit)
        let next = page.facts.count > facts.count ? facts.last : nil
        return document { json in
            json.member("profile_id", page.profile.id.description)
            json.member("entries") { $0.array(of: facts) { $0.timelineEntry($1.record) } }
            json.member("next", next.map { PlaceInProfile(page.profile.id, TimelineCursor($0)).cursor })
            json.member("notice", JSONWriter.untrustedNotice)
        }
    }

    static let explainValue = MCPTool(
        name: "explain_value", title: "Explain a value of a profile",
        description: "Tells a value of a customer's profile and why it reads like this: which source stated it and by "
            + "which rule it was chosen, or by which formula and from how many records it was derived.",
        access: .profileReaders,
        input: .object([
            identifier,
            ToolSchema.has(
                "pointer", .text,
                "A JSON pointer into the profile: /vip/tier, /contact/preferred_channel, /person/family_name, "
                    + "/purchases/totals/0/net."),
        ]),
        output: .object([
            profileID, ToolSchema.has("pointer", .text),
            ToolSchema.has(
                "derived",
                .list(
                    of: .object([
                        ToolSchema.has("pointer", .text), ToolSchema.has("formula", .text),
                        ToolSchema.has("sample", .orNull(.count)), ToolSchema.has("basis", .orNull(.text)),
                    ]), nil)),
            ToolSchema.has(
                "stated",
                .list(
                    of: .object([
                        ToolSchema.has("pointer", .text), ToolSchema.has("source", .text),
                        ToolSchema.has("at", .time), ToolSchema.has("rule", .text),
                        ToolSchema.untrusted(ToolSchema.has("record_id", .text)),
                    ]), nil)),
            notice, ToolSchema.untrusted(ToolSchema.has("value", .anything)),
        ])
    ) { arguments, exchange in
        let request = try AssistantRequest.Explanation(arguments)
        let state = try await exchange.service.reached(try exchange.reference(request.name)).only()
        let profile = exchange.service.profile(of: state)
        let explanation = ProfileExplanation(of: profile, state: state, rules: exchange.context.rules)
        guard let answer = JSONWriter.explained(profile, at: request.pointer, by: explanation) else {
            throw Problem(.notFound, "The profile has nothing at this pointer.")
        }
        return answer
    }

    static func document(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        json.object(members)
        return json.bytes
    }
}

extension Exchange {
    /// Whom a tool is asked about.
    func reference(_ name: String) throws(Problem) -> ProfileReference {
        guard let reference = context.normalizer.reference(name) else {
            throw Problem(
                .malformedRequest,
                "identifier: a profile id, prf_ and 26 characters, or type:value with a valid value.")
        }
        return reference
    }
}
