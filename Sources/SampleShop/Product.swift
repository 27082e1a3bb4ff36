/// An article of the catalogue.
struct Product: Sendable {
    let sku: String
    let name: String
    let category: String
    let euroCents: Int
    /// Sold by the metre rather than by the piece.
    let isCutToLength: Bool

    var url: String { "https://shop.example.com/p/\(sku.lowercased())" }
}
