/// Orders and net spend as they stood at the end of any UTC day, by the days the orders were placed on.
package struct SpendHistory: Sendable {
    /// The history in one currency.
    package struct Line: Sendable {
        private let days: [Day]
        /// Sums up to the day of the same place, exclusive; one more than there are days.
        private let orders: [Int]
        private let net: [MinorUnits]

        package init(_ tally: CurrencyTally) {
            days = tally.days.map(\.day)
            orders = tally.days.reduce(into: [0]) { $0.append(($0.last ?? 0) &+ $1.orders) }
            net = tally.days.reduce(into: [0]) { $0.append(($0.last ?? 0) &+ $1.net) }
        }

        /// The sums of the 365 whole days before `day`, and of `day`.
        package func year(before day: Day) -> (orders: Int, net: MinorUnits) {
            let (start, end) = (position(after: day.advanced(by: -366)), position(after: day))
            return (orders[end] &- orders[start], net[end] &- net[start])
        }

        /// The sums of all days to the end of `day`.
        package func total(to day: Day) -> (orders: Int, net: MinorUnits) {
            let end = position(after: day)
            return (orders[end], net[end])
        }

        /// The days on which a sum may change though nothing is ordered, and those of the orders.
        fileprivate var changes: [Day] {
            days + days.map { $0.advanced(by: SpendHistory.window) }
        }

        private func position(after day: Day) -> Int {
            var (low, high) = (0, days.count)
            while low < high {
                let middle = (low + high) / 2
                if days[middle] <= day { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// An order counts on its day and the 365 days after it, so that it falls out on this one.
    private static let window = 366

    private let lines: [Currency: Line]

    package init(_ summary: PurchaseSummary) {
        lines = Dictionary(uniqueKeysWithValues: summary.currencies.map { ($0.key, Line($0.value)) })
    }

    package func net365Days(_ currency: Currency, on day: Day) -> MinorUnits {
        lines[currency]?.year(before: day).net ?? 0
    }

    package func netTotal(_ currency: Currency, on day: Day) -> MinorUnits {
        lines[currency]?.total(to: day).net ?? 0
    }

    package func orders365Days(on day: Day) -> Int {
        lines.values.reduce(0) { $0 &+ $1.year(before: day).orders }
    }

    package func ordersTotal(on day: Day) -> Int {
        lines.values.reduce(0) { $0 &+ $1.total(to: day).orders }
    }

    /// Ascending, without repetitions.
    package var changes: [Day] {
        Set(lines.values.lazy.flatMap(\.changes)).sorted()
    }
}

extension ProfileSummary {
    /// Net spend in the 365 whole UTC days before `day` and on it; nil without an order in the currency that was not
    /// cancelled: such customers are not part of the population a percentile is about.
    package func net365Days(in currency: Currency, on day: Day) -> MinorUnits? {
        guard let tally = purchases.currencies[currency], tally.orders > 0 else { return nil }
        return SpendHistory.Line(tally).year(before: day).net
    }
}
