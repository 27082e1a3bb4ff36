import ProfileCore
import Testing

@Suite("A sorted map holds what a dictionary holds, in order")
struct SortedMapTests {
    private typealias Map = SortedMap<Int, Int>

    private static func random(_ count: Int, _ generator: inout SplitMix64) -> [Int: Int] {
        var values: [Int: Int] = [:]
        for _ in 0..<count {
            values[.random(in: 0..<20, using: &generator)] = .random(in: 1..<9, using: &generator)
        }
        return values
    }

    @Test("Whatever is put, changed and taken away", arguments: UInt64(1)...50)
    func steps(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var (map, oracle) = (Map(), [Int: Int]())
        for _ in 0..<200 {
            let (key, value) = (Int.random(in: 0..<20, using: &generator), Int.random(in: -3...3, using: &generator))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: (map[key], oracle[key]) = (value, value)
            case 1: (map[key], oracle[key]) = (nil, nil)
            case 2:
                map.change(key, from: 0, removingWhen: { $0 == 0 }) { $0 += value }
                oracle[key, default: 0] += value
                if oracle[key] == 0 { oracle[key] = nil }
            default:
                map.change(key) { $0 %= 2 }
                oracle[key]? %= 2
            }
            #expect(Dictionary(map) == oracle)
            #expect(Array(map.keys) == oracle.keys.sorted())
            #expect(map[key] == oracle[key])
        }
    }

    @Test("Many keys are changed as one by one", arguments: UInt64(1)...50)
    func changedTogether(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        func draw(_ count: Int) -> [Int: Int] {
            let pairs = (0..<count).map { _ in
                (Int.random(in: 0..<200, using: &generator), Int.random(in: -2...2, using: &generator))
            }
            return Dictionary(pairs) { first, _ in first }
        }
        for count in [0, 5, 32, 33, 150] {
            let (one, other) = (draw(100), draw(count))
            var (map, known) = (SortedMap(one), SortedMap(one))
            map.change(by: SortedMap(other), from: 0, removingWhen: { $0 == 0 }) { $0 += $1 }
            known.change(by: SortedMap(other), removingWhen: { $0 == 0 }) { $0 += $1 }
            let sums = one.merging(other, uniquingKeysWith: +)
            #expect(map == SortedMap(sums.filter { $0.value != 0 || other[$0.key] == nil }))
            let kept = one.merging(other.filter { one[$0.key] != nil }, uniquingKeysWith: +)
            #expect(known == SortedMap(kept.filter { $0.value != 0 || other[$0.key] == nil }))
        }
    }

    @Test("Two are combined to what a dictionary merges", arguments: UInt64(1)...50)
    func combined(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let (one, other) = (Self.random(Int(seed % 15), &generator), Self.random(Int(seed % 11), &generator))
        let both = SortedMap(one).combined(with: SortedMap(other)) { $0 * 10 + $1 }
        #expect(both == SortedMap(one.merging(other) { $0 * 10 + $1 }))
    }

    @Test("What is appended has to come last")
    func appended() {
        var map: Map = [1: 1]
        let added = [map.append(2, 2), map.append(2, 3), map.append(0, 3)]
        #expect(added == [true, false, false])
        #expect(map == [1: 1, 2: 2])
    }
}
