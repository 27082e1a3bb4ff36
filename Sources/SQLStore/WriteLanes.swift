/// Calls that wait to be written, in two lanes: small ones, for which somebody waits, and large ones, which are parts
/// of a load that goes on for long.
///
/// The lanes take turns while both have something. So a small call waits for one large group at most, however many
/// large calls came before it, and a large one for one group of small ones. Within a lane the order is that of arrival.
package struct WriteLanes<Call: Sendable>: Sendable {
    /// What may go together.
    package struct Group: Sendable {
        package let calls: [Call]
        package let isLarge: Bool
        package let weight: Int
    }

    private struct Lane {
        private var calls: [(call: Call, weight: Int)] = []
        /// Those before it are gone; they are removed together, since removing one moves all others.
        private var first = 0

        var count: Int { calls.count - first }

        mutating func append(_ call: Call, weight: Int) {
            calls.append((call, weight))
        }

        mutating func putBack(_ group: [(call: Call, weight: Int)]) {
            calls.replaceSubrange(..<first, with: group)
            first = 0
        }

        /// As many as fit together, at least one.
        mutating func take(atMost greatestCount: Int, weighing greatestWeight: Int) -> (calls: [Call], weight: Int) {
            var (taken, weight): ([Call], Int) = ([], 0)
            while count > 0, taken.count < greatestCount {
                let next = calls[first]
                guard taken.isEmpty || weight + next.weight <= greatestWeight else { break }
                taken.append(next.call)
                weight += next.weight
                first += 1
            }
            if first > calls.count / 2 {
                calls.removeSubrange(..<first)
                first = 0
            }
            return (taken, weight)
        }
    }

    private let greatestCount: Int
    private let greatestWeight: Int
    private let greatestWait: Int
    private let greatestSmallWeight: Int
    private var small = Lane()
    private var large = Lane()
    private var isLargeNext = false

    /// A group has at most `greatestCount` calls and, unless it is a single one, at most `greatestWeight`; of each size
    /// at most `greatestWait` calls wait. What weighs more than `greatestSmallWeight` is large.
    package init(greatestCount: Int, greatestWeight: Int, greatestWait: Int, greatestSmallWeight: Int) {
        self.greatestCount = greatestCount
        self.greatestWeight = greatestWeight
        self.greatestWait = greatestWait
        self.greatestSmallWeight = greatestSmallWeight
    }

    package var count: Int { small.count + large.count }
    package var isEmpty: Bool { count == 0 }

    /// False when too many wait already.
    package mutating func add(_ call: Call, weight: Int) -> Bool {
        let isLarge = weight > greatestSmallWeight
        guard (isLarge ? large : small).count < greatestWait else { return false }
        if isLarge { large.append(call, weight: weight) } else { small.append(call, weight: weight) }
        return true
    }

    /// Calls that were taken and could not be carried out yet: they go first in their lanes.
    package mutating func putBack(_ calls: [(call: Call, weight: Int)]) {
        guard !calls.isEmpty else { return }
        small.putBack(calls.filter { $0.weight <= greatestSmallWeight })
        large.putBack(calls.filter { $0.weight > greatestSmallWeight })
    }

    /// What goes next; nil when nothing waits, or only large calls while those are to wait.
    package mutating func takeGroup(allowingLarge: Bool = true) -> Group? {
        let hasLarge = large.count > 0 && allowingLarge
        guard hasLarge || small.count > 0 else { return nil }
        let takesLarge = hasLarge && (isLargeNext || small.count == 0)
        isLargeNext = !takesLarge
        let (calls, weight) =
            takesLarge
            ? large.take(atMost: greatestCount, weighing: greatestWeight)
            : small.take(atMost: greatestCount, weighing: greatestWeight)
        return Group(calls: calls, isLarge: takesLarge, weight: weight)
    }
}
