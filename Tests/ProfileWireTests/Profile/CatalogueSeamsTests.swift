import ProfileCore
import ProfileWire
import Testing

@Suite("Products and notices joined with a rendered profile")
struct CatalogueSeamsTests {
    private static let now = Timestamp(milliseconds: 1_795_341_600_000)
    private static let skus = ["A", "B \"2\"", "C", "D", "É\\"]

    private static func record(
        _ kind: RecordKind, _ id: String, _ body: SourceRecord.Body, by identifiers: [Identifier] = []
    ) -> SourceRecord {
        SourceRecord(
            key: FactKey(kind: kind, source: "erp", id: id), updatedAt: now, isTimedByArrival: false,
            identifiers: identifiers, body: body)
    }

    /// Somebody with orders of every status, whose words look like members of the document.
    private static func state(_ random: inout SeededGenerator) -> ProfileState? {
        let name = Identifier(type: "crm", value: "1")
        var customer = CustomerRecord()
        customer.givenName = #"","headlines":["x"],"notices":[]"#
        customer.traits = ["headlines": .list([.text("\"goods\":[]")]), "notices": .list([])]
        var records = [record(.customer, "1", .customer(customer), by: [Identifier(type: "erp", value: "1"), name])]
        for number in 0..<random.below(6) {
            var order = OrderRecord(
                placedAt: Timestamp(milliseconds: now.milliseconds - Int64(random.below(90)) * 86_400_000),
                status: random.pick(OrderRecord.Status.allCases), currency: .euro, total: 1000)
            order.expectedDelivery = random.chance(50) ? order.placedAt.day : nil
            order.lines = (0...random.below(3)).map { _ in
                OrderRecord.Line(
                    sku: random.pick(skus), name: "N", category: random.pick(["X", "Y"]), quantity: .one,
                    unitPrice: nil)
            }
            records.append(record(.order, "\(number)", .order(order), by: [name]))
        }
        let arrivals = records.map {
            IngestDecision.Arrival(record: $0, at: now, newProfile: ProfileID(high: 1 << 62, low: 1))
        }
        return IngestDecision(rules: .standard).decide(arrivals, seeing: Snapshot(), at: now).0.profiles.values.first
    }

    private static func entries(_ random: inout SeededGenerator) -> [CatalogueEntry] {
        var records: [SourceRecord] = []
        for sku in skus where random.chance(60) {
            var product = ProductRecord()
            product.name = random.maybe { $0.pick(["Kettle", "a \"b\"", "\\"]) }
            product.stock = random.chance(70) ? Quantity(thousandths: Int64(random.below(3000))) : nil
            product.isRecalled = random.chance(30)
            product.replacedBy = random.chance(30) ? "Z" : nil
            records.append(record(.product, sku, .product(product)))
        }
        for number in 0..<random.below(15) {
            var notice = NoticeRecord(random.pick(NoticeRecord.Kind.allCases), "Line\n\"two\"")
            notice.products = random.chance(50) ? [random.pick(skus)] : []
            notice.categories = random.chance(30) ? ["X"] : []
            notice.until = random.chance(50) ? Timestamp(milliseconds: now.milliseconds + 1) : nil
            records.append(record(.notice, "\(number)", .notice(notice)))
        }
        return records.map { CatalogueEntry($0) }
    }

    @Test("reads byte for byte like the joined profile when it is rendered as a whole")
    func sameBytes() throws {
        var (joined, bare) = (0, 0)
        for seed in 0..<400 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let state = try #require(Self.state(&random))
            let profile = Profile(state: state, at: Self.now, rules: .standard, policy: .standard(.euro), ranking: nil)
            var catalogue = Catalogue()
            catalogue.take(Self.entries(&random))
            let join = catalogue.join(CatalogueTies(of: profile, state, at: Self.now), at: Self.now)
            let rendered = ProfileRenderer.whole(profile)
            #expect(rendered.bytes == ProfileRenderer.render(profile))
            let whole = ProfileRenderer.render(profile.joined(with: join))
            #expect(ProfileRenderer.join(join, to: rendered) == whole, "seed \(seed)")
            #expect((whole == rendered.bytes) == join.isEmpty, "seed \(seed)")
            if join.isEmpty { bare += 1 } else { joined += 1 }
        }
        #expect(joined > 100 && bare > 10)
    }
}
