/// How often somebody got in touch on one day.
package struct ContactDay: Sendable {
    let day: Day
    let contacts: Int

    package init(day: Day, contacts: Int = 1) {
        (self.day, self.contacts) = (day, contacts)
    }
}

/// How often somebody got in touch, and in how many days.
package struct ContactPace: Comparable, Sendable {
    /// Older contacts say little about the next month.
    package static let mostDays = 365

    package let contacts: Int
    package let days: Int

    package init(contacts: Int, days: Int) {
        self.contacts = max(contacts, 0)
        self.days = max(days, 0)
    }

    /// Counts the contacts of at most `mostDays` up to a day. `first` is the day of the first order or inbound contact,
    /// which itself does not count. Nil unless it lies before `day`.
    init?(_ contacts: some Sequence<ContactDay>, knownSince first: Day, until day: Day) {
        guard first < day else { return nil }
        let start = max(first, day.advanced(by: -Self.mostDays))
        self.init(contacts: contacts.total(after: start, until: day), days: day.days(since: start))
    }

    /// The contacts to expect when the customer's own rate goes on.
    func ownRate(days: Int) -> Double { PurchasePace.ownRate(of: contacts, in: self.days, days: days) }

    package static func < (left: ContactPace, right: ContactPace) -> Bool {
        (left.contacts, left.days) < (right.contacts, right.days)
    }
}

extension Sequence<ContactDay> {
    func total(after start: Day, until end: Day) -> Int {
        reduce(0) { $1.day > start && $1.day <= end ? $0 + $1.contacts : $0 }
    }
}

/// The Gamma–Poisson model of contacts, also called NBD: everybody gets in touch at a rate of their own, which is gamma
/// distributed (shape `r`, rate `alpha`). Source: Ehrenberg (1959), The pattern of consumer purchases; with times of
/// observation that differ, Fader and Hardie (2005), section 2. Time is in weeks.
package struct ContactModel: Sendable {
    static let names = ["r", "alpha"]

    package let r: Double
    package let alpha: Double

    package init(r: Double, alpha: Double) {
        (self.r, self.alpha) = (r, alpha)
    }

    package static func fit(_ paces: [ContactPace]) throws(FitFailure) -> (model: ContactModel, report: FitReport) {
        let counted = Counted(paces.filter { $0.days > 0 })
        let touching = counted.values.reduce(0) { $1.value.contacts > 0 ? $0 + $1.count : $0 }
        try PositiveParameters.check(enough: touching)
        let weeks = counted.values.reduce(0) { $0 + Double($1.value.days * $1.count) } / PurchasePace.daysPerWeek
        let (parameters, report) = try PositiveParameters.fit(
            names, from: [1, weeks / Double(counted.total)], customers: counted.total, distinct: counted.values.count
        ) { parameters in
            counted.values.reduce(Minimization.Point(value: 0, slope: [0, 0])) { sum, customer in
                sum.adding(point(customer.value, r: parameters[0], alpha: parameters[1]), times: customer.count)
            }
        }
        return (ContactModel(r: parameters[0], alpha: parameters[1]), report)
    }

    /// The contacts to expect within the next days.
    package func contacts(_ pace: ContactPace, days: Int) -> Double {
        (r + Double(pace.contacts)) / (alpha * PurchasePace.daysPerWeek + Double(pace.days)) * Double(max(days, 0))
    }

    /// The logarithm of the negative binomial probability, with its derivatives.
    private static func point(_ pace: ContactPace, r: Double, alpha: Double) -> Minimization.Point {
        let (k, weeks) = (Double(pace.contacts), Double(pace.days) / PurchasePace.daysPerWeek)
        let share = (alpha / (alpha + weeks)).naturalLogarithm
        let rest = k > 0 ? k * (weeks / (alpha + weeks)).naturalLogarithm : 0
        return Minimization.Point(
            value: (r + k).logGamma - r.logGamma - (k + 1).logGamma + r * share + rest,
            slope: [(r + k).digamma - r.digamma + share, r / alpha - (r + k) / (alpha + weeks)])
    }
}

extension Minimization.Point {
    fileprivate func adding(_ other: Minimization.Point, times count: Int) -> Minimization.Point {
        let count = Double(count)
        return Minimization.Point(
            value: value + count * other.value, slope: zip(slope, other.slope).map { $0 + count * $1 })
    }
}
