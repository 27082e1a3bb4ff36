/// What orders and credit notes came to, by currency.
package struct CurrencyTallies: SummaryPart {
    package static let field: UInt64 = 2

    package var tallies = SortedMap<Currency, CurrencyTally>()

    package init() {}

    package mutating func add(_ event: CountedOrder) {
        guard event.isCounted else { return }
        tallies.change(event.record.currency, from: CurrencyTally()) { $0.change(by: event, sign: 1) }
    }

    package mutating func remove(_ event: CountedOrder) {
        guard event.isCounted else { return }
        tallies.change(event.record.currency, removingWhen: \.isEmpty) { $0.change(by: event, sign: -1) }
    }

    package mutating func combine(with other: CurrencyTallies, within limits: SummaryLimits) {
        tallies = tallies.combined(with: other.tallies) { $0.combined(with: $1, days: limits.orderDays) }
    }

    package func losses(without event: CountedOrder) -> [SummaryLoss] {
        let currency = event.record.currency
        return tallies[currency]?.isExact(days: event.limits.orderDays) ?? true ? [] : [.orderDays(currency)]
    }

    package func write(to writer: inout ByteWriter) {
        writer.pairs(tallies)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        tallies = try reader.pairs()
    }
}

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

extension CurrencyTally {
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

    fileprivate mutating func change(by order: CountedOrder, sign: Int) {
        let priced = order.amounts.isStated ? sign : 0
        if order.isCreditNote {
            returns += sign
            pricedReturns += priced
        } else {
            orders += sign
            pricedOrders += priced
        }
        gross &+= MinorUnits(sign) &* order.amounts.gross
        refunded &+= MinorUnits(sign) &* order.amounts.refunded
        add(
            DayTotal(
                day: order.moment.day, orders: order.isCreditNote ? 0 : sign, returns: order.isCreditNote ? sign : 0,
                priced: priced, net: MinorUnits(sign) &* order.amounts.net), days: order.limits.orderDays)
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

extension CurrencyTally: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(orders)
        writer.integer(pricedOrders)
        writer.integer(returns)
        writer.integer(pricedReturns)
        writer.integer(gross)
        writer.integer(refunded)
        writer.count(days.count)
        var previous: Int64 = 0
        for total in days {
            writer.integer(Int64(total.day.number) - previous)
            writer.integer(total.orders)
            writer.integer(total.net)
            previous = Int64(total.day.number)
        }
        writeUnusualDays(to: &writer)
        writer.presence(earlier != nil)
        guard let earlier else { return }
        writer.integer(earlier.orders)
        writer.integer(earlier.returns)
        writer.integer(earlier.priced)
        writer.integer(earlier.net)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        orders = try reader.int()
        pricedOrders = try reader.int()
        returns = try reader.int()
        pricedReturns = try reader.int()
        gross = try reader.integer()
        refunded = try reader.integer()
        let count = try reader.count()
        days.reserveCapacity(count)
        var previous: Int64 = 0
        for place in 0..<count {
            let distance = try reader.integer()
            guard let number = Int32(exactly: previous &+ distance), place == 0 || distance > 0 else {
                throw .invalid("day")
            }
            days.append(
                DayTotal(day: Day(number: number), orders: try reader.int(), net: try reader.integer()))
            previous = Int64(number)
        }
        try readUnusualDays(from: &reader)
        var presence = try reader.presence()
        guard presence.next() else { return }
        earlier = DayTotal(
            day: Self.earlierDay, orders: try reader.int(), returns: try reader.int(), priced: try reader.int(),
            net: try reader.integer())
    }

    /// Credit notes and orders without amounts are rare: days without any take no room for them.
    private func writeUnusualDays(to writer: inout ByteWriter) {
        let unusual = days.enumerated().filter { $0.element.returns != 0 || $0.element.priced != $0.element.orders }
        writer.count(unusual.count)
        for (place, total) in unusual {
            writer.count(place)
            writer.integer(total.returns)
            writer.integer(total.priced)
        }
    }

    private mutating func readUnusualDays(from reader: inout ByteReader) throws(DecodingFailure) {
        for _ in 0..<(try reader.count()) {
            let place = try reader.unsigned()
            guard place < UInt64(days.count) else { throw .invalid("day") }
            days[Int(place)].returns = try reader.int()
            days[Int(place)].priced = try reader.int()
        }
    }
}
