/// Orders and net spend as they stood at the end of any UTC day, by the days the orders were placed on.
package struct SpendHistory: Sendable {
    /// Orders and credit notes of some days.
    package struct Sum: Hashable, Sendable {
        package fileprivate(set) var orders = 0
        package fileprivate(set) var returns = 0
        /// How many of both state amounts.
        package fileprivate(set) var priced = 0
        package fileprivate(set) var net: MinorUnits = 0

        fileprivate func adding(_ day: CurrencyTally.DayTotal) -> Sum {
            Sum(
                orders: orders &+ day.orders, returns: returns &+ day.returns, priced: priced &+ day.priced,
                net: net &+ day.net)
        }

        fileprivate func without(_ other: Sum) -> Sum {
            Sum(
                orders: orders &- other.orders, returns: returns &- other.returns, priced: priced &- other.priced,
                net: net &- other.net)
        }
    }

    /// The history in one currency.
    package struct Line: Sendable {
        /// What was ordered up to the end of a day: ascending, one for each day with orders or credit notes.
        private let sums: [(day: Day, sum: Sum)]
        /// The sums of what lies before those days, of which the days are not known.
        private let earlier: Sum

        package init(_ tally: CurrencyTally) {
            earlier = tally.earlier.map { Sum().adding($0) } ?? Sum()
            var sum = earlier
            sums = tally.days.map { day in
                sum = sum.adding(day)
                return (day.day, sum)
            }
        }

        /// The sums of the 365 whole days before `day`, and of `day`.
        package func year(before day: Day) -> Sum {
            total(to: day).without(total(to: day.advanced(by: -366)))
        }

        /// The sums of all days to the end of `day`.
        package func total(to day: Day) -> Sum {
            let end = position(after: day)
            return end > 0 ? sums[end - 1].sum : earlier
        }

        /// The days on which a sum may change though nothing is ordered, and those of the orders.
        fileprivate var changes: [Day] {
            let all = sums.map { $0.day } + sums.map { $0.day.advanced(by: SpendHistory.window) }
            guard earlier != Sum(), let first = sums.first?.day else { return all }
            // A window that begins before the listed days cannot be summed.
            let known = first.advanced(by: SpendHistory.window)
            return all.filter { $0 > known }
        }

        private func position(after day: Day) -> Int {
            var (low, high) = (0, sums.count)
            while low < high {
                let middle = (low + high) / 2
                if sums[middle].day <= day { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// An order counts on its day and the 365 days after it, so that it falls out on this one.
    private static let window = 366

    /// One or two as a rule, so that looking through them costs less than hashing.
    private let lines: [(currency: Currency, line: Line)]

    package init(_ summary: PurchaseSummary) {
        lines = summary.currencies.tallies.map { ($0.key, Line($0.value)) }
    }

    package func net365Days(_ currency: Currency, on day: Day) -> MinorUnits {
        line(of: currency)?.year(before: day).net ?? 0
    }

    package func netTotal(_ currency: Currency, on day: Day) -> MinorUnits {
        line(of: currency)?.total(to: day).net ?? 0
    }

    package func orders365Days(on day: Day) -> Int {
        lines.reduce(0) { $0 &+ $1.line.year(before: day).orders }
    }

    package func ordersTotal(on day: Day) -> Int {
        lines.reduce(0) { $0 &+ $1.line.total(to: day).orders }
    }

    /// Ascending; days may be repeated.
    package var changes: [Day] {
        lines.flatMap(\.line.changes).sorted()
    }

    private func line(of currency: Currency) -> Line? {
        lines.first { $0.currency == currency }?.line
    }
}

extension ProfileSummary {
    /// Net spend in the 365 whole UTC days before `day` and on it; nil without an order in the currency that was not
    /// cancelled: such customers are not part of the population a percentile is about.
    package func net365Days(in currency: Currency, on day: Day) -> MinorUnits? {
        guard let tally = purchases.currencies.tallies[currency], tally.orders > 0 else { return nil }
        return SpendHistory.Line(tally).year(before: day).net
    }
}
