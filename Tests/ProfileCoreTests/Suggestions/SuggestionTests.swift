import Testing

@testable import ProfileCore

@Suite("What is suggested, and why")
struct SuggestionTests {
    private let today = Day.of(2026, 3, 31)

    private func order(
        _ daysBefore: Int, _ skus: [String], status: OrderRecord.Status = .delivered, quantity: Int64 = 1
    ) -> OrderRecord {
        var order = OrderRecord(
            placedAt: today.advanced(by: -daysBefore).start, status: status, currency: .euro, total: nil)
        order.lines = skus.map {
            OrderRecord.Line(
                sku: $0, name: $0 + "!", category: nil, quantity: Quantity(thousandths: quantity * 1000), unitPrice: nil
            )
        }
        return order
    }

    private func customer(
        _ orders: [OrderRecord], signals: [(String, ProductSignal.Kind)] = [], _ consents: Consent...
    ) -> Suggestions.Customer {
        var sample = ProfileSample()
        for (number, signal) in signals.enumerated() {
            sample.summary.cart.add(
                ProductSignal(
                    source: "web", id: "\(number)", at: today.start.advanced(bySeconds: Int64(number)),
                    kind: signal.1, sku: signal.0, name: nil, quantity: .one, price: nil, currency: nil),
                capacity: 10)
        }
        sample.customer("crm", "1", at: .utc(2026, 1, 1)) { $0.consents = consents }
        let profile = Profile(
            state: sample.state, at: today.start.advanced(bySeconds: 3600), rules: .standard, policy: .standard(.euro),
            ranking: nil)
        return Suggestions.Customer(profile, sample.summary, orders: orders, today: today)
    }

    /// Tents go with pegs, also beside milk; a hundred others buy one thing each.
    private static let learned: LearnedSuggestions = {
        var (sample, register) = (BasketSample(), ProductRegister())
        let day = Day.of(2026, 1, 1)
        func add(_ customer: Int, _ skus: String...) {
            let basket = skus.compactMap { register.number(of: BasketProduct(sku: $0, name: "the \($0)"), on: day) }
            sample.add(basket, on: day.advanced(by: customer % 5), of: Lot(UInt64(customer)))
        }
        for customer in 0..<38 { add(customer, "tent", "pegs") }
        for customer in 38..<120 { add(customer, "tent") }
        for customer in 120..<400 { add(customer, "milk") }
        for customer in 400..<410 { add(customer, "pegs") }
        return LearnedSuggestions(number: 3, on: day, sample.histories(products: register.count), register)
    }()

    private func reasons(
        _ customer: Suggestions.Customer, learned: LearnedSuggestions? = nil, without: Set<String> = []
    ) -> [String: String] {
        let list = Suggestions.to(customer, learned) { !without.contains($0) }.list
        return Dictionary(list.map { ($0.sku, $0.words) }, uniquingKeysWith: { first, _ in first })
    }

    @Test("What is bought again and again, with when it is due, from the customer's own days alone")
    func again() {
        let filters = [4, 46, 88, 130].map { order($0, ["filter"]) }
        let soap = [43, 85, 127].map { order($0, ["soap"]) }
        let told = reasons(customer(filters + soap + [order(10, ["pan"]), order(20, ["pot"]), order(9, ["pot"])]))
        #expect(told["filter"] == "bought every 6 weeks, usually again on 8 May 2026")
        #expect(told["soap"] == "bought every 6 weeks, due")
        #expect(told["pan"] == "bought once, on 21 March 2026")
        #expect(told["pot"] == "bought on 2 days, last on 22 March 2026")
    }

    @Test("Spans read as people say them")
    func spans() {
        func words(every days: Int) -> String? { reasons(customer((0...3).map { order($0 * days, ["a"]) }))["a"] }
        #expect(words(every: 1)?.hasPrefix("bought every day, ") == true)
        #expect(words(every: 7)?.hasPrefix("bought every 7 days, ") == true)
        #expect(words(every: 28)?.hasPrefix("bought every 4 weeks, ") == true)
        #expect(words(every: 91)?.hasPrefix("bought every 3 months, ") == true)
        #expect(words(every: 365)?.hasPrefix("bought every 12 months, ") == true)
    }

    @Test("Nothing that was returned, refused, lies in the cart, or cannot be had")
    func leftOut() {
        let orders = [
            order(50, ["back", "kept", "half", "gone"]), order(40, ["back"], quantity: -1),
            order(30, ["sent"], status: .returned), order(20, ["not"], status: .cancelled),
            order(19, ["half", "half"]), order(18, ["half"], quantity: -1), order(-5, ["later"]),
            order(15, ["refused", "inside", "twice"]), order(0, ["after"]),
        ]
        let signals: [(String, ProductSignal.Kind)] = [
            ("refused", .cart), ("refused", .uncart), ("after", .uncart), ("inside", .cart), ("twice", .cart),
            ("twice", .uncart),
            ("twice", .cart),
        ]
        #expect(Set(reasons(customer(orders, signals: signals), without: ["gone"]).keys) == ["kept", "half", "after"])
    }

    @Test("Beside a product goes what is bought with it more than chance says, with the baskets that show it")
    func together() throws {
        let beside = Suggestions.to(cart: ["tent"], of: nil, Self.learned) { _ in true }
        #expect(beside.list.map(\.sku) == ["pegs"])
        #expect(beside.list.first?.words == "in 38 of 120 baskets with the tent")
        #expect(beside.list.first?.name == "the pegs")
        let cart = Suggestions.to(cart: ["unknown", "pegs", "milk"], of: nil, Self.learned) { _ in true }
        #expect(cart.list.map(\.words) == ["in 38 of 48 baskets with the pegs"])
        #expect(Suggestions.to(cart: ["tent"], of: nil, Self.learned) { $0 != "pegs" }.list.isEmpty)
        #expect(Suggestions.to(cart: ["tent"], of: nil, nil) { _ in true }.list.isEmpty)
        let returned = customer([order(9, ["pegs"]), order(3, ["pegs"], quantity: -1)])
        #expect(Suggestions.to(cart: ["tent"], of: returned, Self.learned) { _ in true }.list.isEmpty)
    }

    @Test("A cart of a known customer also recalls what is due")
    func dueInCart() {
        let soap = customer([43, 85, 127].map { order($0, ["soap"]) } + [order(3, ["pan"])])
        let list = Suggestions.to(cart: ["tent"], of: soap, Self.learned) { _ in true }.list
        #expect(list.map(\.sku) == ["pegs", "soap"])
    }

    @Test("A customer gets what they buy, what many buy, and what goes with the last basket")
    func customers() {
        let told = reasons(customer([order(3, ["tent", "rare"])]), learned: Self.learned)
        #expect(told["tent"] == "bought once, on 28 March 2026" && told["rare"] != nil)
        #expect(told["milk"] == "in 280 of all 410 baskets")
        let new = Suggestions.to(customer([]), Self.learned) { _ in true }
        #expect(new.list.map(\.sku) == ["milk", "tent", "pegs"] && new.method == .mostPopular)
    }

    @Test("Who objects to profiling is suggested nothing, beside a product and to their cart neither")
    func objection() {
        let denied = Consent(purpose: "profiling", channel: nil, status: .denied, at: .utc(2026, 2, 1))
        let customer = customer([43, 85, 127].map { order($0, ["soap"]) }, denied)
        let suggestions = Suggestions.to(customer, Self.learned) { _ in true }
        #expect(suggestions.list.isEmpty && suggestions.withheld == "consent to profiling is denied")
        let cart = Suggestions.to(cart: ["tent"], of: customer, Self.learned) { _ in true }
        #expect(cart.list.isEmpty && cart.withheld == suggestions.withheld)
        let nobodys = Suggestions.to(cart: ["tent"], of: nil, Self.learned) { _ in true }
        #expect(nobodys.list.map(\.sku) == ["pegs"] && nobodys.withheld == nil)
    }

    @Test("What was learned reads back the same, and damage is noticed")
    func stored() throws {
        let plain = PlainBaskets.made(seed: 8, customers: 60, products: 30, own: 0.3, others: 3, any: 1)
        var register = ProductRegister()
        for sku in 0..<30 {
            _ = register.number(of: BasketProduct(sku: "P\(sku)", name: sku % 2 == 0 ? "p" : nil), on: today)
        }
        let learned = LearnedSuggestions(number: 9, on: today, plain.histories, register)
        let bytes = Stored.bytes(of: learned)
        let read = try Stored.value(LearnedSuggestions.self, from: bytes)
        #expect(Stored.bytes(of: read) == bytes)
        #expect(read.products == learned.products && read.evaluation.rows == learned.evaluation.rows)
        let baskets = [[1, 2], [3]].map { ($0 as [Int32])[...] }
        let lists = [learned, read].map {
            $0.ranking.products(by: .likeBaskets, after: baskets, count: 10)
        }
        #expect(lists[0] == lists[1])
        #expect(throws: DecodingFailure.self) {
            try Stored.value(LearnedSuggestions.self, from: Array(bytes.dropLast()))
        }
    }
}
