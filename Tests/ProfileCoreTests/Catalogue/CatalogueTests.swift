import ProfileCore
import Testing

@Suite("What products and notices say to a customer")
struct CatalogueTests {
    private static let now = Timestamp.utc(2026, 5, 20, 10)

    private static func product(
        _ sku: String, from source: String = "erp", at: Timestamp = .utc(2026, 1, 1),
        _ fill: (inout ProductRecord) -> Void = { _ in }
    ) -> CatalogueEntry {
        var record = ProductRecord()
        fill(&record)
        return CatalogueEntry(
            SourceRecord(
                key: FactKey(kind: .product, source: source, id: sku), updatedAt: at, isTimedByArrival: false,
                identifiers: [], body: .product(record)))
    }

    private static func notice(
        _ id: String, _ type: NoticeRecord.Kind, _ fill: (inout NoticeRecord) -> Void = { _ in }
    ) -> CatalogueEntry {
        var record = NoticeRecord(type, "Text of \(id)")
        fill(&record)
        return CatalogueEntry(
            SourceRecord(
                key: FactKey(kind: .notice, source: "shop", id: id), updatedAt: .utc(2026, 1, 1),
                isTimedByArrival: false, identifiers: [], body: .notice(record)))
    }

    private static func order(
        _ id: String, _ status: OrderRecord.Status, at: Timestamp, _ goods: (sku: String, category: String?)...
    ) -> SourceRecord {
        var order = OrderRecord(placedAt: at, status: status, currency: .euro, total: 1000)
        order.lines = goods.map {
            OrderRecord.Line(sku: $0.sku, name: nil, category: $0.category, quantity: .one, unitPrice: nil)
        }
        return SourceRecord(
            key: FactKey(kind: .order, source: "erp", id: id), updatedAt: at, isTimedByArrival: false,
            identifiers: [Identifier(type: "crm", value: "1")], body: .order(order))
    }

    /// Bought a kettle in March and a tent in May, and waits for a lamp and a mug.
    private static let records = [
        order("1", .delivered, at: .utc(2026, 3, 2), ("KETTLE", "Kitchen")),
        order("2", .delivered, at: .utc(2026, 5, 3), ("TENT", "Outdoor")),
        order("3", .shipped, at: .utc(2026, 5, 18), ("LAMP", nil), ("MUG", nil)),
    ]

    private static func state(_ records: [SourceRecord] = records) -> ProfileState {
        let arrivals = records.map {
            IngestDecision.Arrival(record: $0, at: now, newProfile: ProfileID(high: 1 << 62, low: 1))
        }
        let decision = IngestDecision(rules: .standard).decide(arrivals, seeing: Snapshot(), at: now).0
        return decision.profiles.values.first ?? ProfileState(id: ProfileSample.id, version: 1, changedAt: now)
    }

    private static func join(
        _ entries: [CatalogueEntry], at moment: Timestamp = now, country: String? = nil
    ) -> CatalogueJoin {
        var state = state()
        if let country {
            var record = CustomerRecord()
            record.address = Address()
            record.address?.country = country
            state.summary.customers = [CustomerEntry(source: "crm", id: "1", updatedAt: now, record: record)]
        }
        let profile = Profile(state: state, at: moment, rules: .standard, policy: .standard(.euro), ranking: nil)
        var catalogue = Catalogue()
        catalogue.take(entries)
        return catalogue.join(CatalogueTies(of: profile, state, at: moment), at: moment)
    }

    @Test("A recalled product that was bought heads the headlines, with the month")
    func recall() throws {
        let join = Self.join([
            Self.product("KETTLE") {
                $0.name = "Steel kettle"
                $0.isRecalled = true
                $0.replacedBy = "KETTLE-2"
            },
            Self.product("PAN") { $0.isRecalled = true },
        ])
        #expect(join.headlines == ["Recall: Steel kettle, bought in March 2026"])
        let notice = try #require(join.notices.first)
        #expect(join.notices.count == 1)
        #expect(notice.text == "Steel kettle is recalled" && notice.products == ["KETTLE"])
        #expect(notice.replacedBy == "KETTLE-2" && notice.id == nil && notice.source == "erp")
    }

    @Test("What a notice says of a recall stands in place of what the product says")
    func noticeOfRecall() {
        let join = Self.join([
            Self.product("KETTLE") { $0.isRecalled = true },
            Self.product("TENT") { $0.isRecalled = true },
            Self.notice("r", .recall) { $0.products = ["KETTLE", "PAN"] },
        ])
        #expect(Set(join.notices.map { $0.id ?? $0.products[0] }) == ["r", "TENT"])
        #expect(join.headlines.count == 1 && join.headlines[0].hasSuffix("and 1 more recall"))
    }

    @Test(
        "A delay concerns those who wait for something, and all else those who ordered it",
        arguments: NoticeRecord.Kind.allCases)
    func scope(type: NoticeRecord.Kind) {
        let concerned = type == .delay ? ["LAMP", "MUG"] : ["KETTLE", "TENT", "LAMP", "MUG"]
        for sku in ["KETTLE", "TENT", "LAMP", "MUG", "PAN"] {
            let notices = Self.join([Self.notice("n", type) { $0.products = [sku] }]).notices
            #expect(notices.isEmpty != concerned.contains(sku), "\(type) \(sku)")
        }
    }

    @Test("Everything that a notice names has to hold")
    func conditions() {
        let reasons = { (country: String?, fill: (inout NoticeRecord) -> Void) in
            Self.join([Self.notice("n", .promotion, fill)], country: country).notices.map(\.reason)
        }
        #expect(reasons(nil) { _ in } == ["for everybody"])
        #expect(reasons("DE") { $0.countries = ["DE", "AT"] } == ["lives in DE"])
        #expect(reasons(nil) { $0.countries = ["DE"] }.isEmpty)
        #expect(reasons("DE") { ($0.tiers, $0.countries) = (["gold"], ["DE"]) }.isEmpty)
        #expect(reasons(nil) { $0.categories = ["Kitchen"] } == ["bought something from Kitchen"])
        #expect(
            reasons("DE") { ($0.categories, $0.countries) = (["Kitchen"], ["DE"]) }
                == ["bought something from Kitchen, lives in DE"])
        #expect(reasons("GB") { ($0.categories, $0.countries) = (["Kitchen"], ["DE"]) }.isEmpty)
    }

    @Test("A category is meant in every spelling, of orders, of products and of notices")
    func categories() {
        let lamp = Self.product("LAMP") { $0.category = "Home-Office" }
        for spelling in ["kitchen", "KITCHEN", " Kitchen! "] {
            let notices = Self.join([lamp, Self.notice("n", .recall) { $0.categories = ["x", spelling] }]).notices
            #expect(notices.map(\.reason) == ["bought something from \(spelling)"], "\(spelling)")
        }
        for spelling in ["home office", "HOME_OFFICE"] {
            let notices = Self.join([lamp, Self.notice("n", .delay) { $0.categories = [spelling] }]).notices
            #expect(notices.map(\.products) == [["LAMP"]], "\(spelling)")
        }
        #expect(Self.join([lamp, Self.notice("n", .delay) { $0.categories = ["homeoffice"] }]).notices.isEmpty)
    }

    @Test("A notice begins at its first moment and ends at its last, and the join says when that is next")
    func time() {
        let (begin, end) = (Timestamp.utc(2026, 6, 1), Timestamp.utc(2026, 6, 3))
        let entries = [Self.notice("n", .change) { ($0.from, $0.until) = (begin, end) }]
        let at = { (milliseconds: Int64) in Timestamp(milliseconds: milliseconds) }
        let moments: [(Timestamp, Bool, Timestamp?)] = [
            (Self.now, false, begin), (at(begin.milliseconds - 1), false, begin), (begin, true, end),
            (at(end.milliseconds - 1), true, end), (end, false, nil),
        ]
        for (moment, isInForce, next) in moments {
            let join = Self.join(entries, at: moment)
            #expect(join.notices.isEmpty == !isInForce)
            #expect(join.holdsUntil == next)
        }
    }

    @Test("Open orders say how much there is of what is waited for, and why it is late")
    func goods() {
        let join = Self.join([
            Self.product("LAMP") {
                $0.stock = .zero
                $0.category = "Light"
            },
            Self.notice("d", .delay) { $0.categories = ["Light"] },
        ])
        #expect(join.goods.count == 1)
        #expect(join.goods.first?.map(\.sku) == ["LAMP"])
        #expect(join.goods.first?.first?.stock == .zero)
        #expect(join.goods.first?.first?.delay == "Text of d")
        #expect(join.notices.map(\.reason) == ["LAMP in order 3"])
        #expect(Self.join([Self.product("PAN")]).isEmpty)
    }

    @Test("Of what several sources say of a product, each field is that of the first by priority, then of the latest")
    func survivorship() {
        var catalogue = Catalogue(priorities: ["shop": 1])
        catalogue.take([
            Self.product("A", from: "shop", at: .utc(2026, 1, 1)) { $0.name = "Shop's" },
            Self.product("A", from: "erp", at: .utc(2026, 1, 2)) {
                $0.name = "ERP's"
                $0.stock = .one
            },
            Self.product("A", from: "old", at: .utc(2025, 1, 1)) {
                $0.stock = .zero
                $0.isRecalled = true
            },
        ])
        #expect(catalogue.product("A")?.name == "Shop's")
        #expect(catalogue.product("A")?.stock == .one)
        #expect(catalogue.isRecalled("A"))
        #expect(catalogue.count(.product) == 3)
        let gone = ["shop", "erp", "old"].map { source in
            CatalogueEntry(
                withdrawn: FactKey(kind: .product, source: source, id: "A"), updatedAt: .utc(2026, 2, 1))
        }
        catalogue.take(gone)
        #expect(catalogue.joinsNothing && catalogue.product("A") == nil && !catalogue.hasRecalls)
    }

    @Test("Versions that come late stay out, repeated ones change nothing, and no more are taken than there may be")
    func decision() {
        func record(_ sku: String, at seconds: Int, stock: Int64, timed: Bool = true) -> SourceRecord {
            var record = ProductRecord()
            record.stock = Quantity(thousandths: stock)
            return SourceRecord(
                key: FactKey(kind: .product, source: "erp", id: sku), updatedAt: .utc(2026, 1, 1, 0, seconds),
                isTimedByArrival: !timed, identifiers: [], body: .product(record))
        }
        var decision = CatalogueDecision(seeing: [:], room: [.product: 2], at: Self.now)
        let verdicts = decision.file([
            record("A", at: 5, stock: 1), record("A", at: 5, stock: 1), record("A", at: 4, stock: 2),
            record("A", at: 6, stock: 3), record("B", at: 1, stock: 1), record("C", at: 1, stock: 1),
        ])
        #expect(verdicts.map(\.status) == [.accepted, .unchanged, .stale, .accepted, .accepted, .refused])
        #expect(decision.entries.map(\.key.id) == ["A", "B"])
        let first = decision.entries[0]
        var second = CatalogueDecision(seeing: [first.key: first], room: [.product: 1], at: .utc(2025, 1, 1))
        // A record without a time of its own comes after what is stored, whatever the node's clock shows.
        #expect(second.file([record("A", at: 0, stock: 9, timed: false)]).map(\.status) == [.accepted])
        #expect(second.entries[0].updatedAt == first.updatedAt)
        #expect(second.withdraw(first.key) && !second.withdraw(first.key))
        #expect(second.file([record("A", at: 1, stock: 1)]).map(\.status) == [.stale])
        #expect(second.file([record("A", at: 7, stock: 1)]).map(\.status) == [.accepted])
    }
}
