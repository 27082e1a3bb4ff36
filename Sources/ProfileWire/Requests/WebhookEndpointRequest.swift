/// The body that makes an endpoint for webhooks, or changes it. Which schemes and mappings there are is for the caller
/// to check.
package struct WebhookEndpointRequest: Hashable, Sendable {
    package let source: String
    package let scheme: String
    /// Nil where the present one stays, or one is to be drawn.
    package let secret: String?
    /// By type of event; nil for those that are usual for the scheme.
    package let mappings: [Rule]?
    package let reviewsErasures: Bool

    package struct Rule: Hashable, Sendable {
        package let event: String
        package let mapping: String

        package init(event: String, mapping: String) {
            (self.event, self.mapping) = (event, mapping)
        }
    }

    package enum Redaction: String, CaseIterable, Sendable {
        case carryOut = "carry_out"
        case review
    }

    private static let ruleLimit = 100
    private static let mappingLimit = 64 * 1024

    /// `{"source":"shop","scheme":"shopify","secret":"…","mappings":{"orders/*":"shopify-orders"},"redact":"review"}`
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { WebhookEndpointRequest(&$0) }
    }

    /// The same after a merge patch: what is left out stays, also of the mappings, and null makes it as in a new one.
    package init(patch bytes: [UInt8], of present: WebhookEndpointRequest) throws(WireRejection) {
        self = try RequestBody.readPatch(bytes, of: present.document) { members in
            // The present document has none, so that a null is the patch's own. Every scheme proves by a secret.
            if members.object["secret"] == .null {
                members.reject("secret", .missing, "a secret is required; leave it out to keep the present one")
            }
            return WebhookEndpointRequest(&members)
        }
    }

    private init?(_ members: inout MemberReader) {
        let source = members.word("source")
        if let source, !SourceName.isValid(source) {
            members.reject("source", .badSource, "a name of a source: a-z, 0-9 and _, beginning with a letter")
        }
        let (scheme, secret) = (members.word("scheme"), members.secret("secret"))
        let isMapped = members.isPresent("mappings")
        let mappings = Self.rules(&members)
        let redaction = members.choice("redact", Redaction.self)
        let (requiredSource, requiredScheme) = (
            members.required("source", source), members.required("scheme", scheme)
        )
        guard let requiredSource, let requiredScheme else { return nil }
        self.init(
            source: requiredSource, scheme: requiredScheme, secret: secret, mappings: isMapped ? mappings : nil,
            reviewsErasures: redaction == .review)
    }

    package init(source: String, scheme: String, secret: String?, mappings: [Rule]?, reviewsErasures: Bool) {
        self.source = source
        self.scheme = scheme
        self.secret = secret
        self.mappings = mappings
        self.reviewsErasures = reviewsErasures
    }

    /// As it would be written to make one that is the same, without its secret.
    private var document: JSONValue {
        let rules = mappings.map { rules in
            JSONValue.object(
                JSONObject(members: rules.map { JSONObject.Member(name: $0.event, value: .string($0.mapping)) }))
        }
        let redaction: Redaction = reviewsErasures ? .review : .carryOut
        let members: [(name: String, value: JSONValue)] = [
            ("source", .string(source)), ("scheme", .string(scheme)), ("mappings", rules ?? .null),
            ("redact", .string(redaction.rawValue)),
        ]
        return .object(JSONObject(members: members.map { JSONObject.Member(name: $0.name, value: $0.value) }))
    }

    private static func rules(_ members: inout MemberReader) -> [Rule] {
        guard let reader = members.child("mappings") else { return [] }
        guard reader.object.members.count <= ruleLimit else {
            members.reject("mappings", .tooMany, "at most \(ruleLimit) types of events")
            return []
        }
        return reader.object.members.compactMap { member in
            guard case .string(let text) = member.value, text.utf8.count <= mappingLimit, !text.isEmpty else {
                reader.reject(member.name, .wrongType, "the name of a mapping, its text of at most 64 KiB, or ignore")
                return nil
            }
            guard member.name.utf8.count <= TextLimit.name else {
                reader.reject(member.name, .tooLong, "a type of event of at most \(TextLimit.name) bytes")
                return nil
            }
            // Anywhere else it would stand for itself, and no event is called so.
            guard !member.name.dropLast().contains("*") else {
                reader.reject(member.name, .notAllowed, "a type of event, with * at its end alone")
                return nil
            }
            return Rule(event: member.name, mapping: text)
        }
    }
}

/// The body that puts another secret in the place of the present one, which may be empty.
package struct WebhookSecretRequest: Hashable, Sendable {
    /// Nil for one that is to be drawn.
    package let secret: String?
    /// How long the former ones go on to hold.
    package let overlapSeconds: Int

    /// `{"secret":"…","overlap_seconds":86400}`
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes.isEmpty ? Array("{}".utf8) : bytes) { members in
            let secret = members.secret("secret")
            return WebhookSecretRequest(secret: secret, overlapSeconds: members.overlapSeconds())
        }
    }

    private init(secret: String?, overlapSeconds: Int) {
        self.secret = secret
        self.overlapSeconds = overlapSeconds
    }
}

/// A request to replace the signing secret of an outgoing endpoint. The body may be empty.
package struct SigningSecretRequest: Hashable, Sendable {
    /// How long the former secrets still sign.
    package let overlapSeconds: Int

    /// `{"overlap_seconds":86400}`
    package init(json bytes: [UInt8]) throws(WireRejection) {
        overlapSeconds = try RequestBody.readObject(bytes.isEmpty ? Array("{}".utf8) : bytes) { members in
            members.overlapSeconds()
        }
    }
}

extension MemberReader {
    private static let longestOverlap = 30 * 86_400
    private static let usualOverlap = 86_400

    fileprivate mutating func overlapSeconds() -> Int {
        integer("overlap_seconds", in: 0...Self.longestOverlap) ?? Self.usualOverlap
    }
}

/// The body that names deliveries, which may be empty.
package struct DeliveryNamesRequest: Hashable, Sendable {
    /// Nil for all.
    package let deliveries: [String]?

    package static let limit = 1_000

    /// `{"deliveries":["…"]}`
    package init(json bytes: [UInt8]) throws(WireRejection) {
        deliveries = try RequestBody.readObject(bytes.isEmpty ? Array("{}".utf8) : bytes) { members in
            let isNamed = members.isPresent("deliveries")
            let names = members.strings("deliveries", atMost: Self.limit, such: "an id of a delivery")
            return .some(isNamed ? names : nil)
        }
    }
}

extension MemberReader {
    private static let secretLengths = 8...512

    /// A secret of another system, exactly as it is written there.
    fileprivate mutating func secret(_ name: String) -> String? {
        guard let text = unchangedText(name) else { return nil }
        let letters = text.unicodeScalars
        let isUnreadable = letters.contains { $0.value < 0x20 }
        guard Self.secretLengths.contains(letters.count), !isUnreadable else {
            let (least, most) = (Self.secretLengths.lowerBound, Self.secretLengths.upperBound)
            let code: ProblemCode = letters.isEmpty ? .empty : isUnreadable ? .controlCharacter : .outOfRange
            reject(name, code, "a secret of \(least) to \(most) characters without control characters")
            return nil
        }
        return text
    }
}
