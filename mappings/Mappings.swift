/// Mappings for what other systems export and send, built into the program.
package struct EmbeddedMapping: Sendable {
    /// `shopify-orders`.
    package let name: String
    /// What it is for: the first line of the file.
    package let summary: String
    /// The file.
    package let yaml: [UInt8]

    private init(_ name: String, _ yaml: [UInt8]) {
        self.name = name
        self.yaml = yaml
        let line = String(decoding: yaml.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        summary = String(line.drop { $0 == "#" || $0 == " " })
    }

    /// In the order of their names.
    package static let all = [
        EmbeddedMapping("chatwoot-conversations", PackageResources.chatwoot_conversations_yaml),
        EmbeddedMapping("chatwoot-messages", PackageResources.chatwoot_messages_yaml),
        EmbeddedMapping("hubspot-contact-changes", PackageResources.hubspot_contact_changes_yaml),
        EmbeddedMapping("hubspot-contacts", PackageResources.hubspot_contacts_yaml),
        EmbeddedMapping("magento-orders", PackageResources.magento_orders_yaml),
        EmbeddedMapping("segment", PackageResources.segment_yaml),
        EmbeddedMapping("shopify-checkouts", PackageResources.shopify_checkouts_yaml),
        EmbeddedMapping("shopify-customers", PackageResources.shopify_customers_yaml),
        EmbeddedMapping("shopify-fulfillments", PackageResources.shopify_fulfillments_yaml),
        EmbeddedMapping("shopify-orders", PackageResources.shopify_orders_yaml),
        EmbeddedMapping("shopify-refunds", PackageResources.shopify_refunds_yaml),
        EmbeddedMapping("woocommerce-customers", PackageResources.woocommerce_customers_yaml),
        EmbeddedMapping("woocommerce-orders", PackageResources.woocommerce_orders_yaml),
        EmbeddedMapping("woocommerce-refunds", PackageResources.woocommerce_refunds_yaml),
        EmbeddedMapping("zendesk-events", PackageResources.zendesk_events_yaml),
        EmbeddedMapping("zendesk-satisfaction", PackageResources.zendesk_satisfaction_yaml),
        EmbeddedMapping("zendesk-tickets", PackageResources.zendesk_tickets_yaml),
        EmbeddedMapping("zendesk-users", PackageResources.zendesk_users_yaml),
    ]

    /// Nil for a name that none has.
    package static func named(_ name: String) -> EmbeddedMapping? {
        all.first { $0.name == name }
    }
}
