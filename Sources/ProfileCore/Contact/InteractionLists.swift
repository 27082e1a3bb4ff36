/// The latest interactions.
package enum RecentInteractions: ListPlace {
    package static let field: UInt64 = 3
    package static let capacity = 32
    package static let loss = SummaryLoss.recentInteractions

    package static func item(of event: CountedInteraction) -> InteractionDigest? { InteractionDigest(event) }
}

/// The latest interactions whose matter is open.
package enum OpenInteractions: ListPlace {
    package static let field: UInt64 = 4
    package static let capacity = 50
    package static let loss = SummaryLoss.openInteractions

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
