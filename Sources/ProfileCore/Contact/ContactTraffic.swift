/// How often and when there was contact.
package struct ContactTraffic: SummaryPart {
    package static let field: UInt64 = 1

    package var inbound = 0
    /// All interactions; nil when there are none.
    package var span: Span?
    /// Interactions of both directions by UTC day.
    package var days = Moments()

    package init() {}

    package mutating func add(_ event: CountedInteraction) {
        span.add(event.moment)
        days.change(event.moment.day.number, by: 1, capacity: event.limits.contactDays)
        if event.record.direction == .inbound { inbound += 1 }
    }

    package mutating func remove(_ event: CountedInteraction) {
        span.remove(event.moment)
        days.change(event.moment.day.number, by: -1, capacity: event.limits.contactDays)
        if event.record.direction == .inbound { inbound -= 1 }
    }

    package mutating func combine(with other: ContactTraffic, within limits: SummaryLimits) {
        inbound += other.inbound
        span = span.combined(with: other.span)
        days = days.combined(with: other.days, capacity: limits.contactDays)
    }

    package func losses(without event: CountedInteraction) -> [SummaryLoss] {
        var losses: [SummaryLoss] = []
        losses.note(.interactions, unless: span.isExact)
        losses.note(.contactDays, unless: days.isExact(capacity: event.limits.contactDays))
        return losses
    }

    package func write(to writer: inout ByteWriter) {
        writer.presence(span != nil)
        span?.write(to: &writer)
        writer.integer(inbound)
        days.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        if presence.next() { span = try Span(from: &reader) }
        inbound = try reader.int()
        days = try Moments(from: &reader)
        try reader.pass(presence)
    }
}
