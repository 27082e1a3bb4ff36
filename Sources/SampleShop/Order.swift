import ProfileCore

/// One order and everything the order system said about it over time.
struct Order {
    let id: String
    let placedAt: Timestamp
    let status: String
    /// Whether the parcel should have been there by now.
    let isLate: Bool
    let firstArticle: String
    /// In the order they were made; the last one holds.
    let statements: [ShopRecord]
}
