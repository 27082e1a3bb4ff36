/// What was learned of what customers buy: what goes together, what those with like baskets buy, and how well next
/// baskets are told by that.
///
/// The baskets of some customers, by which others are compared with them, are kept without anybody's name or time.
package final class LearnedSuggestions: Sendable {
    /// So many products are known, the most bought ones.
    package static let productCapacity = 50_000
    /// So many of the latest baskets of a customer count.
    package static let historyCapacity = 100

    /// A product and in how many baskets it was.
    package struct Product: Hashable, Sendable {
        package let sku: String
        package let name: String?
        package let baskets: Int32
    }

    /// That of the outlook that was learned with it.
    package let number: Int
    /// When it was learned.
    package let on: Day
    /// How well next baskets were told, and by what they are.
    package let evaluation: BasketEvaluation
    /// The most bought one first.
    package let products: [Product]
    package let ranking: BasketRanking
    package let partners: Partners
    /// The baskets of some customers, oldest first.
    private let examples: [[[Int32]]]
    private let numbers: [String: Int32]

    /// Takes what there is to learn from `histories`, of which `register` knows the products.
    package convenience init(number: Int, on day: Day, _ histories: BasketHistories, _ register: ProductRegister) {
        let bought = histories.popularity
        let order = bought.indices.filter { bought[$0] > 0 }
            .sorted { (bought[$1], register.skus[$0]) < (bought[$0], register.skus[$1]) }.prefix(Self.productCapacity)
        var numbers = [Int32](repeating: -1, count: bought.count)
        for (number, product) in order.enumerated() { numbers[product] = Int32(number) }
        let known = histories.renumbered(numbers, products: order.count)
        let products = order.map {
            Product(sku: register.skus[$0], name: register.names[$0], baskets: bought[$0])
        }
        self.init(
            number: number, on: day, BasketEvaluation(histories), products: products,
            partners: Partners(known, popularity: products.map(\.baskets)), examples: known.examples)
    }

    private init(
        number: Int, on day: Day, _ evaluation: BasketEvaluation, products: [Product], partners: Partners,
        examples: [[[Int32]]]
    ) {
        (self.number, on, self.evaluation) = (number, day, evaluation)
        (self.products, self.partners, self.examples) = (products, partners, examples)
        let tastes = examples.map { Taste($0.map { $0[...] }, weights: BasketWeights.taste($0.count)) }
        ranking = BasketRanking(
            Neighbourhood(tastes, products: products.count), popularity: products.map(\.baskets))
        numbers = Dictionary(
            products.enumerated().map { ($1.sku, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The place of a product; nil for one that was not bought when this was learned.
    package subscript(sku: String) -> Int32? { numbers[sku] }

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

    /// The same with other numbers for products; those with a negative one are left out.
    func renumbered(_ numbers: [Int32], products: Int) -> BasketHistories {
        var histories = BasketHistories(products: products)
        for customer in 0..<customers {
            histories.beginCustomer()
            for basket in baskets(of: customer) {
                histories.beginBasket(on: day(of: basket))
                histories.put(items(of: basket).lazy.map { numbers[Int($0)] }.filter { $0 >= 0 })
            }
        }
        histories.finish()
        return histories
    }

    /// The latest baskets of customers with at least two: as many customers as are compared with, drawn by lot.
    fileprivate var examples: [[[Int32]]] {
        (0..<customers).lazy.filter { baskets(of: $0).count > 1 }.prefix(Neighbourhood.capacity).map { customer in
            baskets(of: customer).suffix(LearnedSuggestions.historyCapacity).map { basket in
                Array(items(of: basket).prefix(Partners.largestBasket))
            }
        }
    }
}

extension LearnedSuggestions: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(number)
        on.write(to: &writer)
        evaluation.write(to: &writer)
        writer.values(products)
        for product in products.indices { writer.values(partners[Int32(product)]) }
        writer.count(examples.count)
        for baskets in examples {
            writer.count(baskets.count)
            for basket in baskets { writer.values(basket.map(Int.init)) }
        }
    }

    package convenience init(from reader: inout ByteReader) throws(DecodingFailure) {
        let (number, day) = (try reader.int(), try Day(from: &reader))
        let evaluation = try BasketEvaluation(from: &reader)
        let products = try reader.values(Product.self)
        var lists: [[Partners.Partner]] = []
        for _ in products { lists.append(try reader.values()) }
        guard lists.allSatisfy({ $0.allSatisfy { products.indices.contains(Int($0.product)) } }) else {
            throw .invalid("partner")
        }
        var examples: [[[Int32]]] = []
        for _ in 0..<(try reader.count()) {
            var history: [[Int32]] = []
            for _ in 0..<(try reader.count()) { history.append(try reader.products(under: products.count)) }
            examples.append(history)
        }
        self.init(
            number: number, on: day, evaluation, products: products, partners: Partners(lists: lists),
            examples: examples)
    }
}

extension ByteReader {
    fileprivate mutating func products(under count: Int) throws(DecodingFailure) -> [Int32] {
        let products = try values(Int.self)
        guard products.allSatisfy({ (0..<count).contains($0) }) else { throw .invalid("product") }
        return products.map { Int32($0) }
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
