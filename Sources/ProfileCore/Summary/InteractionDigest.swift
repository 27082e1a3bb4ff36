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
