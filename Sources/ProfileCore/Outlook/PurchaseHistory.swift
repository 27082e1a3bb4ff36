/// What one order or credit note adds to the day on which it was placed.
package struct PurchaseEvent: Hashable, Sendable {
    package let day: Day
    package let currency: Currency
    /// False for a credit note.
    package let isOrder: Bool
    /// Whether anything in it cost something, before returns.
    package let hasGross: Bool
    package let net: MinorUnits

    package init(day: Day, currency: Currency, isOrder: Bool = true, hasGross: Bool, net: MinorUnits) {
        self.day = day
        self.currency = currency
        self.isOrder = isOrder
        self.hasGross = hasGross
        self.net = net
    }

    /// Nil for an order that was cancelled.
    package init?(_ order: OrderRecord) {
        guard order.status != .cancelled else { return nil }
        let amounts = OrderAmounts(order)
        self.init(
            day: order.placedAt.day, currency: order.currency, isOrder: !order.isCreditNote,
            hasGross: amounts.gross > 0, net: amounts.net)
    }
}

/// When somebody bought, and for how much: what outlooks are learned from. Orders of one day are one purchase.
package struct PurchaseHistory: Hashable, Sendable {
    /// The days with orders, ascending.
    package let days: [Day]
    private let events: [PurchaseEvent]

    /// `events` in any order. All of them give no purchases when all that was bought was given back.
    package init(_ events: some Sequence<PurchaseEvent>) {
        let sorted = events.sorted { $0.day < $1.day }
        self.events = Self.isGivenBack(sorted) ? [] : sorted
        var days: [Day] = []
        for event in self.events where event.isOrder && event.day != days.last { days.append(event.day) }
        self.days = days
    }

    private static func isGivenBack(_ events: [PurchaseEvent]) -> Bool {
        guard events.contains(where: \.hasGross) else { return false }
        var nets: [Currency: MinorUnits] = [:]
        for event in events { nets[event.currency, default: 0] &+= event.net }
        return nets.values.allSatisfy { $0 <= 0 }
    }

    /// Nil without a purchase.
    package func pace(until day: Day) -> PurchasePace? {
        guard let first = days.first, let last = days.last, last <= day else { return nil }
        return PurchasePace(repeats: days.count - 1, recency: last.days(since: first), age: day.days(since: first))
    }

    /// The currency of most purchases, of equals the one first in the alphabet.
    package var mainCurrency: Currency? {
        var counts: [Currency: Int] = [:]
        for event in events where event.isOrder { counts[event.currency, default: 0] += 1 }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    /// What was spent, less what came back, on the days after the first purchase.
    package func repeatSpend(in currency: Currency) -> RepeatSpend {
        guard let first = days.first else { return RepeatSpend(purchases: 0, average: 0) }
        var (purchases, last, net): (Int, Day?, MinorUnits) = (0, nil, 0)
        for event in events where event.day > first && event.currency == currency {
            net &+= event.net
            guard event.isOrder, event.day != last else { continue }
            (purchases, last) = (purchases + 1, event.day)
        }
        guard purchases > 0, net > 0 else { return RepeatSpend(purchases: 0, average: 0) }
        return RepeatSpend(purchases: purchases, average: Double(net) / Double(purchases))
    }

    package func net(in currency: Currency) -> MinorUnits {
        events.reduce(0) { $1.currency == currency ? $0 &+ $1.net : $0 }
    }
}

/// How often, how recently and for how long somebody has bought, in days: the x, t_x and T of Fader, Hardie and Lee
/// (2005). Models reckon in weeks, as they do.
package struct PurchasePace: Hashable, Comparable, Sendable {
    static let daysPerWeek = 7.0
    /// Fits keep tables by repeats and by days.
    private static let mostRepeats = 1 << 16 - 1
    private static let mostDays = 1 << 15 - 1

    /// In one number, since a million of them are sorted.
    private let packed: UInt64

    /// - Parameters:
    ///   - repeats: the days with purchases after the first
    ///   - recency: from the first purchase to the last
    ///   - age: from the first purchase to the day on which is looked
    package init(repeats: Int, recency: Int, age: Int) {
        let repeats = UInt64(min(max(repeats, 0), Self.mostRepeats))
        let age = UInt64(min(max(age, 0), Self.mostDays))
        packed = repeats << 48 | min(UInt64(max(recency, 0)), age) << 24 | age
    }

    package var repeats: Int { Int(packed >> 48) }
    package var recency: Int { Int(packed >> 24 & 0xFF_FFFF) }
    package var age: Int { Int(packed & 0xFF_FFFF) }
    package var daysSinceLast: Int { age - recency }

    package static func < (left: PurchasePace, right: PurchasePace) -> Bool { left.packed < right.packed }
}

/// What somebody spent on purchases after the first; the average is in minor units.
package struct RepeatSpend: Hashable, Sendable {
    package let purchases: Int
    package let average: Double

    package init(purchases: Int, average: Double) {
        self.purchases = purchases
        self.average = average
    }
}

/// Equal values once each, with how many they are: customers who are alike cost a fit no more than one of them.
package struct Counted<Value: Comparable & Sendable>: Sendable {
    package let values: [(value: Value, count: Int)]
    package let total: Int

    package init(_ all: [Value]) {
        var all = all
        all.sort()
        var values: [(value: Value, count: Int)] = []
        for value in all {
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
