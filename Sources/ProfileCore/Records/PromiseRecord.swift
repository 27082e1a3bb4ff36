/// Something that the company promised a customer.
package struct PromiseRecord: RecordPart {
    package enum Status: String, CaseIterable, Hashable, FieldChoice {
        case open, kept, broken, withdrawn

        package static let list = ChoiceList<Status>()
    }

    package var promisedAt: Timestamp
    /// What was promised.
    package var text: String
    package var status: Status
    package var dueAt: Timestamp?
    /// Where a day was promised: it is kept by the end of that day.
    package var dueOn: Day?
    /// When it was kept, broken or withdrawn.
    package var settledAt: Timestamp?
    package var agent: Person?
    package var topic: String?
    package var orderID: String?
    package var interactionID: String?

    package init(promisedAt: Timestamp, text: String, status: Status = .open) {
        self.promisedAt = promisedAt
        self.text = text
        self.status = status
    }

    package static var blank: PromiseRecord { PromiseRecord(promisedAt: Timestamp(milliseconds: 0), text: "") }

    package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.moment(.required("promised_at"), &promisedAt)
        fields.text(.required("text"), .lines(upTo: 2_000), &text)
        fields.choice(.standard("status"), &status)
        fields.moment(.strict(0, "due_at"), &dueAt)
        fields.day(.strict(1, "due_on"), &dueOn)
        fields.moment(.descriptive(2, "settled_at"), &settledAt)
        fields.part(.descriptive(3, "agent"), &agent)
        fields.text(.descriptive(4, "topic"), .text, &topic)
        fields.text(.descriptive(5, "order_id"), .reference, &orderID)
        fields.text(.descriptive(6, "interaction_id"), .reference, &interactionID)
    }
}
