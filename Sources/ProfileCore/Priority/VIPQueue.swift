/// Puts people who wait into the order in which they should be served.
package enum VIPQueue {
    package struct Entry: Hashable, Sendable {
        /// The caller's own name for the place in the queue.
        package let ref: String
        package let answer: VIPAnswer
        package let waitedSeconds: Int

        package init(ref: String, answer: VIPAnswer, waitedSeconds: Int) {
            self.ref = ref
            self.answer = answer
            self.waitedSeconds = waitedSeconds
        }
    }

    package struct Place: Hashable, Sendable {
        package let entry: Entry
        /// The index of the entry in the given queue.
        package let order: Int
        /// From 1.
        package let position: Int
        /// Priority + waited seconds / 10, in tenths.
        package let effectiveTenths: Int
        package let reason: String

        /// For how many more seconds somebody who comes anew may go before this one: after that nobody can, whoever
        /// they are.
        package var overtakableSeconds: Int {
            max(0, QueueReplay.overtakableSeconds(priority: entry.answer.priority) - entry.waitedSeconds)
        }
    }

    /// The reason why nobody starves, for agents.
    package static let rule =
        "Ten seconds of waiting weigh as much as one point of priority; nobody who comes "
        + "\(secondsPerPoint * highestPriority) seconds later goes first"

    /// The highest priority that tiers and additions give together.
    package static let highestPriority = 100

    /// So many seconds of waiting weigh as much as one point of priority.
    package static let secondsPerPoint = 10

    /// By priority + waited seconds / 10, without an upper bound, so that after 1,000 seconds somebody without any
    /// priority goes before a newcomer with the highest. Ties: who waited longer, then who came first in `entries`.
    package static func rank(_ entries: [Entry]) -> [Place] {
        let weighed = entries.enumerated().map { order, entry in
            (order: order, entry: entry, tenths: tenths(of: entry))
        }
        let sorted = weighed.sorted { one, other in
            (other.tenths, other.entry.waitedSeconds, one.order) < (one.tenths, one.entry.waitedSeconds, other.order)
        }
        return sorted.enumerated().map { index, place in
            Place(
                entry: place.entry, order: place.order, position: index + 1, effectiveTenths: place.tenths,
                reason: reason(for: place.entry))
        }
    }

    /// With one point for ten seconds, seconds are tenths of points.
    private static func tenths(of entry: Entry) -> Int {
        let (sum, overflows) = (entry.answer.priority &* secondsPerPoint)
            .addingReportingOverflow(max(0, entry.waitedSeconds))
        return overflows ? .max : sum
    }

    private static func reason(for entry: Entry) -> String {
        let waited = max(0, entry.waitedSeconds)
        let points = "\(waited / secondsPerPoint).\(waited % secondsPerPoint)"
        let customer = entry.answer.tier.map { "\($0) customer" } ?? (entry.answer.found ? "no tier" : "unknown")
        return "\(customer), priority \(entry.answer.priority); waited \(waited) s: +\(points)"
    }
}
