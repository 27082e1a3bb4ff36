/// An order on its way whose expected delivery has passed.
package struct LateOrder: Hashable, Sendable {
    package let id: String
    package let daysLate: Int
    /// How many orders are late in all.
    package let count: Int

    /// The one that is late longest.
    package init?(_ orders: [OrderDigest], today: Day) {
        let late = orders.compactMap { order in
            order.expectedDelivery.flatMap { $0 < today ? (id: order.id, day: $0) : nil }
        }
        guard let worst = late.min(by: { ($0.day, $0.id) < ($1.day, $1.id) }) else { return nil }
        id = worst.id
        daysLate = today.days(since: worst.day)
        count = late.count
    }

    var sentence: String {
        let others = count == 2 ? ", and another order is late" : ", and \(count - 1) other orders are late"
        return "Order \(id) is \(Wording.count(daysLate, "day")) late" + (count > 1 ? others : "")
    }
}
