/// Sums over the orders of one currency.
package struct CurrencyTally: Hashable, Sendable {
    package struct DayTotal: Hashable, Sendable {
        package let day: Day
        package var orders: Int
        package var net: MinorUnits

        package init(day: Day, orders: Int, net: MinorUnits) {
            self.day = day
            self.orders = orders
            self.net = net
        }
    }

    package var orders = 0
    package var gross: MinorUnits = 0
    package var refunded: MinorUnits = 0
    /// By UTC day of the order, ascending, days without orders left out.
    package var days: [DayTotal] = []

    package init() {}

    package var net: MinorUnits { gross &- refunded }
}
