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

    package func losses(without event: CountedInteraction) -> [SummaryLoss] { isExact ? [] : [.ratings] }

    package var isExact: Bool { tallies.allSatisfy(\.isExact) }

    var tallies: [RatingTally] { [csat, nps, effort] }

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
