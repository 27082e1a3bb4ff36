package import ProfileCore

/// Reads the JSON body of a request that is no record.
///
/// Here unknown members are problems: a misspelt word in a request would silently change what it asks for.
enum RequestBody {
    static func read<Value>(
        _ bytes: [UInt8], _ read: (JSONValue, Findings) -> Value?
    ) throws(WireRejection) -> Value {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONReader.parse(bytes)
        } catch {
            throw WireRejection(error)
        }
        return try self.read(value, read)
    }

    private static func read<Value>(
        _ value: JSONValue, _ read: (JSONValue, Findings) -> Value?
    ) throws(WireRejection) -> Value {
        let findings = Findings()
        findings.rejectRepeatedNames(in: value)
        let result = read(value, findings)
        guard findings.problems.isEmpty, let result else { throw WireRejection(problems: findings.problems) }
        return result
    }

    /// Reads a body that must be one object.
    static func readObject<Value>(
        _ bytes: [UInt8], _ read: (inout MemberReader) -> Value?
    ) throws(WireRejection) -> Value {
        try self.read(bytes) { wholeObject($0, $1, read) }
    }

    /// Reads a part that must be one object; places of problems are those in the part.
    static func readObject<Value>(
        _ value: JSONValue, _ read: (inout MemberReader) -> Value?
    ) throws(WireRejection) -> Value {
        try self.read(value) { wholeObject($0, $1, read) }
    }

    /// Reads what a merge patch makes of a document. What it removes must be known as well.
    static func readPatch<Value>(
        _ bytes: [UInt8], of present: JSONValue, _ read: (inout MemberReader) -> Value?
    ) throws(WireRejection) -> Value {
        try self.read(bytes) { patch, findings in
            wholeObject(present.merged(with: patch).naming(patch), findings, read)
        }
    }

    private static func wholeObject<Value>(
        _ value: JSONValue, _ findings: Findings, _ read: (inout MemberReader) -> Value?
    ) -> Value? {
        guard var members = MemberReader(value, at: "", findings, timeZone: nil) else { return nil }
        let result = read(&members)
        members.rejectUnknownMembers()
        return result
    }
}

/// The body that merges another profile into the one of the path.
package struct MergeRequest: Hashable, Sendable {
    package let with: ProfileReference
    package let reason: String
    /// Whether the caller knows that there is reason for doubt.
    package let isConfirmed: Bool

    /// `{"with":"prf_…","reason":"…","confirm":true}`; `with` may also be an identifier, `confirm` be left out.
    package init(json bytes: [UInt8], normalizer: IdentifierNormalizer) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let with = members.reference("with", normalizer)
            let reason = members.text("reason")
            let confirm = members.flag("confirm")
            let (requiredWith, requiredReason) = (
                members.required("with", with), members.required("reason", reason)
            )
            guard let requiredWith, let requiredReason else { return nil }
            return MergeRequest(with: requiredWith, reason: requiredReason, isConfirmed: confirm ?? false)
        }
    }

    private init(with: ProfileReference, reason: String, isConfirmed: Bool) {
        self.with = with
        self.reason = reason
        self.isConfirmed = isConfirmed
    }
}

/// The body that takes an absorbed profile out of the one of the path again.
package struct UnmergeRequest: Hashable, Sendable {
    package let profile: ProfileID
    package let reason: String

    /// `{"profile":"prf_…","reason":"…"}`.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let text = members.text("profile")
            let profile = text.flatMap { ProfileID($0) }
            if text != nil, profile == nil { members.reject("profile", .badProfileID, "a profile id, prf_…") }
            let reason = members.text("reason")
            let (requiredProfile, requiredReason) = (
                members.required("profile", profile), members.required("reason", reason)
            )
            guard let requiredProfile, let requiredReason else { return nil }
            return UnmergeRequest(profile: requiredProfile, reason: requiredReason)
        }
    }

    private init(profile: ProfileID, reason: String) {
        self.profile = profile
        self.reason = reason
    }
}

/// The body that sets a tier by hand. Whether the policy has the tier is for the caller to check.
package struct OverrideRequest: Hashable, Sendable {
    package let tier: String
    package let reason: String
    /// Nil when the override does not expire.
    package let until: Timestamp?

    /// `{"tier":"gold","reason":"…","until":"2027-01-01T00:00:00Z"}`.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { OverrideRequest(&$0) }
    }

    /// Of the members of a larger object; nil when any of them is wrong.
    init?(_ members: inout MemberReader) {
        let tier = members.text("tier")
        let reason = members.text("reason")
        let until = members.time("until")
        let (requiredTier, requiredReason) = (members.required("tier", tier), members.required("reason", reason))
        guard let requiredTier, let requiredReason else { return nil }
        self.init(tier: requiredTier, reason: requiredReason, until: until)
    }

    private init(tier: String, reason: String, until: Timestamp?) {
        self.tier = tier
        self.reason = reason
        self.until = until
    }
}

/// The body that lifts an erasure.
package struct LiftRequest: Hashable, Sendable {
    package let reason: String

    /// `{"reason":"…"}`.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let reason = members.text("reason")
            return members.required("reason", reason).map(LiftRequest.init(reason:))
        }
    }

    private init(reason: String) {
        self.reason = reason
    }
}

/// The body that creates an API key. Which scopes there are is for the caller to check.
package struct APIKeyRequest: Hashable, Sendable {
    package let name: String
    /// Never empty; each once.
    package let scopes: [String]
    /// The sources that the key may write for; nil for all.
    package let sources: [String]?
    /// The agents whose interactions the key may follow; nil for all.
    package let agents: [String]?

    /// `{"name":"erp","scopes":["ingest:write"],"sources":["erp"]}`; `sources` and `agents` null or absent for all.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let name = members.text("name", limit: TextLimit.tag)
            let scopes = members.texts("scopes", atMost: 20, limit: TextLimit.tag)
            let restricted = members.isPresent("sources")
            let sources = members.texts("sources", atMost: 1_000, limit: WordText.maximumLength)
            if sources.contains(where: { !SourceName.isValid($0) }) {
                members.reject("sources", .badSource, "names of sources: a-z, 0-9 and _, beginning with a letter")
            }
            let isBound = members.isPresent("agents")
            let agents = members.texts("agents", atMost: 1_000, limit: TextLimit.code)
            let (requiredName, requiredScopes) = (
                members.required("name", name), members.required("scopes", scopes.isEmpty ? nil : scopes)
            )
            guard let requiredName, let requiredScopes else { return nil }
            return APIKeyRequest(
                name: requiredName, scopes: requiredScopes, sources: restricted ? sources : nil,
                agents: isBound ? agents : nil)
        }
    }

    private init(name: String, scopes: [String], sources: [String]?, agents: [String]?) {
        self.name = name
        self.scopes = scopes
        self.sources = sources
        self.agents = agents
    }
}

/// The body that begins a session, which may be empty.
package struct SessionRequest: Hashable, Sendable {
    /// The page that signs in.
    package enum Page: String, CaseIterable, Sendable {
        case console
        /// In a frame of another site.
        case panel
    }

    package let page: Page
    /// Whether the browser keeps cookies for that page.
    package let keepsCookies: Bool

    /// `{"for":"panel","cookies":false}`; without `for` it is the console, without `cookies` they are kept.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes.isEmpty ? Array("{}".utf8) : bytes) { members in
            let page = members.choice("for", Page.self)
            let cookies = members.flag("cookies")
            return SessionRequest(page: page ?? .console, keepsCookies: cookies ?? true)
        }
    }

    private init(page: Page, keepsCookies: Bool) {
        self.page = page
        self.keepsCookies = keepsCookies
    }
}

/// The body of a lookup: 1 to 1,000 names of profiles.
package struct LookupRequest: Hashable, Sendable {
    package static let limit = 1_000

    /// In the order asked, as they were written. To normalise them all takes long, so that it is left to who can let
    /// others have their turn in between.
    package let names: [String]

    /// `{"identifiers":["email:jane@example.com","prf_…"]}`.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        names = try RequestBody.readObject(bytes) { Self.names(&$0) }
    }

    /// The same as the arguments of a tool.
    package init(_ arguments: JSONValue) throws(WireRejection) {
        names = try RequestBody.readObject(arguments) { Self.names(&$0) }
    }

    private static func names(_ members: inout MemberReader) -> [String]? {
        let texts = members.strings("identifiers", atMost: limit, such: "email:jane@example.com")
        return members.required("identifiers", texts.isEmpty ? nil : texts)
    }
}

/// The body that asks for the serving order of a waiting queue.
package struct RankRequest: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        /// The caller's own name for the one who waits.
        package let ref: String
        /// As it was written; nil for a caller without a name.
        package let name: String?
        package let waitedSeconds: Int
        package let matter: HandlingRequest
    }

    package static let limit = 10_000

    package let entries: [Entry]
    /// Of the queue; empty for one without a name.
    package let name: String
    /// Whether people wait in it: a trial is not remembered.
    package let isRemembered: Bool
    /// The agents who are free; nil where it is not asked who should take whom.
    package let free: FreeAgentNames?

    /// `[{"ref":"c1","identifier":"phone:+4420…","waited_seconds":90,"topic":"delivery"}]`, or the same array as member
    /// `queue`, beside which the queue's `name`, `remember` and `"free":["a7"]` may stand.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        (entries, name, isRemembered, free) = try RequestBody.read(bytes) { value, findings in
            // Both forms are read as the member of an object, so that there is one way of reading.
            let isBare = if case .array = value { true } else { false }
            let object = isBare ? .object(JSONObject(members: [.init(name: "queue", value: value)])) : value
            guard var members = MemberReader(object, at: "", findings, timeZone: nil) else { return nil }
            let queue = members.take("queue") == nil ? nil : Self.entries(&members, isBare: isBare)
            let result = members.required("queue", queue)
            let (name, isRemembered) = (members.code("name"), members.flag("remember"))
            let isAsked = members.isPresent("free")
            let free = FreeAgentNames(&members)
            members.rejectUnknownMembers()
            return result.map { ($0, name ?? "", isRemembered ?? true, isAsked ? free : nil) }
        }
    }

    /// `{"queue":[…]}` alone, as the arguments of a tool: a trial, which is not remembered.
    package init(_ arguments: JSONValue) throws(WireRejection) {
        entries = try RequestBody.readObject(arguments) { members in
            let queue = members.isPresent("queue") ? Self.entries(&members, isBare: false) : nil
            return members.required("queue", queue)
        }
        (name, isRemembered, free) = ("", false, nil)
    }

    private static func entries(_ members: inout MemberReader, isBare: Bool) -> [Entry] {
        members.elements("queue", atMost: limit).enumerated().compactMap { index, element in
            let place = isBare ? "".appending(index: index) : element.place
            guard var reader = MemberReader(element.value, at: place, members.findings, timeZone: nil) else {
                return nil
            }
            return entry(&reader)
        }
    }

    private static func entry(_ reader: inout MemberReader) -> Entry? {
        let ref = reader.code("ref")
        let identifier = reader.unchangedText("identifier")
        let waited = reader.integer("waited_seconds", in: 0...NumberLimit.seconds)
        let matter = HandlingRequest(
            topic: reader.text("topic"), channel: reader.channel("channel"), language: reader.language("language"))
        let required = reader.required("ref", ref)
        reader.rejectUnknownMembers()
        return required.map {
            Entry(ref: $0, name: identifier, waitedSeconds: waited ?? 0, matter: matter)
        }
    }
}
