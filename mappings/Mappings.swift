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
        EmbeddedMapping("segment", PackageResources.segment_yaml),
        EmbeddedMapping("shopify-customers", PackageResources.shopify_customers_yaml),
        EmbeddedMapping("shopify-orders", PackageResources.shopify_orders_yaml),
        EmbeddedMapping("woocommerce-orders", PackageResources.woocommerce_orders_yaml),
        EmbeddedMapping("zendesk-tickets", PackageResources.zendesk_tickets_yaml),
    ]

    /// Nil for a name that none has.
    package static func named(_ name: String) -> EmbeddedMapping? {
        all.first { $0.name == name }
    }
}
