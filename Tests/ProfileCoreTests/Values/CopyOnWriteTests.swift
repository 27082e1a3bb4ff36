import ProfileCore
import Testing

@Suite("A value that copies share")
struct CopyOnWriteTests {
    private struct Holder: Hashable {
        private var shared = CopyOnWrite<[Int]>([])

        var list: [Int] {
            _read { yield shared.value }
            set { shared.value = newValue }
            _modify { yield &shared.value }
        }
    }

    @Test("No copy sees what another one changes", arguments: UInt64(1)...20)
    func copies(seed: UInt64) {
        var numbers = SplitMix64(seed: seed)
        var holders = [Holder()]
        var oracle: [[Int]] = [[]]
        for number in 0..<200 {
            let place = Int.random(in: 0..<holders.count, using: &numbers)
            switch Int.random(in: 0..<4, using: &numbers) {
            case 0 where holders.count < 8:
                holders.append(holders[place])
                oracle.append(oracle[place])
            case 1:
                holders[place].list = [number]
                oracle[place] = [number]
            default:
                holders[place].list.append(number)
                oracle[place].append(number)
            }
            #expect(holders.map(\.list) == oracle)
        }
        for (one, list) in zip(holders, oracle) {
            for (other, otherList) in zip(holders, oracle) { #expect((one == other) == (list == otherList)) }
        }
    }

    @Test("Whoever holds it alone changes it where it lies")
    func places() {
        var holder = Holder()
        holder.list.reserveCapacity(200)
        let place = Self.place(of: holder)
        for number in 0..<100 { holder.list.append(number) }
        #expect(Self.place(of: holder) == place)
        let other = holder
        holder.list.append(100)
        #expect(Self.place(of: holder) != place)
        #expect(Self.place(of: other) == place)
        holder.list = []
        #expect(other.list == Array(0..<100))
    }

    private static func place(of holder: Holder) -> UnsafePointer<Int>? {
        holder.list.withUnsafeBufferPointer { $0.baseAddress }
    }
}
