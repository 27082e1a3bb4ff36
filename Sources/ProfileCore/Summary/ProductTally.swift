/// What a customer bought and kept of one product.
package struct ProductTally: Hashable, Sendable {
    package var quantity: Quantity
    /// The orders it was in.
    package var span: Span
    /// The name as last stated.
    package var name: Latest<String>?
    package var category: Latest<String>?

    package init(quantity: Quantity, span: Span, name: Latest<String>?, category: Latest<String>?) {
        self.quantity = quantity
        self.span = span
        self.name = name
        self.category = category
    }
}
