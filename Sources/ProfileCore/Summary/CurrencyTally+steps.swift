extension CurrencyTally {
    mutating func add(_ amounts: OrderAmounts, on day: Day) {
        change(amounts, on: day, orders: 1, sign: 1)
    }

    mutating func remove(_ amounts: OrderAmounts, on day: Day) {
        change(amounts, on: day, orders: -1, sign: -1)
    }

    func combined(with other: CurrencyTally) -> CurrencyTally {
        var result = self
        result.orders += other.orders
        result.gross &+= other.gross
        result.refunded &+= other.refunded
        for total in other.days { result.change(total.day, orders: total.orders, net: total.net) }
        return result
    }

    private mutating func change(_ amounts: OrderAmounts, on day: Day, orders change: Int, sign: MinorUnits) {
        orders += change
        gross &+= sign &* amounts.gross
        refunded &+= sign &* amounts.refunded
        self.change(day, orders: change, net: sign &* amounts.net)
    }

    private mutating func change(_ day: Day, orders change: Int, net: MinorUnits) {
        let position = days.lastIndex { $0.day <= day } ?? -1
        guard position >= 0, days[position].day == day else {
            days.insert(DayTotal(day: day, orders: change, net: net), at: position + 1)
            return
        }
        days[position].orders += change
        days[position].net &+= net
        if days[position].orders == 0 { days.remove(at: position) }
    }
}
