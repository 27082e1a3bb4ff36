package import ProfileCore

extension ContactSummary: Storable {
    package func write(to writer: inout ByteWriter) {
        guard self != ContactSummary() else { return writer.flag(false) }
        writer.flag(true)
        writer.integer(inbound)
        writer.presence(span != nil)
        span?.write(to: &writer)
        days.write(to: &writer)
        writer.words(channels)
        writer.words(inboundMoments)
        recent.write(to: &writer)
        open.write(to: &writer)
        csat.write(to: &writer)
        nps.write(to: &writer)
        effort.write(to: &writer)
        writer.words(agents)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        guard try reader.flag() else { return }
        inbound = try reader.int()
        var presence = try reader.presence()
        if presence.next() { span = try Span(from: &reader) }
        days = try Moments(from: &reader)
        channels = try reader.words()
        inboundMoments = try reader.words()
        recent = try Recent(from: &reader)
        open = try Recent(from: &reader)
        csat = try RatingTally(from: &reader)
        nps = try RatingTally(from: &reader)
        effort = try RatingTally(from: &reader)
        agents = try reader.words()
    }
}
