import Crypto
package import ProfileWire

/// What a genuine delivery says: its id, and what happened.
package struct WebhookDocuments: Sendable {
    package struct Event: Sendable {
        /// As the sender names it, or empty where it names none.
        package let type: String
        package let document: JSONValue
        /// Whether the document may be without the members that nobody reads.
        package let isSparse: Bool

        fileprivate init(type: String, document: JSONValue, isSparse: Bool = false) {
            (self.type, self.document, self.isSparse) = (type, document, isSparse)
        }
    }

    /// Told from other deliveries to the endpoint by it: the sender's own, or a hash of the body.
    package let id: String
    package let events: [Event]

    /// Why a body says nothing.
    package enum Refusal: Error, Hashable, Sendable {
        case notJSON
        case noForm
        /// Where a list or an object was to be expected.
        case unexpected
    }

    private static let longestName = 200

    /// `filter` tells what is read of an event, by its type; nil for all of it.
    package init(
        _ request: SignedRequest, by scheme: WebhookScheme,
        reading filter: (_ type: String) -> MemberFilter? = { _ in nil }
    ) throws(Refusal) {
        id = Self.id(of: request, by: scheme)
        events = try Self.events(of: request, by: scheme, filter)
    }

    /// Also of a delivery whose body says nothing.
    package static func id(of request: SignedRequest, by scheme: WebhookScheme) -> String {
        let own = request.header(scheme.idHeaders).flatMap(name)
        // WooCommerce makes the id of the second: two orders of one second have the same.
        if let own, scheme != .woocommerce { return own }
        return (own ?? "body") + "-" + Hex.text(SHA256.hash(data: request.body))
    }

    /// Whether its id tells it from others: the same bytes may well be said again by those who name nothing.
    package static func isNamed(_ request: SignedRequest, by scheme: WebhookScheme) -> Bool {
        switch scheme {
        // Their bodies have ids and times of events.
        case .hubspot, .hubspotV1, .stripe: true
        default: request.header(scheme.idHeaders) != nil
        }
    }

    /// Nil where the sender names what happened in the body alone.
    package static func headerType(of request: SignedRequest, by scheme: WebhookScheme) -> String? {
        scheme.typeHeader.map { request.header($0).flatMap(name) ?? "" }
    }

    private static func events(
        of request: SignedRequest, by scheme: WebhookScheme, _ filter: (String) -> MemberFilter?
    ) throws(Refusal) -> [Event] {
        let named = headerType(of: request, by: scheme)
        if request.isForm, !seemsJSON(request.body) { return [try event(ofForm: request, type: named)] }
        if let named {
            let (document, isSparse) = try value(request.body, reading: filter(named))
            guard case .object = document else { throw .unexpected }
            return [Event(type: named, document: document, isSparse: isSparse)]
        }
        let value = try value(request.body)
        switch value {
        case .array(let elements): return try events(of: elements)
        case .object(let object): return [Event(type: type(of: object), document: value)]
        default: throw .unexpected
        }
    }

    private static func events(of elements: [JSONValue]) throws(Refusal) -> [Event] {
        var events: [Event] = []
        for element in elements {
            guard case .object(let object) = element else { throw .unexpected }
            events.append(Event(type: type(of: object), document: element))
        }
        return events
    }

    private static func value(
        _ bytes: [UInt8], reading filter: MemberFilter?
    ) throws(Refusal) -> (document: JSONValue, isSparse: Bool) {
        do throws(JSONError) {
            let sparse = try filter.flatMap { filter throws(JSONError) in
                try JSONReader.parse(leniently: bytes, reading: filter)
            }
            if let sparse { return (sparse, true) }
        } catch {
            throw .notJSON
        }
        return (try value(bytes), false)
    }

    private static func value(_ bytes: [UInt8]) throws(Refusal) -> JSONValue {
        do throws(JSONError) { return try JSONReader.parse(leniently: bytes) } catch { throw .notJSON }
    }

    /// Some who send JSON leave the type of their body to their library, which says that it is a form. A form has no
    /// bracket at its start.
    private static func seemsJSON(_ body: [UInt8]) -> Bool {
        let first = body.first { $0 > 0x20 }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// The members by which senders name what happened, the surest first.
    private static let typeMembers = ["subscriptionType", "event", "type", "event_type", "topic"]

    private static func type(of object: JSONObject) -> String {
        typeMembers.lazy.compactMap { object[$0]?.text.flatMap(name) }.first ?? ""
    }

    /// A form becomes an object of texts; of a name that comes twice the first counts. `type` is what the header says.
    private static func event(ofForm request: SignedRequest, type: String?) throws(Refusal) -> Event {
        guard let form = FormFields(request.body) else { throw .noForm }
        var seen: Set<String> = []
        let members = form.fields.filter { seen.insert($0.name).inserted }
            .map { JSONObject.Member(name: $0.name, value: .string($0.value)) }
        let own = (["EventType"] + typeMembers).lazy.compactMap { form[$0].flatMap(name) }.first
        let told = type ?? own ?? typesByID.first { form[$0.id] != nil }?.type
        return Event(type: told ?? "", document: .object(JSONObject(members: members)))
    }

    /// What forms without a type are about, by the id that each has; a call may name its conversation, too.
    private static let typesByID = [
        (id: "MessageSid", type: "message"), (id: "CallSid", type: "call"), (id: "TaskSid", type: "task"),
        (id: "ConversationSid", type: "conversation"),
    ]

    /// A short text without control characters; nil for any other.
    private static func name(_ text: String) -> String? {
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        return !text.isEmpty && text.utf8.count <= longestName && isPlain ? text : nil
    }
}

extension WebhookScheme {
    /// Where the sender names the delivery, the same when it is repeated.
    fileprivate var idHeaders: [String] {
        switch self {
        case .shopify: ["X-Shopify-Webhook-Id"]
        case .woocommerce: ["X-WC-Webhook-Delivery-ID"]
        case .zendesk: ["X-Zendesk-Webhook-Invocation-Id"]
        case .chatwoot: ["X-Chatwoot-Delivery"]
        case .standard: ["webhook-id", "svix-id"]
        case .twilio: ["I-Twilio-Idempotency-Token"]
        case .bearer: ["webhook-id", "Idempotency-Key"]
        case .hubspot, .hubspotV1, .stripe: []
        }
    }

    /// Where the sender names what happened, if not in the body.
    fileprivate var typeHeader: String? {
        switch self {
        case .shopify: "X-Shopify-Topic"
        case .woocommerce: "X-WC-Webhook-Topic"
        default: nil
        }
    }
}
