import ProfileCore

/// The occasion of one contact.
struct Ticket {
    let at: Timestamp
    let topic: Topic
    let orderID: String?
    let isOpen: Bool
    let isAngry: Bool
    /// Nil for whatever channel the customer uses.
    var channel: String?
}
