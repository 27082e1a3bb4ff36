/// Whether a preference was stated or concluded from what the customer does.
package enum PreferenceBasis: String, Hashable, Sendable {
    case declared, observed
}

/// The channel a customer likes best.
package struct PreferredChannelView: Hashable, Sendable {
    package let channel: String
    package let basis: PreferenceBasis
    /// The channel's part of all weight, 0 to 1 in hundredths; nil without inbound interactions.
    package let share: Double?
    /// How many inbound interactions were counted.
    package let sample: Int

    /// One contact is no ground for a guess.
    static let leastSample = 2

    /// As declared, else the channel of the greatest weight that was not refused, ties going to the most recent.
    static func derive(
        declared: String?, from weights: ContactWeights, without refusals: ContactRefusals
    ) -> PreferredChannelView? {
        if let declared {
            let weight = weights.channels.first { $0.name == declared }?.weight ?? 0
            return PreferredChannelView(declared, .declared, weight: weight, of: weights)
        }
        guard weights.sample >= leastSample else { return nil }
        let best = weights.channels.filter { !refusals.refuse($0.name) }.min { one, other in
            (weights.billionths(other.weight), other.lastQuarter, other.lastAt, one.name)
                < (weights.billionths(one.weight), one.lastQuarter, one.lastAt, other.name)
        }
        return best.map { PreferredChannelView($0.name, .observed, weight: $0.weight, of: weights) }
    }

    private init(_ channel: String, _ basis: PreferenceBasis, weight: Double, of weights: ContactWeights) {
        self.channel = channel
        self.basis = basis
        share = weights.sample == 0 ? nil : Rounding.share(weight, of: weights.total)
        sample = weights.sample
    }
}

extension PreferredChannelView {
    var derivation: ProfileExplanation.Derivation {
        .init(
            "/contact/preferred_channel",
            "declared, else the greatest weight of inbound interactions, each weighing 2^(-age in days / 90); "
                + "never a channel that was refused",
            sample: sample, basis: basis.rawValue)
    }
}

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
            let lastAt = contact.channels.seen[name]?.last ?? Timestamp(milliseconds: 0)
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

    private mutating func add(_ moments: BucketCounts, week: inout LocalWeek, today: Day) -> Double {
        var sum = 0.0
        for entry in moments.counts {
            let day = Day(number: entry.bucket.flooredQuotient(by: 96))
            let weight = Double(entry.count) * Decay.contacts.weight(of: day, on: today)
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
        let moment = Timestamp(milliseconds: Int64(quarter) * BucketCounts.millisecondsPerQuarter)
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

/// A weight that halves with every so many days of age.
///
/// Powers are multiplied out here rather than taken from a library, so that every machine gives the same digits.
package struct Decay: Sendable {
    /// Of contacts, when channels and hours are compared.
    package static let contacts = Decay(halfLife: 90, perDay: 0.9923279462629435)
    /// Of signs of interest in a product.
    package static let interest = Decay(halfLife: 14, perDay: 0.9516951530106196)

    private let factors: [Double]

    /// `perDay` is 2^(-1/halfLife).
    private init(halfLife: Int, perDay: Double) {
        var factors = [1.0]
        while factors.count < halfLife { factors.append(factors[factors.count - 1] * perDay) }
        self.factors = factors
    }

    /// 2^(-age/half-life), the age in whole days; what is yet to come weighs as if it were today's.
    package func weight(of day: Day, on today: Day) -> Double {
        let age = max(0, today.days(since: day))
        let (halvings, rest) = age.quotientAndRemainder(dividingBy: factors.count)
        return Double(sign: .plus, exponent: -min(halvings, 1000), significand: factors[rest])
    }
}
