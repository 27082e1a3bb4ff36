import ProfileStore
@testable import SQLStore
import Testing

@Suite("Calls that wait to be written")
struct WriteLanesTests {
    private func lanes(greatestWait: Int = 1_000) -> WriteLanes<String> {
        WriteLanes(greatestCount: 3, greatestWeight: 100, greatestWait: greatestWait, greatestSmallWeight: 10)
    }

    private func filled(small: Int, large: Int) -> WriteLanes<String> {
        var lanes = lanes()
        for number in 0..<large { _ = lanes.add("load \(number)", weight: 500) }
        for number in 0..<small { _ = lanes.add("put \(number)", weight: 1) }
        return lanes
    }

    private func order(of lanes: WriteLanes<String>) -> [[String]] {
        var (lanes, groups): (WriteLanes<String>, [[String]]) = (lanes, [])
        while let group = lanes.takeGroup() { groups.append(group.calls) }
        return groups
    }

    @Test("A single write waits for one step of a load at most, however much of the load came before")
    func singleWrites() {
        var lanes = filled(small: 0, large: 100)
        for number in 0..<50 {
            _ = lanes.add("put \(number)", weight: 1)
            var steps = 0
            while let group = lanes.takeGroup(), group.isLarge { steps += 1 }
            #expect(steps <= 1)
        }
    }

    @Test("A load goes on however many single writes come")
    func loads() {
        var lanes = filled(small: 20, large: 3)
        var groups: [Bool] = []
        for _ in 0..<8 {
            for _ in 0..<5 { _ = lanes.add("put", weight: 1) }
            if let group = lanes.takeGroup() { groups.append(group.isLarge) }
        }
        #expect(groups == [false, true, false, true, false, true, false, false])
    }

    @Test("Each lane keeps its order, and every call is taken once")
    func order() {
        let groups = order(of: filled(small: 7, large: 2))
        #expect(
            groups == [
                ["put 0", "put 1", "put 2"], ["load 0"], ["put 3", "put 4", "put 5"], ["load 1"], ["put 6"],
            ])
    }

    @Test("A group weighs no more than it may, unless it is one call")
    func weight() {
        var lanes = lanes()
        for (name, weight) in [("a", 60), ("b", 40), ("c", 30), ("d", 500), ("e", 20)] {
            _ = lanes.add(name, weight: weight)
        }
        #expect(order(of: lanes) == [["a", "b"], ["c"], ["d"], ["e"]])
    }

    @Test("Loads may have to wait while one of them goes on elsewhere; single writes never")
    func oneLoadAtATime() {
        var lanes = filled(small: 1, large: 2)
        let taken = [false, false, true].map { lanes.takeGroup(allowingLarge: $0)?.calls }
        #expect(taken == [["put 0"], nil, ["load 0"]])
        #expect(lanes.count == 1)
    }

    @Test("What is put back goes first")
    func putBack() {
        var lanes = filled(small: 4, large: 2)
        _ = lanes.takeGroup()
        lanes.putBack([("put 1", 1), ("load", 500)])
        #expect(order(of: lanes) == [["load"], ["put 1", "put 3"], ["load 0"], ["load 1"]])
    }

    @Test("When too many of a kind wait, only those are turned away")
    func bounds() {
        var lanes = lanes(greatestWait: 2)
        for weight in [500, 1] {
            let areTaken = (0..<3).map { _ in lanes.add("", weight: weight) }
            #expect(areTaken == [true, true, false])
        }
    }

    @Test("In any order of coming and going nothing is lost, and none waits for two groups of the other lane")
    func random() {
        for _ in 0..<200 {
            var lanes = lanes()
            var inside = (small: 0, large: 0)
            var passed = (small: 0, large: 0)
            for _ in 0..<Int.random(in: 1...200) {
                if Bool.random() {
                    let isLarge = Bool.random()
                    let isTaken = lanes.add("", weight: isLarge ? 500 : 1)
                    #expect(isTaken)
                    if isLarge { inside.large += 1 } else { inside.small += 1 }
                } else if let group = lanes.takeGroup() {
                    if group.isLarge {
                        inside.large -= group.calls.count
                        passed = (inside.small > 0 ? passed.small + 1 : 0, 0)
                    } else {
                        inside.small -= group.calls.count
                        passed = (0, inside.large > 0 ? passed.large + 1 : 0)
                    }
                }
                #expect(lanes.count == inside.small + inside.large)
                #expect(passed.small <= 1 && passed.large <= 1)
            }
        }
    }
}
