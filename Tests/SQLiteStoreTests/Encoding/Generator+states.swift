import ProfileCore

extension Generator {
    mutating func state() -> ProfileState {
        ProfileState(
            id: id(), version: integer(), changedAt: moment(), aliases: list { $0.id() },
            overrides: list {
                VIPOverride(
                    tier: $0.text(), reason: $0.text(), until: $0.maybe { $0.moment() }, setAt: $0.moment(),
                    setBy: $0.text(), home: $0.id())
            },
            summary: summary())
    }

    private mutating func summary() -> ProfileSummary {
        var summary = ProfileSummary()
        summary.customers = list(2) {
            CustomerEntry(source: $0.text(), id: $0.text(), updatedAt: $0.moment(), record: $0.customer())
        }
        for place in 0..<number(0...4) {
            let identifier = Identifier(type: text(), value: name(place))
            summary.identifiers[identifier] = IdentifierTally(binds: chance(), sources: map { $0.seen() })
        }
        summary.sources = map { $0.seen() }
        if chance() { summary.contact = contact() }
        if chance() { summary.purchases = purchases() }
        if chance() { summary.views = recent { $0.signal() } }
        if chance() { summary.wishes = recent { $0.signal() } }
        if chance() { summary.cart = recent { $0.signal() } }
        for kind in TallyKind.allCases where chance() {
            summary.shelved[kind] = ShelfCount(total: integer(), told: integer())
        }
        if chance() { summary.promises = promises() }
        if chance() { summary.journey = journey() }
        if chance() { summary.upcoming = Upcoming(items: list { $0.upcomingItem() }, total: integer()) }
        return summary
    }

    private mutating func contact() -> ContactSummary {
        var contact = ContactSummary()
        contact.traffic.inbound = integer()
        contact.traffic.seen = maybe { $0.seen() }
        contact.traffic.days = moments()
        contact.channels.seen = map { $0.seen() }
        contact.channels.inboundMoments = map { $0.moments() }
        contact.recent.list = recent { $0.interactionDigest() }
        contact.open.list = recent { $0.interactionDigest() }
        contact.ratings.csat = rating()
        contact.ratings.nps = rating()
        contact.ratings.effort = rating()
        contact.agents.tallies = map { AgentTally(seen: $0.seen(), name: $0.maybe { $0.latest() }) }
        return contact
    }

    private mutating func promises() -> PromiseSummary {
        var promises = PromiseSummary()
        (promises.outcomes.kept, promises.outcomes.broken, promises.outcomes.withdrawn) = (
            integer(), integer(), integer()
        )
        promises.open.list = recent { $0.promiseDigest() }
        promises.broken.list = recent { $0.promiseDigest() }
        promises.tallies.agents = map { $0.promiseTally() }
        promises.tallies.topics = map { $0.promiseTally() }
        return promises
    }

    private mutating func journey() -> JourneySummary {
        var journey = JourneySummary()
        journey.minutes.counts = moments()
        journey.pages.list = recent { $0.activityDigest() }
        journey.searches.list = recent { $0.activityDigest() }
        journey.milestones.list = recent { $0.activityDigest() }
        journey.arrivals.list = recent {
            ArrivalDigest(
                source: $0.text(), id: $0.text(), at: $0.moment(), referrer: $0.maybe { $0.text() },
                medium: $0.maybe { $0.text() }, campaign: $0.maybe { $0.text() })
        }
        return journey
    }

    private mutating func activityDigest() -> ActivityDigest {
        ActivityDigest(
            source: text(), id: text(), at: moment(), type: text(), sku: maybe { $0.text() },
            name: maybe { $0.text() }, query: maybe { $0.text() }, page: maybe { $0.text() })
    }

    private mutating func promiseDigest() -> PromiseDigest { PromiseDigest(promise(), key: factKey()) }

    private mutating func promiseTally() -> PromiseTally {
        PromiseTally(open: integer(), kept: integer(), broken: integer(), name: maybe { $0.latest() })
    }

    private mutating func purchases() -> PurchaseSummary {
        var purchases = PurchaseSummary()
        purchases.counts.seen = maybe { $0.seen() }
        purchases.counts.returned = integer()
        purchases.counts.returns = maybe { $0.seen() }
        for _ in 0..<number(0...3) { purchases.currencies.tallies[currency()] = currencyTally() }
        purchases.products.tallies = map {
            ProductTally(
                quantity: $0.quantity(), seen: $0.maybe { $0.seen() }, comebacks: $0.integer(),
                name: $0.maybe { $0.latest() })
        }
        purchases.categories.quantities = map { $0.quantity() }
        purchases.open.list = recent { $0.orderDigest() }
        purchases.recent.list = recent { $0.orderDigest() }
        return purchases
    }

    private mutating func currencyTally() -> CurrencyTally {
        var tally = CurrencyTally()
        tally.orders = integer()
        tally.pricedOrders = integer()
        tally.returns = integer()
        tally.pricedReturns = integer()
        tally.gross = Int64(integer())
        tally.refunded = Int64(integer())
        tally.days = buckets().map {
            CurrencyTally.DayTotal(
                day: Day(number: $0), orders: integer(), returns: maybe { $0.integer() } ?? 0,
                priced: maybe { $0.integer() }, net: Int64(integer()))
        }
        tally.earlier = maybe {
            CurrencyTally.DayTotal(
                day: CurrencyTally.earlierDay, orders: $0.integer(), returns: $0.integer(), priced: $0.integer(),
                net: Int64($0.integer()))
        }
        return tally
    }

    private mutating func buckets() -> [Int32] {
        Set(list(6) { Int32(truncatingIfNeeded: $0.integer()) } + [.min, .max].prefix(number(0...2))).sorted()
    }

    private mutating func moments() -> BucketCounts {
        BucketCounts(
            counts: buckets().map { BucketCounts.Count(bucket: $0, count: Int32(number(1...100_000))) },
            earlier: integer())
    }

    private mutating func seen() -> SeenRange { SeenRange(count: integer(), first: moment(), last: moment()) }

    private mutating func latest() -> Latest<String> { Latest(at: moment(), value: text()) }

    private mutating func recent<Item>(_ item: (inout Generator) -> Item) -> Recent<Item> {
        Recent(items: list(3, item), total: integer())
    }

    private mutating func rating() -> RatingTally {
        RatingTally(
            sum: integer(),
            recent: recent { RatingEntry(source: $0.text(), id: $0.text(), at: $0.moment(), value: $0.integer()) })
    }

    private mutating func interactionDigest() -> InteractionDigest {
        InteractionDigest(
            source: text(), id: text(), at: moment(), channel: text(),
            direction: pick(InteractionRecord.Direction.allCases), topic: maybe { $0.text() },
            status: maybe { $0.pick(InteractionRecord.Status.allCases) }, agent: maybe { $0.person() },
            orderID: maybe { $0.text() })
    }

    private mutating func orderDigest() -> OrderDigest {
        OrderDigest(
            source: text(), id: text(), placedAt: moment(), status: pick(OrderRecord.Status.allCases),
            total: maybe { Int64($0.integer()) }, currency: currency(), items: quantity(),
            expectedDelivery: maybe { $0.day() },
            trackingURL: maybe { $0.text() }, customerDetails: maybe { $0.customerDetails() })
    }

    private mutating func upcomingItem() -> Upcoming.Item {
        let drawn = record()
        return Upcoming.Item(key: drawn.key, body: drawn.body)
    }

    private mutating func signal() -> ProductSignal {
        ProductSignal(
            source: text(), id: text(), at: moment(), kind: pick(ProductSignal.Kind.allCases), sku: text(),
            name: maybe { $0.text() }, quantity: quantity(), price: maybe { $0.price() },
            currency: maybe { $0.currency() })
    }
}
