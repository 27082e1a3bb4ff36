/// The products that baskets are made of, by small numbers.
package struct ProductRegister: Sendable {
    package static let standardCapacity = 200_000

    /// By number.
    package private(set) var skus: [String] = []
    /// As last stated.
    package private(set) var names: [String?] = []
    private var namedOn: [Day] = []
    /// The number of counted orders with the product.
    private var orders: [Int32] = []
    private var numbers: [String: Int32] = [:]
    private let capacity: Int

    package init(capacity: Int = standardCapacity) {
        self.capacity = capacity
    }

    package var count: Int { skus.count }

    package subscript(sku: String) -> Int32? { numbers[sku] }

    /// Nil for a product that comes when there are as many as can be told apart.
    package mutating func number(of product: BasketProduct, on day: Day) -> Int32? {
        if let number = numbers[product.sku] {
            orders[Int(number)] &+= 1
            if let name = product.name, names[Int(number)] == nil || day > namedOn[Int(number)] {
                (names[Int(number)], namedOn[Int(number)]) = (name, day)
            }
            return number
        }
        guard count < capacity else { return nil }
        let number = Int32(count)
        numbers[product.sku] = number
        skus.append(product.sku)
        names.append(product.name)
        namedOn.append(day)
        orders.append(1)
        return number
    }

    /// Makes room where there is none: the half that most orders brought stays, under new numbers. Returns these by the
    /// former ones, -1 for what is forgotten; nil where there is room.
    fileprivate mutating func forgetLeastBought() -> [Int32]? {
        guard count >= capacity else { return nil }
        let kept = skus.indices.sorted { (orders[$1], $0) < (orders[$0], $1) }.prefix(capacity / 2).sorted()
        var renumbered = [Int32](repeating: -1, count: count)
        for (number, former) in kept.enumerated() { renumbered[former] = Int32(number) }
        (skus, names) = (kept.map { skus[$0] }, kept.map { names[$0] })
        (namedOn, orders) = (kept.map { namedOn[$0] }, kept.map { orders[$0] })
        numbers = Dictionary(uniqueKeysWithValues: skus.enumerated().map { ($1, Int32($0)) })
        return renumbered
    }
}

/// One product that an order brought.
package struct BasketProduct: Hashable, Sendable {
    package let sku: String
    package let name: String?

    package init(sku: String, name: String? = nil) {
        self.sku = sku
        self.name = name
    }
}

extension SourceRecord {
    package var order: OrderRecord? {
        if case .order(let order) = body { order } else { nil }
    }
}

extension OrderRecord {
    /// What the customer got and did not give back with the same order: none of a cancelled or returned order, nor of a
    /// credit note.
    package var basket: [BasketProduct] {
        guard status != .cancelled, !isCreditNote else { return [] }
        return movingLines.products.compactMap { entry in
            entry.value.quantity > .zero ? BasketProduct(sku: entry.key, name: entry.value.name) : nil
        }
    }
}

/// The baskets that suggestions are learned from: all that come, or those of so many customers, drawn by lot.
///
/// An item takes four bytes and an order 24, so that learning takes no more memory however much a shop has sold.
package struct BasketSample: Sendable {
    package static let standardCapacity = 16_000_000

    private struct Order {
        let lot: UInt64
        let day: Day
        /// Where its items begin.
        let start: Int32
        let count: Int32
    }

    private let capacity: Int
    /// One in 2^`halvings` customers is drawn.
    private var halvings = 0
    private var orders: [Order] = []
    private var items: [Int32] = []

    /// `capacity` counts items; an order counts as six.
    package init(capacity: Int = standardCapacity) {
        self.capacity = capacity
    }

    /// An order of a customer who is known by a lot.
    package mutating func add(_ basket: [Int32], on day: Day, of lot: Lot) {
        guard lot.bits.trailingZeroBitCount >= halvings, !basket.isEmpty else { return }
        orders.append(Order(lot: lot.bits, day: day, start: Int32(items.count), count: Int32(basket.count)))
        items += basket
        while items.count + orders.count * 6 > capacity, halvings < 60 { halve() }
    }

    /// The same of products that get their numbers by it. A shop may have sold more than can be told apart: then the
    /// most bought ones stay, whenever there are as many as that.
    package mutating func add(
        _ basket: [BasketProduct], on day: Day, of lot: Lot, numberedBy register: inout ProductRegister
    ) {
        add(basket.compactMap { register.number(of: $0, on: day) }, on: day, of: lot)
        guard let numbers = register.forgetLeastBought() else { return }
        keep({ _ in true }) { item in numbers[Int(item)] }
    }

    private mutating func halve() {
        let needed = halvings + 1
        halvings = needed
        keep({ $0.trailingZeroBitCount >= needed }) { $0 }
    }

    /// Keeps the orders of some customers, and of them the items whose number is none below zero.
    private mutating func keep(_ isKept: (UInt64) -> Bool, renumbered number: (Int32) -> Int32) {
        var (kept, keptItems): ([Order], [Int32]) = ([], [])
        for order in orders where isKept(order.lot) {
            let start = keptItems.count
            for item in items[Int(order.start)..<Int(order.start + order.count)] {
                let number = number(item)
                if number >= 0 { keptItems.append(number) }
            }
            guard keptItems.count > start else { continue }
            kept.append(
                Order(lot: order.lot, day: order.day, start: Int32(start), count: Int32(keptItems.count - start)))
        }
        (orders, items) = (kept, keptItems)
    }

    /// All baskets, customer by customer in the order of their lots, which is no order. Numbers of products are less
    /// than `products`. The sample is empty afterwards.
    package mutating func histories(products: Int) -> BasketHistories {
        orders.sort { ($0.lot, $0.day, $0.start) < ($1.lot, $1.day, $1.start) }
        var histories = BasketHistories(products: products)
        var last: (lot: UInt64, day: Day)?
        for order in orders {
            if last?.lot != order.lot {
                histories.beginCustomer(order.lot)
                last = nil
            }
            if last?.day != order.day { histories.beginBasket(on: order.day) }
            last = (order.lot, order.day)
            histories.put(items[Int(order.start)..<Int(order.start + order.count)])
        }
        histories.finish()
        (orders, items) = ([], [])
        return histories
    }
}

/// By what a customer is drawn: bits that are as good as random, and always the same for one customer.
package struct Lot: Hashable, Sendable {
    package let bits: UInt64

    /// Source: the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
    package init(_ number: UInt64) {
        var bits = number
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        self.bits = bits ^ (bits >> 31)
    }

    /// Ids begin with their time.
    package init(_ id: ProfileID) {
        self.init(id.high &* 0x9E37_79B9_7F4A_7C15 &+ id.low)
    }
}

/// The baskets of many customers, oldest first. What a customer bought on one day is one basket, each product once.
package struct BasketHistories: Sendable {
    /// How many products there are: their numbers are less.
    package let products: Int
    private var items: [Int32] = []
    /// By basket, and one more.
    private var basketStarts: [Int32] = []
    private var days: [Day] = []
    /// By customer, and one more.
    private var customerStarts: [Int32] = []
    private var lots: [UInt64] = []

    init(products: Int) {
        self.products = products
    }

    package var customers: Int { max(0, customerStarts.count - 1) }
    package var baskets: Int { days.count }

    /// The numbers of a customer's baskets.
    package func baskets(of customer: Int) -> Range<Int> {
        Int(customerStarts[customer])..<Int(customerStarts[customer + 1])
    }

    /// Ascending.
    package func items(of basket: Int) -> ArraySlice<Int32> {
        items[Int(basketStarts[basket])..<Int(basketStarts[basket + 1])]
    }

    package func day(of basket: Int) -> Day { days[basket] }

    /// By which a customer is found again.
    func lot(of customer: Int) -> UInt64 { lots[customer] }

    mutating func beginCustomer(_ lot: UInt64) {
        customerStarts.append(Int32(days.count))
        lots.append(lot)
    }

    mutating func beginBasket(on day: Day) {
        endBasket()
        basketStarts.append(Int32(items.count))
        days.append(day)
    }

    mutating func put(_ products: some Sequence<Int32>) {
        items.append(contentsOf: products)
    }

    mutating func finish() {
        endBasket()
        basketStarts.append(Int32(items.count))
        customerStarts.append(Int32(days.count))
    }

    /// Sorts the items of the basket at hand, and keeps each once.
    private mutating func endBasket() {
        guard let start = basketStarts.last.map(Int.init), items.count > start + 1 else { return }
        items[start...].sort()
        var end = start + 1
        for place in end..<items.count where items[place] != items[end - 1] {
            items[end] = items[place]
            end += 1
        }
        items.removeLast(items.count - end)
    }
}
