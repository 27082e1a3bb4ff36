/// Points that a customer's situation adds to the priority of the tier.
package struct PriorityAddition: Hashable, Sendable {
    package static let repeatedProblem = 15
    package static let lowRating = 10
    package static let lateOrder = 10
    package static let valuableCart = 5

    package let points: Int
    package let reason: String

    static func all(for attention: Attention) -> [PriorityAddition] {
        [
            attention.problem.map {
                PriorityAddition(repeatedProblem, "open problem about \($0.subject), contacted \($0.contacts) times")
            },
            attention.rating.map { PriorityAddition(lowRating, "last rating \($0.value) of \($0.scale)") },
            attention.lateOrder.map {
                PriorityAddition(lateOrder, "order \($0.id) is \(Wording.count($0.daysLate, "day")) late")
            },
            attention.valuableCart.flatMap(cart),
        ]
        .compactMap(\.self)
    }

    private static func cart(_ cart: CartView) -> PriorityAddition? {
        guard let value = cart.value, let currency = cart.currency else { return nil }
        return PriorityAddition(valuableCart, "cart of \(Wording.money(value, currency))")
    }

    private init(_ points: Int, _ reason: String) {
        self.points = points
        self.reason = "\(reason): +\(points)"
    }
}
