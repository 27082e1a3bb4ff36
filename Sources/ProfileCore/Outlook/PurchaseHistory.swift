/// What one order or credit note adds to the day on which it was placed.
package struct PurchaseEvent: Sendable {
    package let day: Day
    package let currency: Currency
    /// False for a credit note.
    package let isOrder: Bool
    /// Whether it states any amount.
    package let isStated: Bool
    /// Whether anything in it cost something, before returns.
    package let hasGross: Bool
    package let net: MinorUnits

    package init(
        day: Day, currency: Currency, isOrder: Bool = true, isStated: Bool = true, hasGross: Bool, net: MinorUnits
    ) {
        self.day = day
        self.currency = currency
        self.isOrder = isOrder
        self.isStated = isStated
        self.hasGross = hasGross
        self.net = net
    }

    /// Nil for an order that was cancelled.
    package init?(_ order: OrderRecord) {
        guard order.status != .cancelled else { return nil }
        let amounts = OrderAmounts(order)
        self.init(
            day: order.placedAt.day, currency: order.currency, isOrder: !order.isCreditNote,
            isStated: amounts.isStated, hasGross: amounts.gross > 0, net: amounts.net)
    }
}

extension PurchaseEvent {
    /// What a summary keeps of its days: of each day and currency what states amounts, and whether other orders do not.
    /// A history that is longer than the list begins with the first listed day. Without a refund nothing was given
    /// back, whatever was free.
    package static func all(of purchases: PurchaseSummary) -> [PurchaseEvent] {
        var events: [PurchaseEvent] = []
        for entry in purchases.currencies.tallies {
            let (currency, tally) = (entry.key, entry.value)
            for total in tally.days { add(total, of: tally, currency, to: &events) }
        }
        return events
    }

    private static func add(
        _ total: CurrencyTally.DayTotal, of tally: CurrencyTally, _ currency: Currency, to events: inout [PurchaseEvent]
    ) {
        let isOrder = total.orders > 0
        if total.priced > 0 {
            events.append(
                PurchaseEvent(
                    day: total.day, currency: currency, isOrder: isOrder,
                    hasGross: tally.gross > 0 && tally.refunded > 0, net: total.net))
        }
        if isOrder, tally.orders > tally.pricedOrders, total.priced < total.orders + total.returns {
            events.append(PurchaseEvent(day: total.day, currency: currency, isStated: false, hasGross: false, net: 0))
        }
    }
}

/// When somebody bought, and for how much: what outlooks are learned from. Orders of one day are one purchase.
package struct PurchaseHistory: Sendable {
    /// The days with orders, ascending.
    package let days: [Day]
    private let events: [PurchaseEvent]

    /// Takes events in any order. There are no purchases if everything bought was given back.
    package init(_ events: some Sequence<PurchaseEvent>) {
        let sorted = events.sorted { $0.day < $1.day }
        self.events = Self.isGivenBack(sorted) ? [] : sorted
        var days: [Day] = []
        for event in self.events where event.isOrder && event.day != days.last { days.append(event.day) }
        self.days = days
    }

    /// An order without amounts was kept, for all that is known.
    private static func isGivenBack(_ events: [PurchaseEvent]) -> Bool {
        guard events.contains(where: \.hasGross), events.allSatisfy({ $0.isStated || !$0.isOrder }) else {
            return false
        }
        var nets: [Currency: MinorUnits] = [:]
        for event in events { nets[event.currency, default: 0] &+= event.net }
        return nets.values.allSatisfy { $0 <= 0 }
    }

    /// Nil without a purchase. No event may lie after the day.
    package func pace(until day: Day) -> PurchasePace? {
        guard let first = days.first, let last = days.last else { return nil }
        return PurchasePace(repeats: days.count - 1, recency: last.days(since: first), age: day.days(since: first))
    }

    /// The currency with orders on most days; the alphabetically first wins a tie.
    package var mainCurrency: Currency? {
        let orders = events.lazy.filter(\.isOrder)
        if let one = orders.first?.currency, orders.allSatisfy({ $0.currency == one }) { return one }
        var days: [Currency: (count: Int, last: Day?)] = [:]
        for event in events where event.isOrder && days[event.currency]?.last != event.day {
            days[event.currency, default: (0, nil)].count += 1
            days[event.currency]?.last = event.day
        }
        return days.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
    }

    /// What was spent, less what came back, on the days after the first purchase. Orders without amounts say nothing
    /// about it.
    package func repeatSpend(in currency: Currency) -> RepeatSpend {
        guard let first = days.first else { return RepeatSpend(purchases: 0, average: 0) }
        var (purchases, last, net): (Int, Day?, MinorUnits) = (0, nil, 0)
        for event in events where event.isStated && event.day > first && event.currency == currency {
            net &+= event.net
            guard event.isOrder, event.day != last else { continue }
            (purchases, last) = (purchases + 1, event.day)
        }
        guard purchases > 0, net > 0 else { return RepeatSpend(purchases: 0, average: 0) }
        return RepeatSpend(purchases: purchases, average: Double(net) / Double(purchases))
    }
}

/// How often, how recently and for how long somebody has bought, in days: the x, t_x and T of Fader, Hardie and Lee
/// (2005). Models reckon in weeks, as they do.
package struct PurchasePace: Comparable, Sendable {
    static let daysPerWeek = 7.0
    /// Fits keep tables by repeats and by days.
    private static let mostRepeats = 1 << 16 - 1
    private static let mostDays = 1 << 15 - 1

    /// Packed into one number, because fits sort a million of them.
    private let packed: UInt64

    /// - Parameters:
    ///   - repeats: the days with purchases after the first
    ///   - recency: from the first purchase to the last
    ///   - age: from the first purchase to the reference day
    package init(repeats: Int, recency: Int, age: Int) {
        let repeats = UInt64(min(max(repeats, 0), Self.mostRepeats))
        let age = UInt64(min(max(age, 0), Self.mostDays))
        packed = repeats << 48 | min(UInt64(max(recency, 0)), age) << 24 | age
    }

    package var repeats: Int { Int(packed >> 48) }
    package var recency: Int { Int(packed >> 24 & 0xFF_FFFF) }
    package var age: Int { Int(packed & 0xFF_FFFF) }
    package var daysSinceLast: Int { age - recency }

    /// The purchases to expect when the customer's own rate goes on.
    func ownRate(days: Int) -> Double { Self.ownRate(of: repeats, in: age, days: days) }

    /// A history shorter than the days ahead counts as one of that length: two orders in two days do not promise ninety
    /// in ninety. So the rate expects no more of a newcomer than came so far.
    static func ownRate(of count: Int, in seen: Int, days: Int) -> Double {
        Double(count) / Double(max(seen, days, 1)) * Double(days)
    }

    package static func < (left: PurchasePace, right: PurchasePace) -> Bool { left.packed < right.packed }
}

/// What somebody spent on purchases after the first; the average is in minor units.
package struct RepeatSpend: Equatable, Sendable {
    package let purchases: Int
    package let average: Double

    package init(purchases: Int, average: Double) {
        self.purchases = purchases
        self.average = average
    }
}

/// Different values with their counts, so that a fit computes equal customers once.
package struct Counted<Value: Comparable & Sendable>: Sendable {
    package let values: [(value: Value, count: Int)]
    package let total: Int

    package init(_ all: [Value]) {
        var values: [(value: Value, count: Int)] = []
        for value in all.sorted() {
            if values.last?.value == value {
                values[values.count - 1].count += 1
            } else {
                values.append((value, 1))
            }
        }
        self.values = values
        total = all.count
    }
}
