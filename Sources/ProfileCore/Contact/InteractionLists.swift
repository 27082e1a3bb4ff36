/// The latest interactions.
package enum RecentInteractions: ListPlace {
    package static let field: UInt64 = 3
    package static let capacity = 32

    package static func item(of event: CountedInteraction) -> InteractionDigest? { InteractionDigest(event) }
}

/// The latest interactions whose matter is open.
package enum OpenInteractions: ListPlace {
    package static let field: UInt64 = 4
    package static let capacity = 50

    package static func item(of event: CountedInteraction) -> InteractionDigest? {
        event.record.status == .open ? InteractionDigest(event) : nil
    }
}

extension InteractionDigest {
    init(_ event: CountedInteraction) {
        self.init(event.record, key: event.key)
    }

    init(_ interaction: InteractionRecord, key: FactKey) {
        self.init(
            source: key.source, id: key.id, at: interaction.occurredAt, channel: interaction.channel,
            direction: interaction.direction, topic: interaction.topic, status: interaction.status,
            agent: interaction.agent, orderID: interaction.orderID)
    }
}

/// What the profile shows of one of the latest interactions.
package struct InteractionDigest: Recorded {
    package let source: String
    package let id: String
    package let at: Timestamp
    package let channel: String
    package let direction: InteractionRecord.Direction
    package let topic: String?
    package let status: InteractionRecord.Status?
    package let agent: Person?
    package let orderID: String?

    package init(
        source: String, id: String, at: Timestamp, channel: String, direction: InteractionRecord.Direction,
        topic: String?, status: InteractionRecord.Status?, agent: Person?, orderID: String?
    ) {
        self.source = source
        self.id = id
        self.at = at
        self.channel = channel
        self.direction = direction
        self.topic = topic
        self.status = status
        self.agent = agent
        self.orderID = orderID
    }
}

extension InteractionDigest: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(topic != nil, status != nil, agent != nil, orderID != nil)
        writer.word(source)
        writer.string(id)
        writer.moment(at)
        writer.word(channel)
        writer.code(direction, among: InteractionRecord.Direction.list.cases)
        if let topic { writer.word(topic) }
        if let status { writer.code(status, among: InteractionRecord.Status.list.cases) }
        agent?.write(to: &writer)
        if let orderID { writer.string(orderID) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(
            source: try reader.word(), id: try reader.string(), at: try reader.moment(), channel: try reader.word(),
            direction: try reader.code(among: InteractionRecord.Direction.list.cases, "direction"),
            topic: presence.next() ? try reader.word() : nil,
            status: presence.next()
                ? try reader.code(among: InteractionRecord.Status.list.cases, "interaction status") : nil,
            agent: presence.next() ? try Person(from: &reader) : nil,
            orderID: presence.next() ? try reader.string() : nil)
        try reader.pass(presence)
    }
}
