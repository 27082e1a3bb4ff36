import ProfileCore

/// What goes badly for some of those who visit the web shop, in a visit of its own.
struct Troubles {
    let clock: ShopClock
    let seed: UInt64

    func records(of shopper: Shopper, after visits: [ShopRecord]) -> [ShopRecord] {
        var die = Die(seed: seed, index: shopper.index, purpose: Purpose.troubles)
        guard let customer = visits.last?.customer, die.chance(10) else { return [] }
        var at = start(&die, shopper)
        let (arrival, product) = (die.pick(Self.arrivals), die.pick(Catalogue.products))
        return die.pick(Self.visits(with: product)).enumerated().map { place, step in
            defer { at = clock.later(than: at, bySeconds: die.roll(20...110)) }
            var record = ShopRecord(
                "activity", source: "web", id: "f-\(shopper.index * 1024 + place)", customer: customer, updatedAt: at,
                ["occurred_at": .moment(at), "type": .text(step.type)])
            record.members += step.members
            if place == 0 { record.members += arrival }
            return record
        }
    }

    /// Some are on the pages now.
    private func start(_ die: inout Die, _ shopper: Shopper) -> Timestamp {
        if die.chance(8) { return clock.now.advanced(bySeconds: -Int64(die.roll(600...1_500))) }
        return clock.moment(daysAgo: die.roll(0...20), second: shopper.habit.second(&die), in: shopper.country)
    }

    private typealias Step = (type: String, members: [(name: String, value: Node)])

    private static func visits(with product: Product) -> [[Step]] {
        let goods = Node.present(["sku": .text(product.sku), "name": .text(product.name)])
        let help = Node.present(["url": "https://shop.example.com/help/payment"])
        let sizes = Node.present(["url": "https://shop.example.com/sizes?table=eu"])
        let vain = Node.present(["query": .text("spare part \(product.sku)")])
        let form = Node.present(["url": "https://shop.example.com/checkout/address"])
        return [
            [("search_failed", vain), ("search_failed", vain), ("help_viewed", help), ("search_failed", vain)],
            [
                ("product_viewed", goods), ("product_added", goods), ("checkout_started", []), ("payment_failed", []),
                ("payment_failed", []), ("help_viewed", help),
            ],
            [
                ("product_added", goods), ("checkout_started", []), ("form_failed", form), ("form_failed", form),
                ("coupon_failed", []),
            ],
            [Step](repeating: ("page_viewed", sizes), count: 4) + [("product_compared", goods)],
        ]
    }

    private static let arrivals = [
        [], Node.present(["referrer": "https://www.google.com/"]),
        Node.present(["referrer": "https://duckduckgo.com/?q=tent"]),
        Node.present(["medium": "email", "campaign": "autumn"]),
    ]
}
