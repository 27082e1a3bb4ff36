/// By which channels there was contact, and at what times the customer began it.
package struct ContactChannels: SummaryPart {
    package static let field: UInt64 = 2

    package var seen = SortedMap<String, SeenRange>()
    /// Inbound interactions by channel and quarter hour (UTC).
    package var inboundMoments = SortedMap<String, BucketCounts>()

    package init() {}

    package mutating func add(_ event: CountedInteraction) {
        seen.add(event.record.channel, at: event.moment)
        changeInbound(event, by: 1)
    }

    package mutating func remove(_ event: CountedInteraction) {
        seen.remove(event.record.channel, at: event.moment)
        changeInbound(event, by: -1)
    }

    package mutating func combine(with other: ContactChannels, within limits: SummaryLimits) {
        seen = seen.combined(with: other.seen)
        inboundMoments = inboundMoments.combined(with: other.inboundMoments) {
            $0.combined(with: $1, capacity: limits.quarters)
        }
    }

    package func losses(without event: CountedInteraction) -> [SummaryLoss] {
        let channel = event.record.channel
        var losses: [SummaryLoss] = []
        losses.note(.channel(channel), unless: seen.isExact(channel))
        let quarters = inboundMoments[channel]?.isExact(capacity: event.limits.quarters)
        losses.note(.quarters(channel: channel), unless: quarters ?? true)
        return losses
    }

    private mutating func changeInbound(_ event: CountedInteraction, by change: Int32) {
        guard event.record.direction == .inbound else { return }
        let quarter = BucketCounts.quarter(of: event.moment)
        inboundMoments.change(event.record.channel, from: BucketCounts(), removingWhen: \.isEmpty) {
            $0.change(quarter, by: change, capacity: event.limits.quarters)
        }
    }

    package func write(to writer: inout ByteWriter) {
        writer.words(seen)
        writer.words(inboundMoments)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        seen = try reader.words()
        inboundMoments = try reader.words()
    }
}
