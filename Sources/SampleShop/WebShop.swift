import ProfileCore

/// What people look at in the web shop, first unknown, then logged in.
struct WebShop {
    let clock: ShopClock
    let seed: UInt64

    func records(of shopper: Shopper) -> [ShopRecord] {
        var die = Die(seed: seed, index: shopper.index, purpose: Purpose.browsing)
        let sessions = die.chance(48) ? 0 : die.roll(1...3)
        var records: [ShopRecord] = []
        for _ in 0..<sessions {
            let daysAgo = min(shopper.customerSince, die.chance(75) ? die.roll(0...45) : die.roll(46...400))
            let start = clock.moment(daysAgo: daysAgo, second: shopper.habit.second(&die), in: shopper.country)
            records += session(of: shopper, from: start, numbered: records.count, &die)
        }
        return records
    }

    private func session(
        of shopper: Shopper, from start: Timestamp, numbered first: Int, _ die: inout Die
    ) -> [ShopRecord] {
        let length = die.roll(1...8)
        let loginAfter = shopper.email != nil && die.chance(60) ? die.roll(0...length) : length
        var moment = start
        var inHand = die.pick(Catalogue.products)
        return (0..<length).map { step in
            let type = step == 0 ? "product_viewed" : die.pick(Self.steps)
            if type == "product_viewed" { inHand = die.pick(Catalogue.products) }
            let visit = Visit(at: moment, type: type, product: inHand, isLoggedIn: step >= loginAfter)
            moment = clock.later(than: moment, bySeconds: die.roll(10...240))
            return record("w-\(shopper.index * 1024 + first + step)", visit, shopper, &die)
        }
    }

    private static let steps =
        ["product_viewed", "product_viewed", "product_viewed", "product_added", "product_added", "product_removed"]
        + ["wishlist_added", "search", "page_viewed"]

    // MARK: Record

    func record(_ id: String, _ visit: Visit, _ shopper: Shopper, _ die: inout Die) -> ShopRecord {
        var record = ShopRecord(
            "activity", source: "web", id: id, customer: visitor(shopper, visit, &die), updatedAt: visit.at,
            ["occurred_at": .moment(visit.at), "type": .text(visit.type)])
        switch visit.type {
        case "search": record.members += Node.present(["query": .text(die.pick(Self.queries))])
        case "page_viewed":
            record.members += Node.present(["url": .text("https://shop.example.com/\(visit.product.category)")])
        default: record.members += goods(visit, shopper)
        }
        return record
    }

    private func goods(_ visit: Visit, _ shopper: Shopper) -> [(name: String, value: Node)] {
        let currency = shopper.country.currency
        return Node.present([
            "sku": .text(visit.product.sku), "name": .text(visit.product.name),
            "category": .text(visit.product.category),
            "price": .money(currency.price(euroCents: visit.product.euroCents)), "currency": .text(currency.rawValue),
            "quantity": visit.type == "product_viewed" || visit.type == "wishlist_added" ? nil : 1,
            "url": visit.type == "product_viewed" ? .text(visit.product.url) : nil,
        ])
    }

    /// Some browsers forget who they are and call themselves what every such browser does.
    private func visitor(_ shopper: Shopper, _ visit: Visit, _ die: inout Die) -> Node {
        let forgets = visit.isLoggedIn && die.chance(3)
        return .object([
            "visitor": .text(forgets ? "anonymous" : shopper.visitor),
            "email": visit.isLoggedIn ? .maybe(shopper.email) : nil,
        ])
    }

    private static let queries = ["rain jacket", "tent 2 persons", "wide boots", "gift", "head torch", "sale", "zelt"]
}

/// One step of a person through the web shop.
struct Visit {
    let at: Timestamp
    let type: String
    let product: Product
    let isLoggedIn: Bool
}
