/// Seeded chance: the same seed rolls the same numbers on every machine and with every version of Swift,
/// which the standard library's own `random(in:using:)` does not promise.
///
/// SplitMix64 after Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
struct Die {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A die of its own for one purpose, so that more rolls for one thing do not change another.
    init(seed: UInt64, index: Int, purpose: UInt64) {
        var mixer = Die(seed: seed ^ (purpose &* 0xD6E8_FEB8_6659_FD93))
        state = mixer.next() ^ (UInt64(truncatingIfNeeded: index) &* 0xA076_1D64_78BD_642F)
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number of the range, all equally likely.
    mutating func roll(_ range: ClosedRange<Int>) -> Int {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(next().multipliedFullWidth(by: width).high)
    }

    mutating func chance(_ percent: Int) -> Bool {
        roll(1...100) <= percent
    }

    /// One of `choices`, which are never empty.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[roll(0...choices.count - 1)]
    }

    mutating func maybe<Value>(_ percent: Int, _ value: Value?) -> Value? {
        chance(percent) ? value : nil
    }
}
