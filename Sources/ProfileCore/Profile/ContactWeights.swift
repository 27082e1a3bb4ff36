/// Inbound interactions weighed by age, by channel and by hour of the customer's week.
struct ContactWeights: Sendable {
    struct Channel: Sendable {
        let name: String
        let weight: Double
        let lastQuarter: Int32
        /// Of either direction: it decides between channels last used in the same quarter hour.
        let lastAt: Timestamp
    }

    private(set) var sample = 0
    private(set) var total = 0.0
    private(set) var channels: [Channel] = []
    /// Monday 00:00 first, by local hour.
    private var hours = [Double](repeating: 0, count: 7 * 24)

    init(_ contact: ContactSummary, clock: LocalClock, today: Day) {
        var week = LocalWeek(clock: clock)
        for entry in contact.channels.inboundMoments {
            let (name, moments) = (entry.key, entry.value)
            guard let last = moments.counts.last else { continue }
            let lastAt = contact.channels.spans[name]?.last ?? Timestamp(milliseconds: 0)
            let weight = add(moments, week: &week, today: today)
            channels.append(Channel(name: name, weight: weight, lastQuarter: last.bucket, lastAt: lastAt))
            total += weight
        }
    }

    /// The part of all weight, in billionths, so that sums that differ only by rounding are equal.
    func billionths(_ weight: Double) -> Int {
        total > 0 ? Int((weight / total * 1e9).rounded()) : 0
    }

    /// The weight on some days of the week within whole hours.
    func weight(on days: [Weekday], hours wanted: Range<Int>) -> Double {
        days.reduce(0) { sum, day in
            wanted.reduce(sum) { $0 + hours[day.index * 24 + $1] }
        }
    }

    private mutating func add(_ moments: Moments, week: inout LocalWeek, today: Day) -> Double {
        var sum = 0.0
        for entry in moments.counts {
            let day = Day(number: entry.bucket.flooredQuotient(by: 96))
            let weight = Double(entry.count) * Fading.contacts.weight(of: day, on: today)
            sample += Int(entry.count)
            sum += weight
            hours[week.hour(ofQuarter: entry.bucket, on: day)] += weight
        }
        return sum
    }
}

/// Turns quarters of an hour into local hours of the week, asking for the offset of a zone twice a day at most.
private struct LocalWeek {
    let clock: LocalClock
    private var day: Day?
    /// Nil on days on which the clock jumps.
    private var offset: Int64?

    init(clock: LocalClock) {
        self.clock = clock
    }

    mutating func hour(ofQuarter quarter: Int32, on day: Day) -> Int {
        if day != self.day { look(at: day) }
        let moment = Timestamp(milliseconds: Int64(quarter) * Moments.millisecondsPerQuarter)
        let reading = clock.reading(at: moment, offset: offset ?? clock.offset(at: moment))
        return reading.day.weekday.index * 24 + reading.minute / 60
    }

    private mutating func look(at day: Day) {
        let start = clock.offset(at: day.start)
        self.day = day
        offset = start == clock.offset(at: day.advanced(by: 1).start) ? start : nil
    }
}

extension Weekday {
    /// 0 for Monday.
    fileprivate var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
