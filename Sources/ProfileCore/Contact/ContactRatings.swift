/// What ratings a customer gave, by scale.
package struct ContactRatings: SummaryPart {
    package static let field: UInt64 = 5
    package static let capacity = 4

    package var csat = RatingTally()
    package var nps = RatingTally()
    package var effort = RatingTally()

    package init() {}

    package mutating func add(_ event: CountedInteraction) {
        csat.add(event.record.csat, at: event.moment, key: event.key)
        nps.add(event.record.nps, at: event.moment, key: event.key)
        effort.add(event.record.effort, at: event.moment, key: event.key)
    }

    package mutating func remove(_ event: CountedInteraction) {
        csat.remove(event.record.csat, at: event.moment, key: event.key)
        nps.remove(event.record.nps, at: event.moment, key: event.key)
        effort.remove(event.record.effort, at: event.moment, key: event.key)
    }

    package mutating func combine(with other: ContactRatings, within limits: SummaryLimits) {
        csat.combine(with: other.csat)
        nps.combine(with: other.nps)
        effort.combine(with: other.effort)
    }

    package var isExact: Bool { tallies.allSatisfy(\.isExact) }

    package var bound: Timestamp? { tallies.filter { !$0.isExact }.map(\.recent.bound).max() }

    private var tallies: [RatingTally] { [csat, nps, effort] }

    package func write(to writer: inout ByteWriter) {
        csat.write(to: &writer)
        nps.write(to: &writer)
        effort.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        csat = try RatingTally(from: &reader)
        nps = try RatingTally(from: &reader)
        effort = try RatingTally(from: &reader)
    }
}

/// All ratings of one scale.
package struct RatingTally: Hashable, Sendable {
    package var sum: Int
    /// The latest ratings; `total` counts all of them.
    package var recent: Recent<RatingEntry>

    package init(sum: Int = 0, recent: Recent<RatingEntry> = Recent()) {
        self.sum = sum
        self.recent = recent
    }

    mutating func add(_ value: Int?, at moment: Timestamp, key: FactKey) {
        guard let value else { return }
        sum += value
        recent.add(
            RatingEntry(source: key.source, id: key.id, at: moment, value: value), capacity: ContactRatings.capacity)
    }

    mutating func remove(_ value: Int?, at moment: Timestamp, key: FactKey) {
        guard let value else { return }
        sum -= value
        recent.remove(RatingEntry(source: key.source, id: key.id, at: moment, value: value))
    }

    var isExact: Bool { recent.isExact(capacity: ContactRatings.capacity) }

    mutating func combine(with other: RatingTally) {
        sum += other.sum
        recent = recent.combined(with: other.recent, capacity: ContactRatings.capacity)
    }
}

extension RatingTally: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(sum)
        recent.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(sum: try reader.int(), recent: try Recent(from: &reader))
    }
}

/// One rating a customer gave in an interaction.
package struct RatingEntry: Recorded {
    package let source: String
    package let id: String
    package let at: Timestamp
    package let value: Int

    package init(source: String, id: String, at: Timestamp, value: Int) {
        self.source = source
        self.id = id
        self.at = at
        self.value = value
    }
}

extension RatingEntry: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.word(source)
        writer.string(id)
        writer.moment(at)
        writer.integer(value)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(
            source: try reader.word(), id: try reader.string(), at: try reader.moment(), value: try reader.int())
    }
}
