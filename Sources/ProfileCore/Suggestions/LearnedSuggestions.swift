/// What was learned of what customers buy: what goes together, what those with like baskets buy, and how well next
/// baskets are told by that.
///
/// The baskets of some customers, by which others are compared with them, are kept without anybody's name or time. Each
/// has the lot of its customer, so that it goes when they are erased.
package final class LearnedSuggestions: Sendable {
    /// So many products are known, the most bought ones.
    package static let productCapacity = 50_000
    /// So many of the latest baskets of a customer count.
    package static let historyCapacity = 100
    /// The baskets of so many customers judge what is served: a tenth of those of a report, since learning takes
    /// processors from requests. The standard error of a share is then about a hundredth at most.
    static let judgedCustomers = 2_000

    /// A product and in how many baskets it was.
    package struct Product: Hashable, Sendable {
        package let sku: String
        package let name: String?
        package let baskets: Int32
    }

    /// The number of the outlook that was learned with it.
    package let number: Int
    /// When it was learned.
    package let on: Day
    /// How well next baskets were told, and by what they are.
    package let evaluation: BasketEvaluation
    /// The most bought one first.
    package let products: [Product]
    package let ranking: BasketRanking
    package let partners: Partners
    /// A customer with whom others are compared.
    fileprivate struct Example {
        let lot: UInt64
        /// Oldest first.
        let baskets: [[Int32]]
    }

    private let examples: [Example]
    private let placesByLot: [UInt64: Int]
    private let numbers: [String: Int32]

    /// Takes what there is to learn from `histories`, of which `register` knows the products.
    package convenience init(number: Int, on day: Day, _ histories: BasketHistories, _ register: ProductRegister) {
        let (bought, buyers) = (histories.popularity, histories.buyers)
        let order = bought.indices.filter { buyers[$0] >= Partners.fewestCustomers }
            .sorted { (bought[$1], register.skus[$0]) < (bought[$0], register.skus[$1]) }.prefix(Self.productCapacity)
        var numbers = [Int32](repeating: -1, count: bought.count)
        for (number, product) in order.enumerated() { numbers[product] = Int32(number) }
        let known = histories.renumbered(numbers, products: order.count)
        let products = order.map {
            Product(sku: register.skus[$0], name: register.names[$0], baskets: bought[$0])
        }
        self.init(
            number: number, on: day, BasketEvaluation(histories, judging: Self.judgedCustomers), products: products,
            partners: Partners(known, popularity: products.map(\.baskets)), examples: known.examples)
    }

    private init(
        number: Int, on day: Day, _ evaluation: BasketEvaluation, products: [Product], partners: Partners,
        examples: [Example]
    ) {
        (self.number, on, self.evaluation) = (number, day, evaluation)
        (self.products, self.partners, self.examples) = (products, partners, examples)
        let tastes = examples.map { example in
            Taste(example.baskets.map { $0[...] }, weights: BasketWeights.taste(example.baskets.count))
        }
        placesByLot = Dictionary(examples.enumerated().map { ($1.lot, $0) }, uniquingKeysWith: { first, _ in first })
        ranking = BasketRanking(
            Neighbourhood(tastes, products: products.count), popularity: products.map(\.baskets))
        numbers = Dictionary(
            products.enumerated().map { ($1.sku, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The place of a product; nil for one that was not bought when this was learned.
    package subscript(sku: String) -> Int32? { numbers[sku] }

    /// The place among the neighbours of a customer who is one of them.
    func place(of lot: Lot) -> Int? { placesByLot[lot.bits] }

    /// The same without the baskets of some customers; nil when it has none of theirs.
    package func without(_ lots: Set<Lot>) -> LearnedSuggestions? {
        let left = examples.filter { example in !lots.contains { $0.bits == example.lot } }
        guard left.count < examples.count else { return nil }
        return LearnedSuggestions(
            number: number, on: on, evaluation, products: products, partners: partners, examples: left)
    }

    func product(_ number: Int32) -> Product { products[Int(number)] }

    /// How often two products were in one basket.
    func togetherness(_ product: Int32, _ partner: Partners.Partner) -> Togetherness {
        Togetherness(
            both: Int(partner.baskets), one: Int(self.product(product).baskets),
            other: Int(self.product(partner.product).baskets), baskets: evaluation.baskets)
    }
}

extension BasketHistories {
    /// By product: in how many baskets it is.
    var popularity: [Int32] {
        var counts = [Int32](repeating: 0, count: products)
        for basket in 0..<baskets { for product in items(of: basket) { counts[Int(product)] += 1 } }
        return counts
    }

    /// By product: how many customers bought it.
    fileprivate var buyers: [Int32] {
        var (counts, last) = ([Int32](repeating: 0, count: products), [Int32](repeating: -1, count: products))
        for customer in 0..<customers {
            for basket in baskets(of: customer) {
                for product in items(of: basket).lazy.map(Int.init) where last[product] != Int32(customer) {
                    (counts[product], last[product]) = (counts[product] + 1, Int32(customer))
                }
            }
        }
        return counts
    }

    /// The same with other numbers for products; those with a negative one are left out.
    func renumbered(_ numbers: [Int32], products: Int) -> BasketHistories {
        var histories = BasketHistories(products: products)
        for customer in 0..<customers {
            histories.beginCustomer(lot(of: customer))
            for basket in baskets(of: customer) {
                histories.beginBasket(on: day(of: basket))
                histories.put(items(of: basket).lazy.map { numbers[Int($0)] }.filter { $0 >= 0 })
            }
        }
        histories.finish()
        return histories
    }

    /// The latest baskets of customers with at least two: as many customers as are compared with, drawn by lot.
    fileprivate var examples: [LearnedSuggestions.Example] {
        (0..<customers).lazy.filter { baskets(of: $0).count > 1 }.prefix(Neighbourhood.capacity).map { customer in
            let latest = baskets(of: customer).suffix(LearnedSuggestions.historyCapacity)
            return LearnedSuggestions.Example(
                lot: lot(of: customer), baskets: latest.map { Array(items(of: $0).prefix(Partners.largestBasket)) })
        }
    }
}

extension LearnedSuggestions: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.field(1) {
            $0.integer(number)
            on.write(to: &$0)
        }
        writer.field(2) { evaluation.write(to: &$0) }
        writer.field(3) {
            $0.values(products)
            for product in products.indices { $0.values(partners[Int32(product)]) }
        }
        writer.field(4) { $0.values(examples) }
    }

    /// Skips fields of later versions.
    package convenience init(from reader: inout ByteReader) throws(DecodingFailure) {
        var head: (number: Int, day: Day)?
        var evaluation: BasketEvaluation?
        var (products, lists, examples): ([Product], [[Partners.Partner]], [Example]) = ([], [], [])
        while let field = try reader.nextField() {
            switch field.number {
            case 1: head = (try reader.int(), try Day(from: &reader))
            case 2: evaluation = try BasketEvaluation(from: &reader)
            case 3:
                products = try reader.values()
                for _ in products { lists.append(try reader.values()) }
            case 4: examples = try reader.values()
            default:
                _ = try reader.pass(field)
                continue
            }
            try reader.end(field)
        }
        guard let head, let evaluation else { throw .truncated }
        guard lists.allSatisfy({ $0.allSatisfy { products.indices.contains(Int($0.product)) } }) else {
            throw .invalid("partner")
        }
        let numbers = 0..<Int32(products.count)
        guard examples.allSatisfy({ $0.baskets.allSatisfy { $0.allSatisfy(numbers.contains) } }) else {
            throw .invalid("product")
        }
        self.init(
            number: head.number, on: head.day, evaluation, products: products, partners: Partners(lists: lists),
            examples: examples)
    }
}

extension LearnedSuggestions.Example: Storable {
    func write(to writer: inout ByteWriter) {
        writer.unsigned(lot)
        writer.count(baskets.count)
        for basket in baskets { writer.values(basket.map(Int.init)) }
    }

    init(from reader: inout ByteReader) throws(DecodingFailure) {
        lot = try reader.unsigned()
        var baskets: [[Int32]] = []
        for _ in 0..<(try reader.count()) {
            baskets.append(try reader.values(Int.self).map { Int32(clamping: $0) })
        }
        self.baskets = baskets
    }
}

extension LearnedSuggestions.Product: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(name != nil)
        writer.string(sku)
        if let name { writer.string(name) }
        writer.integer(Int(baskets))
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        sku = try reader.string()
        name = presence.next() ? try reader.string() : nil
        baskets = try reader.int32("baskets")
        try reader.pass(presence)
    }
}

extension Partners.Partner: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(Int(product))
        writer.integer(Int(baskets))
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(product: try reader.int32("product"), baskets: try reader.int32("baskets"))
    }
}

extension BasketEvaluation: Storable {
    package func write(to writer: inout ByteWriter) {
        for count in [customers, baskets, products] { writer.integer(count) }
        writer.values(rows)
        writer.code(served, among: BasketMethod.allCases)
        writer.string(reason)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        (customers, baskets, products) = (try reader.int(), try reader.int(), try reader.int())
        rows = try reader.values()
        served = try reader.code(among: BasketMethod.allCases, "method")
        reason = try reader.string()
    }
}

extension BasketEvaluation.Row: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.code(method, among: BasketMethod.allCases)
        for accuracy in [all, repeats, new] { accuracy.write(to: &writer) }
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(
            try reader.code(among: BasketMethod.allCases, "method"), all: try BasketAccuracy(from: &reader),
            repeats: try BasketAccuracy(from: &reader), new: try BasketAccuracy(from: &reader))
    }
}

extension BasketAccuracy: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(customers)
        writer.values(sums)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(customers: try reader.int(), sums: try reader.values())
        guard sums.count == Self.figures else { throw .invalid("figures") }
    }
}
