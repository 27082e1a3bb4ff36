/// The body that asks what goes with a cart.
package struct SuggestionRequest: Hashable, Sendable {
    package static let limit = 100

    package let cart: [String]
    /// As it was written; nil for a visitor without a name.
    package let customer: String?

    /// `{"cart":["TENT-2"],"customer":"email:jane@example.com"}`; `customer` may be null or left out.
    package init(json bytes: [UInt8]) throws(WireRejection) {
        self = try RequestBody.readObject(bytes) { members in
            let isPresent = members.isPresent("cart")
            let cart = members.texts("cart", atMost: Self.limit, limit: TextLimit.code)
            if isPresent, cart.isEmpty, members.findings.problems.isEmpty {
                members.reject("cart", .empty, "a cart has at least one product")
            }
            let customer = members.unchangedText("customer")
            return members.required("cart", isPresent ? cart : nil).map {
                SuggestionRequest(cart: $0, customer: customer)
            }
        }
    }

    private init(cart: [String], customer: String?) {
        self.cart = cart
        self.customer = customer
    }
}
