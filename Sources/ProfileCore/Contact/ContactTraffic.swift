/// How often and when there was contact.
package struct ContactTraffic: SummaryPart {
    package static let field: UInt64 = 1

    package var inbound = 0
    /// All interactions; nil when there are none.
    package var seen: SeenRange?
    /// Interactions of both directions by UTC day.
    package var days = BucketCounts()

    package init() {}

    package mutating func add(_ event: CountedInteraction) {
        seen.add(event.moment)
        days.change(event.moment.day.number, by: 1, capacity: event.limits.contactDays)
        if event.record.direction == .inbound { inbound += 1 }
    }

    package mutating func remove(_ event: CountedInteraction) {
        seen.remove(event.moment)
        days.change(event.moment.day.number, by: -1, capacity: event.limits.contactDays)
        if event.record.direction == .inbound { inbound -= 1 }
    }

    package mutating func combine(with other: ContactTraffic, within limits: SummaryLimits) {
        inbound += other.inbound
        seen = seen.combined(with: other.seen)
        days = days.combined(with: other.days, capacity: limits.contactDays)
    }

    package func losses(without event: CountedInteraction) -> [SummaryLoss] {
        var losses: [SummaryLoss] = []
        losses.note(.interactions, unless: seen.isExact)
        losses.note(.contactDays, unless: days.isExact(capacity: event.limits.contactDays))
        return losses
    }

    package func write(to writer: inout ByteWriter) {
        writer.presence(seen != nil)
        seen?.write(to: &writer)
        writer.integer(inbound)
        days.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        if presence.next() { seen = try SeenRange(from: &reader) }
        inbound = try reader.int()
        days = try BucketCounts(from: &reader)
        try reader.pass(presence)
    }
}
