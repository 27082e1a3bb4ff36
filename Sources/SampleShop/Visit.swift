import ProfileCore

/// One step of somebody through the web shop.
struct Visit {
    let at: Timestamp
    let type: String
    let product: Product
    let isLoggedIn: Bool
}
