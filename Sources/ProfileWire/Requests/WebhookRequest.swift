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

    /// `{"url":"https://…","events":["vip.changed"],"sections":["vip"],"tiers":["gold"],"format":"standard"}`; of what
    /// is left out or null, everything counts. With `allowsPlain` an address may do without TLS.
    package init(json bytes: [UInt8], allowsPlain: Bool) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let url = Self.url(&members, allowsPlain: allowsPlain)
            let description = members.text("description")
            let filter = Self.filter(&members)
            let (format, enabled) = (members.code("format"), members.flag("enabled"))
            let everything = members.flag("everything")
            return members.required("url", url).map { url in
                WebhookRequest(
                    url: url, description: description, filter: filter, format: format, isEnabled: enabled ?? true,
                    tellsEverything: everything ?? false)
            }
        }
    }

    private static func url(_ members: inout MemberReader, allowsPlain: Bool) -> String? {
        guard let url = members.webAddress("url", limit: 2_000) else { return nil }
        let isSent = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !url.contains("#")
        guard isSent, allowsPlain || url.lowercased().hasPrefix("https://") else {
            members.reject("url", .badAddress, rule(allowsPlain))
            return nil
        }
        return url
    }

    private static func rule(_ allowsPlain: Bool) -> String {
        "the address of a receiver, percent-encoded and without a fragment, such as https://shop.example/hooks"
            + (allowsPlain ? "" : "; http:// only where the settings allow private addresses")
    }

    private static func filter(_ members: inout MemberReader) -> WebhookFilter {
        let (hasKinds, hasSections) = (members.isPresent("events"), members.isPresent("sections"))
        let hasTiers = members.isPresent("tiers")
        let kinds = members.each("events", atMost: 20, limit: TextLimit.tag) { text, place, findings in
            let kind = WebhookEvent.Kind(rawValue: text)
            if kind == nil { findings.reject(place, .notAllowed, listed(WebhookEvent.Kind.allCases.map(\.rawValue))) }
            return kind
        }
        let sections = members.each("sections", atMost: 100, limit: TextLimit.tag) { text, place, findings in
            let section = ProfileSection(rawValue: text)
            if section == nil { findings.reject(place, .notAllowed, listed(ProfileSection.allCases.map(\.rawValue))) }
            return section?.rawValue
        }
        let tiers = members.texts("tiers", atMost: 100, limit: TextLimit.name)
        return WebhookFilter(
            kinds: hasKinds ? Set(kinds) : nil, sections: hasSections ? Set(sections) : nil,
            tiers: hasTiers ? Set(tiers) : nil)
    }

    private static func listed(_ words: [String]) -> String { "one of: " + words.joined(separator: ", ") }

    private init(
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
