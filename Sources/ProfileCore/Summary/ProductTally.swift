/// What a customer bought and kept of one product.
package struct ProductTally: Hashable, Sendable {
    /// Bought less brought back.
    package var quantity: Quantity
    /// The orders that brought more of it than they took back; nil when there are none.
    package var span: Span?
    /// The orders and credit notes that brought none.
    package var comebacks: Int
    /// The name as last stated.
    package var name: Latest<String>?

    package init(
        quantity: Quantity = .zero, span: Span? = nil, comebacks: Int = 0, name: Latest<String>? = nil
    ) {
        self.quantity = quantity
        self.span = span
        self.comebacks = comebacks
        self.name = name
    }

    /// When it was last bought, if any of it was kept.
    package var keptAt: Timestamp? { quantity > .zero ? span?.last : nil }
}
