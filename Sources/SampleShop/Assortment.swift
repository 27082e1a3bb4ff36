import ProfileCore

/// What the shop states about no customer: its products, with stock, what its agents should know of them, and who these
/// are.
struct Assortment {
    let clock: ShopClock

    func records() -> [ShopRecord] {
        Catalogue.products.enumerated().map { product($1, place: $0) } + notices() + Staff.agents.map(agent)
    }

    /// One that many bought is recalled, and one that nobody makes any more has a successor.
    private static let recalled = "COK-101"
    private static let successors = ["SHO-102": "SHO-103", "ELC-101": "ELC-108"]

    private func product(_ product: Product, place: Int) -> ShopRecord {
        ShopRecord(
            "product", source: "erp", id: product.sku, updatedAt: moment(daysAgo: 1),
            [
                "name": .text(product.name), "category": .text(product.category),
                "price": .money(product.euroCents), "currency": "EUR",
                "stock": .integer(product.sku.hasPrefix("TNT") ? 0 : place * 37 % 61),
                "recalled": product.sku == Self.recalled ? .flag(true) : nil,
                "replaced_by": .maybe(Self.successors[product.sku]), "url": .text(product.url),
            ])
    }

    private func notices() -> [ShopRecord] {
        [
            ShopRecord(
                "notice", source: "shop", id: "tents-late", updatedAt: moment(daysAgo: 6),
                [
                    "type": "delay", "text": "Tents come a week late: the importer waits for customs.",
                    "categories": ["tents"], "from": .moment(moment(daysAgo: 6)),
                ]),
            ShopRecord(
                "notice", source: "shop", id: "gold-winter", updatedAt: moment(daysAgo: 3),
                [
                    "type": "promotion", "text": "15 % off all winter goods for gold customers, code GOLD15.",
                    "categories": ["winter"], "tiers": ["gold"], "from": .moment(moment(daysAgo: 3)),
                    "until": .moment(clock.today.advanced(by: 11).start),
                ]),
            ShopRecord(
                "notice", source: "shop", id: "stove-recall", updatedAt: moment(daysAgo: 2),
                [
                    "type": "recall",
                    "text": "The valve of the stove may leak. Customers send it back free of charge.",
                    "products": [.text(Self.recalled)], "url": "https://shop.example.com/recall/gnist",
                ]),
        ]
    }

    private func agent(_ agent: Staff) -> ShopRecord {
        ShopRecord(
            "agent", source: "helpdesk", id: agent.id, updatedAt: moment(daysAgo: 30),
            [
                "name": .text(agent.name), "languages": .texts(agent.languages), "skills": .texts(agent.skills),
                "employer": "Fjord & Fell",
            ])
    }

    private func moment(daysAgo: Int) -> Timestamp {
        clock.moment(daysAgo: daysAgo, second: 8 * 3600, in: .germany)
    }
}
