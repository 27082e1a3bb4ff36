/// One contact between a customer and the company.
package struct InteractionRecord: RecordPart {
    package enum Direction: String, CaseIterable, Hashable, FieldChoice {
        case inbound, outbound

        package static let list = ChoiceList<Direction>()
    }

    package enum Status: String, CaseIterable, Hashable, FieldChoice {
        case open, resolved

        package static let list = ChoiceList<Status>()
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

    package static var blank: InteractionRecord {
        InteractionRecord(occurredAt: Timestamp(milliseconds: 0), channel: "")
    }

    package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.moment(.required("occurred_at"), &occurredAt)
        fields.text(.required("channel"), .channel, &channel)
        fields.choice(.standard("direction", isDescriptive: true), &direction)
        fields.text(.descriptive(0, "topic"), .text, &topic)
        fields.choice(.descriptive(1, "status"), &status)
        fields.part(.descriptive(2, "agent"), &agent)
        fields.integer(.descriptive(3, "wait_seconds"), .whole(0...1_000_000_000), &waitSeconds)
        fields.integer(.descriptive(4, "duration_seconds"), .whole(0...1_000_000_000), &durationSeconds)
        fields.integer(.descriptive(5, "csat"), .whole(1...5), &csat)
        fields.integer(.descriptive(6, "nps"), .whole(0...10), &nps)
        fields.integer(.descriptive(7, "effort"), .whole(1...7), &effort)
        fields.integer(.descriptive(8, "sentiment"), .thousandths(-1000...1000), &sentimentThousandths)
        fields.text(.descriptive(9, "summary"), .lines(upTo: 10_000), &summary)
        fields.text(.descriptive(10, "order_id"), .reference, &orderID)
    }
}
