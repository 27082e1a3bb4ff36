/// Sums over the orders and credit notes of one currency.
package struct CurrencyTally: Hashable, Sendable {
    package struct DayTotal: Hashable, Sendable {
        package let day: Day
        package var orders: Int
        package var returns: Int
        /// How many of both state amounts.
        package var priced: Int
        package var net: MinorUnits

        package init(day: Day, orders: Int, returns: Int = 0, priced: Int? = nil, net: MinorUnits) {
            self.day = day
            self.orders = orders
            self.returns = returns
            self.priced = priced ?? orders &+ returns
            self.net = net
        }
    }

    package var orders = 0
    /// Orders that state amounts.
    package var pricedOrders = 0
    /// Credit notes.
    package var returns = 0
    package var pricedReturns = 0
    package var gross: MinorUnits = 0
    package var refunded: MinorUnits = 0
    /// By UTC day of the order, ascending, days without orders and credit notes left out; when there are many, only the
    /// latest.
    package var days: [DayTotal] = []
    /// The sums of what lies before the listed days, filed under `earlierDay`; nil when nothing does.
    package var earlier: DayTotal?

    package static let earlierDay = Day(number: .min)

    package init() {}

    package var net: MinorUnits { gross &- refunded }

    /// Whether anybody stated an amount.
    package var isPriced: Bool { pricedOrders > 0 || pricedReturns > 0 }

    /// Net by orders with amounts, halves rounded away from zero; nil without such orders.
    package var averageOrder: MinorUnits? {
        pricedOrders > 0 ? net.dividedRoundingHalfAway(by: MinorUnits(pricedOrders)) : nil
    }
}
