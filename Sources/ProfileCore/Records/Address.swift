package struct Address: Hashable, Sendable {
    package var street: String?
    package var postalCode: String?
    package var city: String?
    package var region: String?
    /// ISO 3166-1 alpha-2.
    package var country: String?

    package init() {}
}
