import ProfileStore

/// One of the counters that number changes. A commit takes its numbers from one of them and locks it until it is
/// durable, so that transactions end in the order of their numbers within a stripe. With several, commits seldom wait
/// for each other.
struct Stripe: Hashable, Sendable {
    static let count = 16
    static let all = (0..<count).map(Stripe.init)

    let index: Int

    /// Any of them.
    static var random: Stripe { Stripe(index: Int.random(in: 0..<count)) }

    /// The name of its counter; version 1 had the first alone.
    var counter: String { index == 0 ? "changes" : "changes/\(index)" }

    init(index: Int) {
        self.index = index
    }

    /// Nil for what counts something else.
    init?(counter: String) {
        guard let stripe = Self.all.first(where: { $0.counter == counter }) else { return nil }
        self = stripe
    }

    /// Stored numbers hold the value in these bits, and the stripe above them.
    static let valueBits: Int64 = 56
    static let values: Int64 = 1 << valueBits - 1

    /// The stored form of its number 0.
    var base: Int64 { Int64(index) << Self.valueBits }
    /// Greater than the stored form of each of its numbers.
    var end: Int64 { Int64(index + 1) << Self.valueBits }
}

extension ChangeNumber {
    init(stored: Int64) {
        self.init(stripe: Int(stored >> Stripe.valueBits), value: stored & Stripe.values)
    }
}
