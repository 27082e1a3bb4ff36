/// Counts by a whole-numbered bucket of time, in order of time: days, quarters of an hour, or minutes. Beyond a
/// capacity, which belongs to the place that holds them, only the latest buckets are listed.
package struct BucketCounts: Hashable, Sendable {
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
    /// The sum of what lies before the listed buckets.
    package private(set) var earlier: Int

    /// `counts` ascend by bucket, without repetitions or zeros.
    package init(counts: [Count] = [], earlier: Int = 0) {
        self.counts = counts
        self.earlier = earlier
    }

    package var isEmpty: Bool { counts.isEmpty && earlier == 0 }

    /// False when a listed bucket went, so that only the facts can tell the one before the listed.
    func isExact(capacity: Int) -> Bool { earlier == 0 || counts.count >= capacity }

    /// The bucket of `moment` among quarters of an hour since 1970-01-01T00:00Z.
    package static func quarter(of moment: Timestamp) -> Int32 {
        Int32(clamping: moment.milliseconds.flooredQuotient(by: millisecondsPerQuarter))
    }

    /// The bucket of `moment` among minutes since 1970-01-01T00:00Z.
    package static func minute(of moment: Timestamp) -> Int32 {
        Int32(clamping: moment.milliseconds.flooredQuotient(by: 60_000))
    }

    /// Adds `change`, which may be negative; a bucket that comes to zero goes.
    mutating func change(_ bucket: Int32, by change: Int32, capacity: Int) {
        let position = firstPosition(notBefore: bucket)
        guard position < counts.count, counts[position].bucket == bucket else {
            guard position > 0 || earlier == 0 else {
                earlier += Int(change)
                return
            }
            counts.insert(Count(bucket: bucket, count: change), at: position)
            trim(to: capacity)
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

    func combined(with other: BucketCounts, capacity: Int) -> BucketCounts {
        var result = BucketCounts(counts: counts)
        for entry in other.counts { result.change(entry.bucket, by: entry.count, capacity: .max) }
        result.earlier = earlier + other.earlier
        result.trim(to: capacity)
        return result
    }

    private mutating func trim(to capacity: Int) {
        let surplus = counts.count - capacity
        guard surplus > 0 else { return }
        earlier += counts.prefix(surplus).reduce(0) { $0 + Int($1.count) }
        counts.removeFirst(surplus)
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

extension BucketCounts: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.count(counts.count)
        writer.integer(earlier)
        var previous: Int64 = 0
        for entry in counts {
            writer.integer(Int64(entry.bucket) - previous)
            writer.integer(Int64(entry.count))
            previous = Int64(entry.bucket)
        }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        let count = try reader.count()
        let earlier = try reader.int()
        var counts: [Count] = []
        counts.reserveCapacity(count)
        var previous: Int64 = 0
        for place in 0..<count {
            let distance = try reader.integer()
            guard let bucket = Int32(exactly: previous &+ distance), place == 0 || distance > 0 else {
                throw .invalid("bucket")
            }
            counts.append(Count(bucket: bucket, count: try reader.int32("count")))
            previous = Int64(bucket)
        }
        self.init(counts: counts, earlier: earlier)
    }
}
