package import ProfileWire

/// What a customer, or a shop that leaves, asks for by way of the platform.
package struct PrivacyRequest: Sendable {
    package enum Kind: String, Sendable {
        /// To see what is held.
        case export
        case erasure
        /// Of all that came from a shop.
        case shopErasure = "shop_erasure"
    }

    package let kind: Kind
    /// The customer's id in the shop.
    package let customer: String?
    package let email: String?
    package let phone: String?
    /// What such a request has and this one does not: only a person can tell what it is.
    package let missing: [String]

    /// Nil for events that ask for nothing of the kind.
    package static func kind(of type: String, by scheme: WebhookScheme) -> Kind? {
        switch (scheme, type) {
        case (.shopify, "customers/data_request"): .export
        case (.shopify, "customers/redact"): .erasure
        case (.shopify, "shop/redact"): .shopErasure
        case (.hubspot, "contact.privacyDeletion"), (.hubspotV1, "contact.privacyDeletion"): .erasure
        default: nil
        }
    }

    /// Nil for what asks for nothing of the kind.
    package init?(type: String, document: JSONValue, by scheme: WebhookScheme) {
        guard let kind = Self.kind(of: type, by: scheme), case .object(let object) = document else { return nil }
        self.kind = kind
        let isOfShop = scheme == .shopify
        if isOfShop, case .object(let customer)? = object["customer"] {
            self.customer = customer.plainText("id")
            (email, phone) = (customer.plainText("email"), customer.plainText("phone"))
        } else {
            (customer, email, phone) = (isOfShop ? nil : object.plainText("objectId"), nil, nil)
        }
        let isNamed = customer != nil || email != nil || phone != nil
        missing = isOfShop ? Self.missing(in: object, kind, isNamed: isNamed) : isNamed ? [] : ["objectId"]
    }

    /// Shopify signs the body and not the topic, so anybody with a captured order could send it as a request.
    private static func missing(in object: JSONObject, _ kind: Kind, isNamed: Bool) -> [String] {
        let shop = object["shop_id"] == nil && object["shop_domain"] == nil ? ["shop_id"] : []
        let customer = isNamed ? [] : ["customer"]
        switch kind {
        case .export: return shop + customer + (object["data_request"] == nil ? ["data_request"] : [])
        case .erasure: return shop + customer + (object["orders_to_redact"] == nil ? ["orders_to_redact"] : [])
        case .shopErasure: return shop
        }
    }

    /// The customer's names, the surest first, as identifiers are written.
    package func names(in source: String) -> [String] {
        [customer.map { "\(source):\($0)" }, email.map { "email:\($0)" }, phone.map { "phone:\($0)" }]
            .compactMap(\.self)
    }
}

extension JSONObject {
    /// A text or a number as it was written; nil for any other value, and for an empty text.
    func plainText(_ name: String) -> String? {
        switch self[name] {
        case .string(let text)?, .number(let text)?: text.isEmpty ? nil : text
        default: nil
        }
    }
}
