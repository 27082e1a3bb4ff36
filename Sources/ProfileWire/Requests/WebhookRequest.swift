package import ProfileCore

/// The body that makes an endpoint which is told what changes, or changes it.
package struct WebhookRequest: Hashable, Sendable {
    package let url: String
    package let description: String?
    package let filter: WebhookFilter
    /// As it was written; which formats there are is for the caller to check.
    package let format: String?
    package let isEnabled: Bool
    /// Whether it is to be told of every profile once.
    package let tellsEverything: Bool

    /// What there is to choose from beside the words of the contract.
    package struct Choices: Sendable {
        /// Whether an address may do without TLS.
        let allowsPlain: Bool
        /// Those of the policy.
        let tiers: [String]

        package init(allowsPlain: Bool, tiers: [String]) {
            self.allowsPlain = allowsPlain
            self.tiers = tiers
        }
    }

    /// `{"url":"https://…","events":["vip.changed"],"sections":["vip"],"tiers":["gold"],"format":"standard"}`; of what
    /// is left out or null, everything counts. What `present` has may stay, though it could not be chosen any more.
    package init(
        json bytes: [UInt8], replacing present: WebhookRequest? = nil, _ choices: Choices
    ) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { WebhookRequest(&$0, present, choices) }
    }

    /// The same after a merge patch: what is left out stays, and null makes it as in a new one.
    package init(patch bytes: [UInt8], of present: WebhookRequest, _ choices: Choices) throws(WireRejection) {
        self = try RequestBody.readPatch(bytes, of: present.document) { WebhookRequest(&$0, present, choices) }
    }

    private init?(_ members: inout MemberReader, _ present: WebhookRequest?, _ choices: Choices) {
        let url = Self.url(&members, present, choices)
        let description = members.text("description")
        let filter = Self.filter(&members, present, choices)
        let (format, enabled) = (members.code("format"), members.flag("enabled"))
        let everything = members.flag("everything")
        guard let url = members.required("url", url) else { return nil }
        self.init(
            url: url, description: description, filter: filter, format: format, isEnabled: enabled ?? true,
            tellsEverything: everything ?? false)
    }

    /// As it would be written to make one that is the same.
    private var document: JSONValue {
        func words(_ words: (some Sequence<String>)?) -> JSONValue {
            words.map { .array($0.sorted().map(JSONValue.string)) } ?? .null
        }
        let members: [(name: String, value: JSONValue)] = [
            ("url", .string(url)), ("description", description.map(JSONValue.string) ?? .null),
            ("events", words(filter.kindWords)), ("sections", words(filter.sections)),
            ("tiers", words(filter.tiers)), ("format", format.map(JSONValue.string) ?? .null),
            ("enabled", .bool(isEnabled)),
        ]
        return .object(JSONObject(members: members.map { JSONObject.Member(name: $0.name, value: $0.value) }))
    }

    private static func url(
        _ members: inout MemberReader, _ present: WebhookRequest?, _ choices: Choices
    ) -> String? {
        guard let url = members.webAddress("url", limit: 2_000) else { return nil }
        let allowsPlain = choices.allowsPlain
        let isSent = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !url.contains("#")
        guard isSent, allowsPlain || url.lowercased().hasPrefix("https://") || url == present?.url else {
            members.reject("url", .badAddress, rule(allowsPlain))
            return nil
        }
        return url
    }

    private static func rule(_ allowsPlain: Bool) -> String {
        "the address of a receiver, percent-encoded and without a fragment, such as https://shop.example/hooks"
            + (allowsPlain ? "" : "; http:// only where the settings allow private addresses")
    }

    private static func filter(
        _ members: inout MemberReader, _ present: WebhookRequest?, _ choices: Choices
    ) -> WebhookFilter {
        let former = present?.filter
        let kinds = chosen("events", atMost: 20, replacing: former?.kindWords, &members) { text, place, findings in
            if former?.laterKinds.contains(text) ?? false { return text }
            let kind = WebhookEvent.Kind(rawValue: text)
            if kind == nil { findings.reject(place, .notAllowed, listed(WebhookEvent.Kind.allCases.map(\.rawValue))) }
            return kind?.rawValue
        }
        let sections = chosen("sections", atMost: 100, replacing: former?.sections, &members) { text, place, found in
            if former?.sections?.contains(text) ?? false { return text }
            let section = ProfileSection(rawValue: text)
            if section == nil { found.reject(place, .notAllowed, listed(ProfileSection.allCases.map(\.rawValue))) }
            return section?.rawValue
        }
        let tiers = chosen("tiers", atMost: 100, replacing: former?.tiers, &members) { text, place, findings in
            if former?.tiers?.contains(text) ?? false || choices.tiers.contains(text) { return text }
            findings.reject(
                place, .unknownTier, choices.tiers.isEmpty ? "the policy has no tiers" : listed(choices.tiers))
            return nil
        }
        return WebhookFilter(
            kinds: kinds.map { Set($0.compactMap(WebhookEvent.Kind.init)) },
            laterKinds: (kinds ?? []).subtracting(WebhookEvent.Kind.allCases.map(\.rawValue)),
            sections: sections, tiers: tiers)
    }

    /// Nil for all. An empty list would have an endpoint hear of nothing for good; one is there where a later version
    /// chose what this one does not know.
    private static func chosen<Value: Hashable>(
        _ name: String, atMost count: Int, replacing present: Set<Value>?, _ members: inout MemberReader,
        _ understood: (_ text: String, _ place: String, Findings) -> Value?
    ) -> Set<Value>? {
        let (isPresent, problems) = (members.isPresent(name), members.findings.problems.count)
        let values = members.each(name, atMost: count, limit: TextLimit.name, understood)
        guard isPresent else { return nil }
        if values.isEmpty, present?.isEmpty != true, members.findings.problems.count == problems {
            members.reject(name, .empty, "at least one; null, or nothing, for all")
        }
        return Set(values)
    }

    private static func listed(_ words: [String]) -> String { "one of: " + words.joined(separator: ", ") }

    package init(
        url: String, description: String?, filter: WebhookFilter, format: String?, isEnabled: Bool,
        tellsEverything: Bool
    ) {
        self.url = url
        self.description = description
        self.filter = filter
        self.format = format
        self.isEnabled = isEnabled
        self.tellsEverything = tellsEverything
    }
}

/// The body that asks for messages again.
package struct ReplayRequest: Hashable, Sendable {
    /// Of everything that changed since; nil for what did not arrive alone.
    package let since: Timestamp?
    /// Of what did not arrive, without what was given up before.
    package let failedSince: Timestamp?
    /// Whose messages; nil for all that did not arrive.
    package let queues: Set<ProfileID>?

    package static let limit = 1_000

    /// `{"since":"2027-01-01T00:00:00Z"}`, `{"failed_since":"2027-01-01T00:00:00Z"}`, `{"queues":["prf_…"]}`, or
    /// nothing.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes.isEmpty ? Array("{}".utf8) : bytes) { members in
            let (since, failedSince) = (members.time("since"), members.time("failed_since"))
            let isNamed = members.isPresent("queues")
            if since != nil, failedSince != nil { members.reject("failed_since", .notAllowed, Self.rule) }
            if since != nil || failedSince != nil, isNamed { members.reject("queues", .notAllowed, Self.rule) }
            let queues = members.each("queues", atMost: Self.limit, limit: TextLimit.tag) { text, place, findings in
                let id = ProfileID(text)
                if id == nil { findings.reject(place, .badProfileID, "the queue of a delivery, prf_…") }
                return id
            }
            return ReplayRequest(since: since, failedSince: failedSince, queues: isNamed ? Set(queues) : nil)
        }
    }

    private static let rule = "one of since, failed_since and queues at most"

    private init(since: Timestamp?, failedSince: Timestamp?, queues: Set<ProfileID>?) {
        (self.since, self.failedSince, self.queues) = (since, failedSince, queues)
    }
}
