package import ProfileCore

/// A made-up shop's export: customers, orders, contacts and visits of about two years, as lines of NDJSON.
///
/// Everything follows from the arguments, byte for byte, and one person at a time is held in memory. No two records
/// of different people share an address or number by accident, only where a family would.
package struct SampleShop: Sequence, Sendable {
    /// The mail address of the person to show first: she has records in every source.
    package static let showcaseEmail = Showcase.email

    /// The systems that write phone numbers without a country code, and the country whose they are.
    package static let phoneSources = ["crm", "erp", "helpdesk"]
    package static let phoneRegion = Country.germany.code

    let seed: UInt64
    let people: Int
    let clock: ShopClock

    /// The first of the `people` is the showcase person; the latest events happen on `today`, none after `now`.
    package init(seed: UInt64, people: Int, today: Day, now: Timestamp) {
        self.seed = seed
        self.people = Swift.max(0, people)
        clock = ShopClock(today: today, now: now)
    }

    /// What it states about no customer, as lines of NDJSON: its products, what agents should know of them, and agents.
    package var assortment: [[UInt8]] { Assortment(clock: clock).records().map { $0.line() } }

    /// The arms of invitations to a chat, with the identifiers that they were drawn by: no source states them.
    package var arms: some Sequence<(identifier: Identifier, assignment: Assignment)> {
        let (seed, invitations) = (seed, Invitations(clock: clock, seed: seed))
        return (1..<Swift.max(1, people)).lazy.compactMap { invitations.assignment(of: .at($0, seed: seed)) }
    }

    package func makeIterator() -> Iterator {
        Iterator(shop: self)
    }

    /// The records about one person, the systems one after the other.
    func records(ofPerson index: Int) -> [ShopRecord] {
        guard index > 0 else { return Showcase(clock: clock).records() }
        let shopper = Shopper.at(index, seed: seed)
        let orders = OrderSystem(clock: clock, seed: seed).orders(of: shopper)
        let contacts = Helpdesk(clock: clock, seed: seed).records(of: shopper, orders: orders)
        let visits = WebShop(clock: clock, seed: seed).records(of: shopper)
        return CustomerRecords(clock: clock, seed: seed).records(of: shopper)
            + orders.flatMap(\.statements)
            + contacts + Promises(clock: clock, seed: seed).records(of: shopper, after: contacts)
            + visits + Troubles(clock: clock, seed: seed).records(of: shopper, after: visits)
            + Invitations(clock: clock, seed: seed).records(of: shopper)
    }

    package struct Iterator: IteratorProtocol {
        let shop: SampleShop
        private var person = 0
        private var waiting: [ShopRecord].Iterator = [].makeIterator()

        init(shop: SampleShop) {
            self.shop = shop
        }

        /// The next line, without its line feed.
        package mutating func next() -> [UInt8]? {
            while true {
                if let record = waiting.next() { return record.line() }
                guard person < shop.people else { return nil }
                waiting = shop.records(ofPerson: person).makeIterator()
                person += 1
            }
        }
    }
}
