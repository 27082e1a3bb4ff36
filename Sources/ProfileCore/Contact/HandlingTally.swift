/// How long interactions took, and how long the customer waited before.
package struct HandlingTally: SummaryPart {
    /// What some interactions state, in seconds.
    package struct Durations: Hashable, Sendable {
        package private(set) var count = 0
        package private(set) var sum = 0
        package private(set) var longest = 0
        /// How many of them are the longest; 0 when those went and only folding tells the next.
        fileprivate private(set) var longestCount = 0

        fileprivate var isExact: Bool { count == 0 || longestCount > 0 }

        /// Rounded to whole seconds, halves away from zero; nil without any.
        package var average: Int? { count > 0 ? sum.dividedRoundingHalfAway(by: count) : nil }

        fileprivate mutating func add(_ seconds: Int?) {
            guard let seconds else { return }
            count += 1
            sum &+= seconds
            addLongest(seconds, times: 1)
        }

        fileprivate mutating func remove(_ seconds: Int?) {
            guard let seconds else { return }
            count -= 1
            sum &-= seconds
            if seconds == longest { longestCount -= 1 }
            if count < 2 { (longest, longestCount) = (sum, count) }
        }

        fileprivate mutating func combine(with other: Durations) {
            count += other.count
            sum &+= other.sum
            addLongest(other.longest, times: other.longestCount)
        }

        private mutating func addLongest(_ seconds: Int, times: Int) {
            if seconds > longest {
                (longest, longestCount) = (seconds, times)
            } else if seconds == longest {
                longestCount += times
            }
        }

        fileprivate func write(to writer: inout ByteWriter) {
            for number in [count, sum, longest, longestCount] { writer.integer(number) }
        }

        fileprivate init(from reader: inout ByteReader) throws(DecodingFailure) {
            (count, sum) = (try reader.int(), try reader.int())
            (longest, longestCount) = (try reader.int(), try reader.int())
        }

        fileprivate init() {}
    }

    package static let field: UInt64 = 7
    package static let since = 3

    package private(set) var handling = Durations()
    package private(set) var waiting = Durations()
    /// Interactions that state one or both.
    package private(set) var sample = 0

    package init() {}

    package mutating func add(_ event: CountedInteraction) {
        handling.add(event.record.durationSeconds)
        waiting.add(event.record.waitSeconds)
        if event.record.statesDurations { sample += 1 }
    }

    package mutating func remove(_ event: CountedInteraction) {
        handling.remove(event.record.durationSeconds)
        waiting.remove(event.record.waitSeconds)
        if event.record.statesDurations { sample -= 1 }
    }

    package mutating func combine(with other: HandlingTally, within limits: SummaryLimits) {
        handling.combine(with: other.handling)
        waiting.combine(with: other.waiting)
        sample += other.sample
    }

    package var isExact: Bool { handling.isExact && waiting.isExact }

    package func write(to writer: inout ByteWriter) {
        writer.integer(sample)
        handling.write(to: &writer)
        waiting.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        sample = try reader.int()
        handling = try Durations(from: &reader)
        waiting = try Durations(from: &reader)
    }
}

extension InteractionRecord {
    fileprivate var statesDurations: Bool { durationSeconds != nil || waitSeconds != nil }
}
