extension WebhookScheme {
    /// What an endpoint does with a sender's events where nobody said anything else: types and the names of mappings
    /// that come with the program.
    ///
    /// Types with a common prefix are listed one by one where one of them tells of a deletion, which has only an id.
    package var standardRules: [(event: String, mapping: String)] {
        switch self {
        case .shopify:
            Self.rules(
                [
                    "orders/create", "orders/updated", "orders/edited", "orders/paid", "orders/partially_fulfilled",
                    "orders/fulfilled", "orders/cancelled",
                ], "shopify-orders")
                + Self.rules(["customers/create", "customers/update", "customers/enable"], "shopify-customers")
                + Self.rules(["checkouts/create", "checkouts/update"], "shopify-checkouts")
                + [
                    ("refunds/create", "shopify-refunds"), ("fulfillments/create", "shopify-fulfillments"),
                    ("fulfillments/update", "shopify-fulfillments"), ("customers/delete", "withdraw:customer"),
                    ("orders/delete", "withdraw:order"),
                ]
        case .woocommerce:
            Self.rules(["order.created", "order.updated", "order.restored"], "woocommerce-orders")
                + Self.rules(["customer.created", "customer.updated"], "woocommerce-customers")
                + [
                    ("refund.created", "woocommerce-refunds"), ("order.deleted", "withdraw:order"),
                    ("customer.deleted", "withdraw:customer"),
                ]
        case .zendesk:
            [("", "zendesk-tickets"), ("zen:event-type:ticket.*", "zendesk-events")]
                + Self.rules(
                    ["zen:event-type:ticket.soft_deleted", "zen:event-type:ticket.permanently_deleted"],
                    "withdraw:interaction")
        case .chatwoot:
            Self.rules(
                ["conversation_created", "conversation_updated", "conversation_status_changed"],
                "chatwoot-conversations")
                + Self.rules(["message_created", "message_updated"], "chatwoot-messages")
        case .hubspot, .hubspotV1:
            Self.rules(["contact.creation", "contact.propertyChange", "contact.restore"], "hubspot-contact-changes")
                + [("contact.deletion", "withdraw:customer")]
        case .stripe, .standard, .twilio, .bearer: []
        }
    }

    /// Whether an event of that type brings back a record as it was before its deletion, with no time of its own.
    package func restores(_ type: String) -> Bool { self == .woocommerce && type.hasSuffix(".restored") }

    private static func rules(_ events: [String], _ mapping: String) -> [(event: String, mapping: String)] {
        events.map { ($0, mapping) }
    }
}
