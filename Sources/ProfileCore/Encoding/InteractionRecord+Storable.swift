extension InteractionRecord: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(
            topic != nil, status != nil, agent != nil, waitSeconds != nil, durationSeconds != nil, csat != nil,
            nps != nil, effort != nil, sentimentThousandths != nil, summary != nil, orderID != nil)
        writer.moment(occurredAt)
        writer.word(channel)
        writer.code(direction, among: ByteCodes.directions)
        if let topic { writer.string(topic) }
        if let status { writer.code(status, among: ByteCodes.interactionStatuses) }
        agent?.write(to: &writer)
        for number in [waitSeconds, durationSeconds, csat, nps, effort, sentimentThousandths] {
            if let number { writer.integer(number) }
        }
        if let summary { writer.string(summary) }
        if let orderID { writer.string(orderID) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            occurredAt: try reader.moment(), channel: try reader.word(),
            direction: try reader.code(among: ByteCodes.directions, "direction"))
        if presence.next() { topic = try reader.string() }
        if presence.next() { status = try reader.code(among: ByteCodes.interactionStatuses, "interaction status") }
        if presence.next() { agent = try Person(from: &reader) }
        if presence.next() { waitSeconds = try reader.int() }
        if presence.next() { durationSeconds = try reader.int() }
        if presence.next() { csat = try reader.int() }
        if presence.next() { nps = try reader.int() }
        if presence.next() { effort = try reader.int() }
        if presence.next() { sentimentThousandths = try reader.int() }
        if presence.next() { summary = try reader.string() }
        if presence.next() { orderID = try reader.string() }
        try reader.pass(presence)
    }
}
