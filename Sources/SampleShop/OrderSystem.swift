import ProfileCore

/// The orders of a person over two years, up to today.
struct OrderSystem {
    let clock: ShopClock
    let seed: UInt64

    func orders(of shopper: Shopper) -> [Order] {
        var die = Die(seed: seed, index: shopper.index, purpose: Purpose.orders)
        var other = Die(seed: seed, index: shopper.index, purpose: Purpose.companions)
        let count = shopper.segment.orders(&die)
        let favourites = (0..<6).map { _ in die.pick(Catalogue.products) }
        return (0..<count).compactMap { number in
            guard let handle = shopper.handle(&die) else { return nil }
            let daysAgo = min(shopper.customerSince, die.chance(8) ? die.roll(0...12) : die.roll(0...730))
            let basket = Basket(
                country: shopper.country, favourites: favourites, segment: shopper.segment, &die, companions: &other)
            let id = String(200_000 + shopper.index * 64 + number)
            return order(id, handle, basket, daysAgo: daysAgo, shopper: shopper, &die)
        }
    }

    /// One order more, of a day.
    func order(afterInvitationOf shopper: Shopper, daysAgo: Int, _ die: inout Die) -> Order? {
        guard let handle = shopper.handle(&die) else { return nil }
        var other = Die(seed: seed, index: shopper.index, purpose: Purpose.invitations)
        let favourites = (0..<6).map { _ in die.pick(Catalogue.products) }
        let basket = Basket(
            country: shopper.country, favourites: favourites, segment: shopper.segment, &die, companions: &other)
        let id = String(200_000 + shopper.index * 64 + 63)
        return order(id, handle, basket, daysAgo: daysAgo, shopper: shopper, &die)
    }

    private func order(
        _ id: String, _ handle: Node, _ basket: Basket, daysAgo: Int, shopper: Shopper, _ die: inout Die
    ) -> Order {
        let placedAt = clock.moment(daysAgo: daysAgo, second: shopper.habit.second(&die), in: shopper.country)
        let course = OrderCourse(age: clock.daysAgo(placedAt), &die)
        let expected = placedAt.day.advanced(by: course.promisedDays)
        let stated = clock.later(than: placedAt, bySeconds: course.lastsDays * 86_400 + die.roll(60...7200))
        let record = ShopRecord(
            "order", source: "erp", id: id, customer: handle, updatedAt: stated,
            [
                "placed_at": .moment(placedAt), "status": .text(course.status),
                "currency": .text(shopper.country.currency.rawValue), "total": .money(basket.total),
                "refunded": refunded(course, basket: basket, &die).map(Node.money), "lines": basket.lines,
                "channel": .text(die.pick(["web", "web", "web", "web", "phone", "store"])),
                "expected_delivery": course.isShippable ? .day(expected) : nil,
                "tracking_url": course.hasParcel ? .text("https://track.example.net/p/\(id)") : nil,
            ])
        return Order(
            id: id, placedAt: placedAt, status: course.status,
            isLate: course.status == "shipped" && expected < clock.today, firstArticle: basket.firstArticle,
            statements: statements(endingWith: record, placedAt: placedAt, basket: basket, &die))
    }

    /// Most orders are stated once; some as their status moved on, some corrected, some sent again unchanged.
    private func statements(
        endingWith last: ShopRecord, placedAt: Timestamp, basket: Basket, _ die: inout Die
    ) -> [ShopRecord] {
        switch die.roll(1...100) {
        case ...3:
            let placed = last.restated(at: placedAt, ["status": "open", "refunded": nil])
            let paid = last.restated(at: midway(placedAt, last.updatedAt), ["status": "paid"])
            return [placed, paid, last]
        case ...5:
            return [last.restated(at: placedAt, ["total": .money(basket.total + 1000)]), last]
        case ...7:
            return [last, last]
        default:
            return [last]
        }
    }

    private func midway(_ first: Timestamp, _ second: Timestamp) -> Timestamp {
        Timestamp(milliseconds: (first.milliseconds + second.milliseconds) / 2000 * 1000)
    }

    private func refunded(_ course: OrderCourse, basket: Basket, _ die: inout Die) -> Int? {
        switch course.status {
        case "returned": die.maybe(70, basket.total)
        case "delivered" where course.isPartlyRefunded: max(0, basket.total / die.roll(2...5))
        default: nil
        }
    }
}

/// One order and everything the order system said about it over time.
struct Order {
    let id: String
    let placedAt: Timestamp
    let status: String
    /// Whether the parcel should have been there by now.
    let isLate: Bool
    let firstArticle: String
    /// In the order they were made; the last one holds.
    let statements: [ShopRecord]
}

/// How far an order has come by its age, and how well it went.
struct OrderCourse {
    let status: String
    /// Days between the order and the last statement about it.
    let lastsDays: Int
    let promisedDays: Int
    let isPartlyRefunded: Bool

    init(age: Int, _ die: inout Die) {
        let fate = die.roll(1...100)
        promisedDays = die.roll(3...6)
        isPartlyRefunded = fate > 96
        status =
            switch age {
            case ..<2: fate <= 40 ? "open" : fate <= 97 ? "paid" : "cancelled"
            case ..<4: fate <= 25 ? "paid" : fate <= 96 ? "shipped" : "cancelled"
            case ..<8: fate <= 30 ? "shipped" : fate <= 96 ? "delivered" : "cancelled"
            case ..<25: fate <= 8 ? "shipped" : fate <= 92 ? "delivered" : fate <= 96 ? "cancelled" : "returned"
            default: fate <= 4 ? "cancelled" : fate <= 9 ? "returned" : "delivered"
            }
        lastsDays = status == "delivered" ? die.roll(2...6) : status == "returned" ? die.roll(9...24) : die.roll(0...2)
    }

    var isShippable: Bool { status != "cancelled" && status != "returned" }

    var hasParcel: Bool { status == "shipped" || status == "delivered" }
}
