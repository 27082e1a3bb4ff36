import ProfileCore

/// Values drawn from a seed, all parts of them, edges more often than chance would have it.
struct Generator {
    /// SplitMix64; source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
    struct Source: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    private var source: Source
    private static let texts = [
        "", "a", "crm", "shop", "Zoë", "cafe\u{301}", "👩‍👩‍👧", "\u{0}", "x y", "İ", "longer than fifteen bytes",
    ]
    private static let currencies = ["EUR", "JPY", "KWD", "USD"].compactMap { Currency($0) }

    init(seed: Int) {
        source = Source(state: UInt64(seed))
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &source) }

    mutating func chance() -> Bool { Bool.random(using: &source) }

    mutating func maybe<Value>(_ value: (inout Generator) -> Value) -> Value? { chance() ? value(&self) : nil }

    mutating func list<Value>(_ greatest: Int = 4, _ value: (inout Generator) -> Value) -> [Value] {
        (0..<number(0...greatest)).map { _ in value(&self) }
    }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[number(0...values.count - 1)] }

    mutating func integer() -> Int {
        pick([0, 1, -1, 63, 64, -64, -65, .max, .min, number(-1_000_000...1_000_000)])
    }

    mutating func text() -> String { pick(Self.texts) }

    /// A text that no other of the same value has.
    mutating func name(_ place: Int) -> String { "\(place)" + text() }

    mutating func moment() -> Timestamp {
        let near = 1_750_000_000_000 + Int64(number(-10_000_000...10_000_000))
        return Timestamp(milliseconds: pick([near, near, near, 0, -1, .max, .min]))
    }

    mutating func id() -> ProfileID {
        ProfileID(high: source.next() >> UInt64(number(0...60)), low: source.next())
    }

    mutating func currency() -> Currency { pick(Self.currencies) }

    mutating func quantity() -> Quantity { Quantity(thousandths: Int64(integer())) }

    mutating func price() -> UnitPrice { UnitPrice(parts: Int64(integer())) }

    mutating func day() -> Day { Day(number: Int32(truncatingIfNeeded: integer())) }

    mutating func identifier() -> Identifier { Identifier(type: text(), value: text()) }

    mutating func person() -> Person { Person(id: text(), name: maybe { $0.text() }) }

    mutating func factKey() -> FactKey { FactKey(kind: pick(RecordKind.allCases), source: text(), id: text()) }

    mutating func map<Value>(_ value: (inout Generator) -> Value) -> SortedMap<String, Value> {
        var result = SortedMap<String, Value>()
        for place in 0..<number(0...4) { result[name(place)] = value(&self) }
        return result
    }
}
