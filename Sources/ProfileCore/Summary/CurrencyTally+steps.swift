extension CurrencyTally {
    mutating func add(_ entry: OrderEntry, days capacity: Int) {
        change(by: entry, sign: 1, days: capacity)
    }

    mutating func remove(_ entry: OrderEntry, days capacity: Int) {
        change(by: entry, sign: -1, days: capacity)
    }

    /// False when a listed day went, so that only the facts can tell the one before the listed.
    func isExact(days capacity: Int) -> Bool { earlier == nil || days.count >= capacity }

    var isEmpty: Bool { orders == 0 && returns == 0 }

    func combined(with other: CurrencyTally, days capacity: Int) -> CurrencyTally {
        var result = self
        result.orders += other.orders
        result.pricedOrders += other.pricedOrders
        result.returns += other.returns
        result.pricedReturns += other.pricedReturns
        result.gross &+= other.gross
        result.refunded &+= other.refunded
        let before = [earlier, other.earlier].compactMap(\.self)
        result.earlier = nil
        for total in other.days { result.add(total, days: .max) }
        for total in before { result.addEarlier(total) }
        result.trimDays(to: capacity)
        return result
    }

    private mutating func change(by entry: OrderEntry, sign: Int, days capacity: Int) {
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
                priced: priced, net: MinorUnits(sign) &* entry.amounts.net), days: capacity)
    }

    /// Adds what may also be negative; a day that comes to nothing goes.
    private mutating func add(_ total: DayTotal, days capacity: Int) {
        let position = days.lastIndex { $0.day <= total.day } ?? -1
        guard position >= 0, days[position].day == total.day else {
            guard position >= 0 || earlier == nil else { return addEarlier(total) }
            days.insert(total, at: position + 1)
            return trimDays(to: capacity)
        }
        days[position].add(total)
        if days[position].isEmpty { days.remove(at: position) }
    }

    private mutating func addEarlier(_ total: DayTotal) {
        var sums = earlier ?? DayTotal(day: Self.earlierDay, orders: 0, net: 0)
        sums.add(total)
        earlier = sums.isEmpty ? nil : sums
    }

    private mutating func trimDays(to capacity: Int) {
        while days.count > capacity { addEarlier(days.removeFirst()) }
    }
}

extension CurrencyTally.DayTotal {
    fileprivate var isEmpty: Bool { orders == 0 && returns == 0 }

    fileprivate mutating func add(_ other: CurrencyTally.DayTotal) {
        orders += other.orders
        returns += other.returns
        priced += other.priced
        net &+= other.net
    }
}
