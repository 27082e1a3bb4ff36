import Glibc

@testable import ProfileCore

/// Customers whose habits are known, since a seed made them by the models' own story.
struct MadeShop {
    let day = Day.of(2026, 3, 31)
    var numbers: SplitMix64

    init(seed: Int) {
        numbers = SplitMix64(seed: UInt64(seed))
    }

    /// Buys at a personal rate, and after each purchase but the first leaves for good with a personal chance.
    mutating func customer(r: Double, alpha: Double, a: Double, b: Double, age: Int, days: Int) -> [PurchaseEvent] {
        let rate = gamma(r) / alpha / 7
        let (up, down) = (gamma(a), gamma(b))
        let average = gamma(4) * 1000 + 500
        var (time, events): (Double, [PurchaseEvent]) = (0, [])
        while time < Double(age + days) {
            let price = MinorUnits(average * Double.random(in: 0.5...1.5, using: &numbers))
            events.append(
                PurchaseEvent(day: day.advanced(by: Int(time) - age), currency: .euro, hasGross: true, net: price))
            if time > 0, chance() < up / (up + down) { break }
            time += -log(chance()) / rate
        }
        return events
    }

    /// Never zero.
    mutating func chance() -> Double { Double.random(in: 1e-12..<1, using: &numbers) }

    /// Of Marsaglia and Tsang (2000).
    mutating func gamma(_ shape: Double) -> Double {
        guard shape >= 1 else { return gamma(shape + 1) * pow(chance(), 1 / shape) }
        let d = shape - 1.0 / 3
        while true {
            let normal = (-2 * log(chance())).squareRoot() * cos(2 * .pi * chance())
            let cube = pow(1 + normal / (9 * d).squareRoot(), 3)
            guard cube > 0 else { continue }
            let bound = 0.5 * normal * normal + d - d * cube + d * log(cube)
            if log(chance()) < bound { return d * cube }
        }
    }
}

extension OutlookEvaluation {
    /// Learns from what happened up to `day` and judges by the days after it.
    init(_ people: [[PurchaseEvent]], contacts: [ContactCase] = [], until day: Day, days: Int) {
        let cases = people.compactMap { OutlookCase($0, until: day, days: days) }
        self.init(OutlookModels(cases, contacts: contacts), cases, contacts: contacts, days: days)
    }
}
