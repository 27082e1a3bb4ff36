/// What a contact was about, and what an agent would note down.
struct Topic: Sendable {
    let name: String
    let notes: [String]

    static let delivery = Topic(
        name: "delivery",
        notes: [
            "Asks where the parcel is.", "Tracking has not moved for days.", "Wants delivery to a pick-up point.",
            "Parcel left with a neighbour nobody knows.",
        ])
    static let afterSales = [
        Topic(name: "return", notes: ["Wrong size, wants to send it back.", "Return label does not open."]),
        Topic(name: "refund", notes: ["Refund not yet on the account.", "Asks when the money comes."]),
        Topic(name: "warranty", notes: ["Zip broke after one season.", "Seam opened, sends photos."]),
        Topic(
            name: "invoice", notes: ["Needs an invoice with the company's address.", "Invoice shows the wrong VAT."]),
        Topic(name: "complaint", notes: ["Unhappy with the packaging.", "Colour differs from the picture."]),
    ]
    static let idle = [
        Topic(
            name: "product advice",
            notes: ["Which size for 1.78 m?", "Is the tent good for winter?", "Boot for wide feet?"]),
        Topic(name: "stock", notes: ["When is the blue one back?", "Available in the store in town?"]),
        Topic(name: "account", notes: ["Cannot log in.", "Changed the address.", "Wants another mail address."]),
        Topic(name: "loyalty", notes: ["Points of the last order missing.", "How to reach the next tier?"]),
        Topic(name: "gift card", notes: ["Code is not accepted.", "Wants to give one as a present."]),
        Topic(name: "payment", notes: ["Card was declined.", "Asks to pay by invoice."]),
    ]
}
