/// What deserves attention about a customer, besides the tier.
package struct Attention: Hashable, Sendable {
    package let problem: RepeatedProblem?
    package let rating: UnhappyRating?
    package let lateOrder: LateOrder?
    /// A cart worth at least the customer's average order in its currency; any priced one while there is none.
    package let valuableCart: CartView?

    package init(_ summary: ProfileSummary, cart: CartView?, today: Day) {
        problem = RepeatedProblem(summary.contact, today: today)
        rating = UnhappyRating(summary.contact, today: today)
        lateOrder = LateOrder(summary.purchases.open.items, today: today)
        valuableCart = cart.flatMap { Self.isValuable($0, summary.purchases) ? $0 : nil }
    }

    private static func isValuable(_ cart: CartView, _ purchases: PurchaseSummary) -> Bool {
        guard let value = cart.value, let currency = cart.currency, value > 0 else { return false }
        guard let average = purchases.currencies[currency]?.averageOrder else { return true }
        return value >= average
    }
}
