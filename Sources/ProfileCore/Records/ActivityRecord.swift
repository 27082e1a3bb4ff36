/// Browsing, cart or wishlist behaviour.
package struct ActivityRecord: RecordPart {
    package var occurredAt: Timestamp
    /// A word of `ActivityType` or the source's own.
    package var type: String
    package var sku: String?
    package var name: String?
    package var category: String?
    package var price: UnitPrice?
    package var currency: Currency?
    package var quantity: Quantity?
    package var query: String?
    package var url: String?
    /// The page that led here, of another site.
    package var referrer: String?
    /// What advertising calls itself: `cpc`, `email`, `affiliate`.
    package var medium: String?
    package var campaign: String?

    package init(occurredAt: Timestamp, type: String) {
        self.occurredAt = occurredAt
        self.type = type
    }

    package static var blank: ActivityRecord { ActivityRecord(occurredAt: Timestamp(milliseconds: 0), type: "") }

    package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.moment(.required("occurred_at"), &occurredAt)
        fields.text(.required("type"), .word, &type)
        fields.text(.descriptive(0, "sku"), .code, &sku)
        fields.text(.descriptive(1, "name"), .text, &name)
        fields.text(.descriptive(2, "category"), .text, &category)
        fields.price(.descriptive(3, "price"), &price, in: .descriptive(4, "currency"), &currency)
        fields.quantity(.descriptive(5, "quantity"), &quantity)
        fields.text(.descriptive(6, "query"), .text, &query)
        fields.text(.descriptive(7, "url"), .text(upTo: 2_000), &url)
        fields.text(.added(8, "referrer"), .text(upTo: 2_000), &referrer)
        fields.text(.added(9, "medium"), .text, &medium)
        fields.text(.added(10, "campaign"), .text, &campaign)
    }
}
