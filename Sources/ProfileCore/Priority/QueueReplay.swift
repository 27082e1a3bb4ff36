/// The past of queues with another order of service.
///
/// The moments at which somebody's turn came stay as they were: so many agents were free then. Who is taken at each is
/// dealt anew. Nobody is served before they came, so that the sum of all waits hardly changes: what one gains others
/// give.
package enum QueueReplay {
    /// For how long after somebody came a newcomer may go before them, in seconds: ten for each point of priority
    /// between the two (`VIPQueue`).
    package static func overtakableSeconds(priority: Int) -> Int {
        VIPQueue.secondsPerPoint * max(0, VIPQueue.highestPriority - priority)
    }

    /// How long each would have waited in seconds, in the order of `waits`, had each had the priority at the same place
    /// of `priorities`.
    package static func seconds(_ waits: [PastWait], priorities: [Int]) -> [Int] {
        var seconds = [Int](repeating: 0, count: waits.count)
        for people in Dictionary(grouping: waits.indices, by: { waits[$0].queue }).values {
            deal(people, of: waits, priorities, into: &seconds)
        }
        return seconds
    }

    /// Whoever goes before all others takes the first turn after they came, the next one the first that is left, and
    /// so on. That is what serving the first in line at every turn comes to, since a priority that grows with waiting
    /// keeps two people in one order for ever.
    private static func deal(_ people: [Int], of waits: [PastWait], _ priorities: [Int], into seconds: inout [Int]) {
        let turns = people.map { waits[$0].servedAt }.sorted()
        let order = people.sorted { one, other in
            key(waits[one], priorities[one], one) < key(waits[other], priorities[other], other)
        }
        var free = DisjointSets<Int>()
        for person in order {
            let arrived = waits[person].arrivedAt
            let turn = free.root(of: turns.firstPlace { $0 >= arrived })
            free.join(turn + 1, turn)
            seconds[person] = Int((turns[turn].milliseconds - arrived.milliseconds) / 1000)
        }
    }

    /// Ascends with the order of service: a point of priority counts as if somebody had come ten seconds earlier.
    private static func key(_ wait: PastWait, _ priority: Int, _ place: Int) -> (Int64, Int64, Int) {
        let head = Int64(priority * VIPQueue.secondsPerPoint) * Timestamp.millisecondsPerSecond
        return (wait.arrivedAt.milliseconds - head, wait.arrivedAt.milliseconds, place)
    }
}

/// How long some people waited, in seconds.
package struct WaitFigures: Hashable, Sendable {
    package let count: Int
    /// Rounded to whole seconds; 0 without anybody, as the others.
    package let mean: Int
    /// The ninetieth percentile.
    package let ninetieth: Int
    package let longest: Int

    package init(_ seconds: [Int]) {
        let sorted = seconds.sorted()
        count = sorted.count
        longest = sorted.last ?? 0
        ninetieth = sorted.isEmpty ? 0 : sorted[(9 * sorted.count + 9) / 10 - 1]
        let sum = sorted.reduce(0) { $0 + Double($1) }
        mean = sorted.isEmpty ? 0 : Int(exactly: (sum / Double(count)).rounded()) ?? longest
    }
}
