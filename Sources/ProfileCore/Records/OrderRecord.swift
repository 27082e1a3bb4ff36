package struct OrderRecord: RecordPart {
    package enum Status: String, CaseIterable, Hashable, FieldChoice {
        case open, paid, shipped, delivered, cancelled, returned

        package static let list = ChoiceList<Status>()
    }

    package var placedAt: Timestamp
    package var status: Status
    package var currency: Currency
    /// As the source states it; nil when only the lines tell.
    package var total: MinorUnits?
    package var refunded: MinorUnits?
    package var lines: [Line]
    package var channel: String?
    package var expectedDelivery: Day?
    package var trackingURL: String?
    /// Who placed it, often a guest whom no customer record describes.
    package var customerDetails: CustomerDetails?

    package init(
        placedAt: Timestamp, status: Status, currency: Currency, total: MinorUnits? = nil,
        refunded: MinorUnits? = nil, lines: [Line] = [], channel: String? = nil, expectedDelivery: Day? = nil,
        trackingURL: String? = nil, customerDetails: CustomerDetails? = nil
    ) {
        self.placedAt = placedAt
        self.status = status
        self.currency = currency
        self.total = total
        self.refunded = refunded
        self.lines = lines
        self.channel = channel
        self.expectedDelivery = expectedDelivery
        self.trackingURL = trackingURL
        self.customerDetails = customerDetails
    }

    package static var blank: OrderRecord {
        OrderRecord(placedAt: Timestamp(milliseconds: 0), status: .open, currency: .euro)
    }

    package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.moment(.required("placed_at"), &placedAt)
        fields.choice(.required("status"), &status)
        fields.currency(.standard("currency"), &currency)
        fields.money(.strict(0, "total"), &total)
        fields.refund(.strict(1, "refunded"), &refunded)
        fields.text(.descriptive(2, "channel"), .channel, &channel)
        fields.day(.descriptive(3, "expected_delivery"), &expectedDelivery)
        fields.text(.descriptive(4, "tracking_url"), .webAddress, &trackingURL)
        fields.parts(.strict(5, "lines"), atMost: 20_000, inRows: true, &lines)
        fields.part(.descriptive(6, "customer_details"), &customerDetails)
    }
}

extension OrderRecord {
    package struct Line: RecordPart {
        package var sku: String?
        package var name: String?
        package var category: String?
        /// Negative for goods that came back.
        package var quantity: Quantity
        package var unitPrice: UnitPrice?

        package init(sku: String?, name: String?, category: String?, quantity: Quantity, unitPrice: UnitPrice?) {
            self.sku = sku
            self.name = name
            self.category = category
            self.quantity = quantity
            self.unitPrice = unitPrice
        }

        package static var blank: Line {
            Line(sku: nil, name: nil, category: nil, quantity: .one, unitPrice: nil)
        }

        package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
            fields.text(.descriptive(0, "sku"), .code, &sku)
            fields.text(.descriptive(1, "name"), .text, &name)
            fields.text(.descriptive(2, "category"), .text.repeated, &category)
            fields.quantity(.standard("quantity"), &quantity)
            fields.price(.strict(3, "unit_price"), &unitPrice)
        }
    }
}

/// The person who placed an order, in the words of the order.
package struct CustomerDetails: RecordPart {
    package var givenName: String?
    package var familyName: String?
    package var fullName: String?
    package var salutation: String?
    package var birthday: Birthday?
    package var address: Address?

    package init() {}

    package static var blank: CustomerDetails { CustomerDetails() }

    package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.text(.descriptive(0, "given_name"), .text, &givenName)
        fields.text(.descriptive(1, "family_name"), .text, &familyName)
        fields.text(.descriptive(2, "full_name"), .text, &fullName)
        fields.text(.descriptive(3, "salutation"), .text, &salutation)
        fields.birthday(.descriptive(4, "birthday"), &birthday)
        fields.part(.descriptive(5, "address"), &address)
    }
}
