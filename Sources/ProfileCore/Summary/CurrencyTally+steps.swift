extension CurrencyTally {
    mutating func add(_ entry: OrderEntry) {
        change(by: entry, sign: 1)
    }

    mutating func remove(_ entry: OrderEntry) {
        change(by: entry, sign: -1)
    }

    var isEmpty: Bool { orders == 0 && returns == 0 }

    func combined(with other: CurrencyTally) -> CurrencyTally {
        var result = self
        result.orders += other.orders
        result.pricedOrders += other.pricedOrders
        result.returns += other.returns
        result.pricedReturns += other.pricedReturns
        result.gross &+= other.gross
        result.refunded &+= other.refunded
        for total in other.days { result.add(total) }
        return result
    }

    private mutating func change(by entry: OrderEntry, sign: Int) {
        let priced = entry.amounts.isStated ? sign : 0
        if entry.isCreditNote {
            returns += sign
            pricedReturns += priced
        } else {
            orders += sign
            pricedOrders += priced
        }
        gross &+= MinorUnits(sign) &* entry.amounts.gross
        refunded &+= MinorUnits(sign) &* entry.amounts.refunded
        add(
            DayTotal(
                day: entry.placedAt.day, orders: entry.isCreditNote ? 0 : sign, returns: entry.isCreditNote ? sign : 0,
                priced: priced, net: MinorUnits(sign) &* entry.amounts.net))
    }

    /// Adds what may also be negative; a day that comes to nothing goes.
    private mutating func add(_ total: DayTotal) {
        let position = days.lastIndex { $0.day <= total.day } ?? -1
        guard position >= 0, days[position].day == total.day else {
            days.insert(total, at: position + 1)
            return
        }
        days[position].orders += total.orders
        days[position].returns += total.returns
        days[position].priced += total.priced
        days[position].net &+= total.net
        if days[position].orders == 0, days[position].returns == 0 { days.remove(at: position) }
    }
}
