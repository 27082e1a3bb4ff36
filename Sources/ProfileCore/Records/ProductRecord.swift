/// What a source says of a product. The record's id is the SKU by which orders and activities name it.
package struct ProductRecord: RecordPart {
    package var name: String?
    package var category: String?
    package var price: UnitPrice?
    package var currency: Currency?
    /// How much there is to be sold; below zero where more was sold.
    package var stock: Quantity?
    /// The SKU of what is sold in its place.
    package var replacedBy: String?
    package var isRecalled: Bool?
    package var url: String?
    /// The SKUs of what it goes with.
    package var complementOf: [String] = []

    package init() {}

    package static var blank: ProductRecord { ProductRecord() }

    package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.text(.descriptive(0, "name"), .text, &name)
        fields.text(.descriptive(1, "category"), .text.repeated, &category)
        fields.price(.descriptive(2, "price"), &price, in: .descriptive(3, "currency"), &currency)
        fields.quantity(.strict(4, "stock"), &stock)
        fields.text(.descriptive(5, "replaced_by"), .code, &replacedBy)
        fields.flag(.strict(6, "recalled"), &isRecalled)
        fields.text(.descriptive(7, "url"), .webAddress, &url)
        fields.texts(.descriptive(8, "complement_of"), .text(upTo: 255), atMost: 100, &complementOf)
    }
}

/// Something that agents should know about products, a promotion or a delay, and whom it concerns: those of whom
/// everything holds that it names. One that names nothing concerns everybody.
package struct NoticeRecord: RecordPart {
    package enum Kind: String, CaseIterable, Hashable, FieldChoice {
        case promotion, recall, delay, change

        package static let list = ChoiceList<Kind>()
    }

    package var type: Kind
    /// For agents.
    package var text: String
    /// SKUs.
    package var products: [String] = []
    package var categories: [String] = []
    package var tiers: [String] = []
    /// ISO 3166-1 alpha-2.
    package var countries: [String] = []
    package var from: Timestamp?
    /// The first moment at which it holds no more.
    package var until: Timestamp?
    package var url: String?

    package init(_ type: Kind, _ text: String) {
        self.type = type
        self.text = text
    }

    package static var blank: NoticeRecord { NoticeRecord(.change, "") }

    /// Wrong names are no reason to take a notice: without them it would concern others.
    package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.choice(.required("type"), &type)
        fields.text(.required("text"), .lines(upTo: 2_000), &text)
        fields.texts(.strict(0, "products"), .text(upTo: 255), atMost: 1_000, &products)
        fields.texts(.strict(1, "categories"), .text, atMost: 100, &categories)
        fields.texts(.strict(2, "tiers"), .text(upTo: 255), atMost: 100, &tiers)
        fields.texts(.strict(3, "countries"), .text(upTo: 2), atMost: 300, &countries)
        fields.moment(.strict(4, "from"), &from)
        fields.moment(.strict(5, "until"), &until)
        fields.text(.descriptive(6, "url"), .webAddress, &url)
    }

    package var fault: FieldFault? {
        if let from, let until, until <= from { return FieldFault(field: "until", rule: "later than from") }
        guard countries.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (65...90).contains($0) } }) else {
            return FieldFault(field: "countries", rule: "ISO 3166-1 alpha-2 codes such as GB")
        }
        return nil
    }

    package func holds(at now: Timestamp) -> Bool {
        from.map { $0 <= now } ?? true && !hasEnded(at: now)
    }

    func hasEnded(at now: Timestamp) -> Bool { until.map { $0 <= now } ?? false }
}
