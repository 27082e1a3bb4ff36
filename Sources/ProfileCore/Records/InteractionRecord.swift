/// One contact between a customer and the company.
package struct InteractionRecord: Hashable, Sendable {
    package enum Direction: String, CaseIterable, Hashable, Sendable {
        case inbound, outbound
    }

    package enum Status: String, CaseIterable, Hashable, Sendable {
        case open, resolved
    }

    package var occurredAt: Timestamp
    package var channel: String
    package var direction: Direction
    package var topic: String?
    package var status: Status?
    package var agent: Person?
    package var waitSeconds: Int?
    package var durationSeconds: Int?
    /// Customer satisfaction, 1 to 5.
    package var csat: Int?
    /// Likelihood to recommend, 0 to 10.
    package var nps: Int?
    /// Customer effort, 1 to 7.
    package var effort: Int?
    /// -1000 (worst) to 1000 (best).
    package var sentimentThousandths: Int?
    package var summary: String?
    package var orderID: String?

    package init(occurredAt: Timestamp, channel: String, direction: Direction = .inbound) {
        self.occurredAt = occurredAt
        self.channel = channel
        self.direction = direction
    }
}
