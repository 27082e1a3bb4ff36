import ProfileCore

/// The first person of every sample shop: known to all systems, worth a lot, and waiting for a late
/// parcel and a call that was promised.
struct Showcase {
    static let email = "ada.lindqvist@example.com"

    let clock: ShopClock

    func records() -> [ShopRecord] {
        let contacts = contacts()
        return customerRecords() + orders() + contacts + promises(after: contacts) + visits()
    }

    // MARK: Who she is

    private static let phone = PhoneNumber(callingCode: "49", area: "171", subscriber: "3920042")

    private var shopper: Shopper {
        Shopper(
            index: 0, country: .germany, name: FullName(given: "Ada", family: "Lindqvist"), isWoman: true,
            birthday: birthday, email: Self.email, mobile: Self.phone, landline: nil, street: "Große Bergstr. 12",
            city: Country.germany.cities[2], segment: .champion, crmID: "40001", erpID: "700000",
            overlap: .orderSystemID, habit: Habit(channel: "chat", fromHour: 18), customerSince: 1400)
    }

    /// In five days, so that there is something to congratulate on soon.
    private var birthday: Birthday? {
        let (_, month, day) = clock.today.advanced(by: 5).civil
        return Birthday(year: 1984, month: month, day: day)
    }

    private func customerRecords() -> [ShopRecord] {
        let current = ShopRecord(
            "customer", source: "crm", id: "40001", updatedAt: moment(daysAgo: 40, hour: 11),
            [
                "given_name": "Ada", "family_name": "Lindqvist", "salutation": "Ms", "emails": .texts([Self.email]),
                "phones": ["+49 171 39200 42"], "birthday": birthday.map(CustomerRecords.node), "gender": "female",
                "language": "en-GB", "time_zone": "Europe/Berlin", "address": CustomerRecords.address(of: shopper),
                "owner": Staff.owners[0].node, "loyalty": .object(["tier": "gold", "points": 5230]),
                "tags": ["club"], "consents": consents, "identifiers": .object(["erp": "700000"]),
                "traits": .object(["shoe_size": 39, "favourite_sport": "hiking"]),
                "created_at": .moment(moment(daysAgo: 1400, hour: 10)),
            ])
        let older = ShopRecord(
            "customer", source: "crm", id: "40002", updatedAt: moment(daysAgo: 900, hour: 15),
            [
                "given_name": "ada", "family_name": "LINDQVIST", "emails": .texts([Self.email.uppercased()]),
                "birthday": birthday.map(CustomerRecords.node),
                "address": .object(["street": "Götgatan 3", "city": "Stockholm", "country": "SE"]),
            ])
        let erp = ShopRecord(
            "customer", source: "erp", id: "700000", updatedAt: moment(daysAgo: 120, hour: 2),
            [
                "given_name": "Ada", "family_name": "Lindqvist", "phones": ["0171 / 392 00 42"],
                "address": CustomerRecords.address(of: shopper),
            ])
        return [older, current, erp]
    }

    private var consents: Node {
        let at = Node.moment(moment(daysAgo: 300, hour: 19))
        return [
            .object(["purpose": "marketing", "channel": "email", "status": "granted", "at": at]),
            .object(["purpose": "marketing", "channel": "phone", "status": "denied", "at": at]),
        ]
    }

    // MARK: What she bought

    private func orders() -> [ShopRecord] {
        let settled = Self.delivered.enumerated().map { number, bought in
            order(
                "\(200_000 + number)", "delivered", placed: bought.daysAgo, stated: bought.daysAgo - 4,
                articles: bought.articles)
        }
        let broughtBack = order("200012", "returned", placed: 95, stated: 80, articles: ["SLP-102"])
        let late = order("200013", "shipped", placed: 12, stated: 10, articles: ["TNT-102", "CLB-101"], expected: -3)
        return settled + [broughtBack, late]
    }

    private static let delivered: [(daysAgo: Int, articles: [String])] = [
        (620, ["JKT-101", "SHO-102"]), (540, ["BAG-103"]), (470, ["SLP-105"]), (390, ["COK-101", "COK-103"]),
        (330, ["JKT-102"]), (270, ["SHO-101"]), (210, ["JKT-106", "WIN-107"]), (160, ["CLB-101", "CLB-102"]),
        (110, ["BAG-101", "BAG-109"]), (75, ["ELC-103"]), (48, ["SHO-107", "SHO-101"]), (31, ["SLP-108", "COK-104"]),
    ]

    private func order(
        _ id: String, _ status: String, placed: Int, stated: Int, articles: [String], expected: Int? = nil
    ) -> ShopRecord {
        let products = articles.compactMap(Catalogue.product)
        let lines = products.map { product in
            Node.object([
                "sku": .text(product.sku), "name": .text(product.name), "category": .text(product.category),
                "quantity": 1, "unit_price": .money(product.euroCents),
            ])
        }
        return ShopRecord(
            "order", source: "erp", id: id, customer: .object(["erp": "700000"]),
            updatedAt: moment(daysAgo: stated, hour: 7),
            [
                "placed_at": .moment(moment(daysAgo: placed, hour: 19)), "status": .text(status), "currency": "EUR",
                "total": .money(products.reduce(0) { $0 + $1.euroCents }), "lines": .list(lines), "channel": "web",
                "expected_delivery": expected.map { .day(clock.today.advanced(by: $0)) },
                "tracking_url": .text("https://track.example.net/p/\(id)"),
            ])
    }

    // MARK: What she asked

    private func contacts() -> [ShopRecord] {
        let earlier = [410, 300, 215, 150, 88, 60, 33].map { daysAgo in
            Ticket(
                at: moment(daysAgo: daysAgo, hour: 18), topic: Topic.idle[daysAgo % Topic.idle.count], orderID: nil,
                isOpen: false, isAngry: false, channel: daysAgo == 150 ? "phone" : "chat")
        }
        let parcel = [6, 4, 1].map { daysAgo in
            Ticket(
                at: moment(daysAgo: daysAgo, hour: 19), topic: Topic.delivery, orderID: "200013", isOpen: daysAgo == 1,
                isAngry: true, channel: daysAgo == 4 ? "phone" : "chat")
        }
        var die = Die(seed: 1984)
        let helpdesk = Helpdesk(clock: clock, seed: 0)
        return (earlier + parcel).enumerated().compactMap { number, ticket in
            helpdesk.record("t-\(number)", ticket, shopper, &die)
        }
    }

    // MARK: What she was promised

    /// Kept twice, broken once; the last one is overdue since yesterday.
    private func promises(after contacts: [ShopRecord]) -> [ShopRecord] {
        let made: [(contact: String, text: String, status: String, days: Int)] = [
            ("t-5", "Mail when the tent is back", "kept", 4), ("t-6", "Book the missing points", "kept", 2),
            ("t-7", "Call the carrier and mail the answer", "broken", 1),
            ("t-8", "Call back about the lost parcel", "open", 3),
        ]
        let desk = Promises(clock: clock, seed: 0)
        return made.compactMap { contact, text, status, days in
            guard let contact = contacts.first(where: { $0.id == contact }) else { return nil }
            let dueOn = contact.updatedAt.day.advanced(by: days)
            let settledAt = status == "open" ? nil : clock.later(than: contact.updatedAt, bySeconds: days * 80_000)
            return desk.record(after: contact, text, status, dueOn: dueOn, settledAt: settledAt)
        }
    }

    // MARK: What she looks at

    private func visits() -> [ShopRecord] {
        let steps = [
            (9, "product_viewed", "ELC-107"), (9, "wishlist_added", "ELC-107"), (2, "product_viewed", "ELC-101"),
            (2, "product_added", "ELC-101"), (2, "product_viewed", "WTR-102"), (1, "product_added", "WTR-102"),
        ]
        var die = Die(seed: 1984)
        let web = WebShop(clock: clock, seed: 0)
        return steps.enumerated().compactMap { number, step in
            guard let product = Catalogue.product(step.2) else { return nil }
            let at = moment(daysAgo: step.0, hour: 20).advanced(bySeconds: Int64(number * 60))
            let visit = Visit(at: at, type: step.1, product: product, isLoggedIn: number > 0)
            return web.record("w-\(number)", visit, shopper, &die)
        }
    }

    private func moment(daysAgo: Int, hour: Int) -> Timestamp {
        clock.moment(daysAgo: daysAgo, second: hour * 3600 + 24 * 60, in: .germany)
    }
}
