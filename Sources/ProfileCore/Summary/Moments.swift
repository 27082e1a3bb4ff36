/// Counts by a whole-numbered bucket of time, in order of time: days, or quarters of an hour.
package struct Moments: Hashable, Sendable {
    package struct Count: Hashable, Sendable {
        package let bucket: Int32
        package var count: Int32

        package init(bucket: Int32, count: Int32) {
            self.bucket = bucket
            self.count = count
        }
    }

    /// Quarter hours suffice for every time zone's offset of today.
    package static let millisecondsPerQuarter: Int64 = 900_000

    package private(set) var counts: [Count]

    /// `counts` ascend by bucket, without repetitions or zeros.
    package init(counts: [Count] = []) {
        self.counts = counts
    }

    package var isEmpty: Bool { counts.isEmpty }

    /// The bucket of `moment` among quarters of an hour since 1970-01-01T00:00Z.
    package static func quarter(of moment: Timestamp) -> Int32 {
        Int32(clamping: moment.milliseconds.flooredQuotient(by: millisecondsPerQuarter))
    }

    /// Adds `change`, which may be negative; a bucket that comes to zero goes.
    mutating func change(_ bucket: Int32, by change: Int32) {
        let position = firstPosition(notBefore: bucket)
        guard position < counts.count, counts[position].bucket == bucket else {
            counts.insert(Count(bucket: bucket, count: change), at: position)
            return
        }
        counts[position].count &+= change
        if counts[position].count == 0 { counts.remove(at: position) }
    }

    /// The sum of the counts in `buckets`.
    package func total(in buckets: ClosedRange<Int32>) -> Int {
        var sum = 0
        var position = firstPosition(notBefore: buckets.lowerBound)
        while position < counts.count, counts[position].bucket <= buckets.upperBound {
            sum += Int(counts[position].count)
            position += 1
        }
        return sum
    }

    func combined(with other: Moments) -> Moments {
        var result = self
        for entry in other.counts { result.change(entry.bucket, by: entry.count) }
        return result
    }

    private func firstPosition(notBefore bucket: Int32) -> Int {
        // Most changes concern the latest bucket.
        guard let last = counts.last, last.bucket >= bucket else { return counts.count }
        var (low, high) = (0, counts.count)
        while low < high {
            let middle = (low + high) / 2
            if counts[middle].bucket < bucket { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
