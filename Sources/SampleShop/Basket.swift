/// The lines of an order.
struct Basket {
    let lines: Node
    let total: Int
    let firstArticle: String

    /// People come back for what they liked: half of the lines are favourites.
    init(country: Country, favourites: [Product], segment: Segment, _ die: inout Die) {
        let size = segment == .champion ? die.roll(1...4) : die.pick([1, 1, 1, 2, 2, 3])
        let products = (0..<size).map { _ in die.pick(die.chance(50) ? favourites : Catalogue.products) }
        var goods = products.map { Line(product: $0, currency: country.currency, &die) }
        if die.chance(1), let first = goods.first { goods.append(first.broughtBack) }
        let value = goods.reduce(0) { $0 + $1.value }
        let shipping = value < country.currency.price(euroCents: 6000) ? country.currency.price(euroCents: 490) : 0
        lines = .list(goods.map(\.node))
        total = value + shipping
        firstArticle = products[0].name
    }

    private struct Line {
        let product: Product
        let unitPrice: Int
        /// In hundredths, since cord is sold by the metre.
        let quantity: Int

        init(product: Product, currency: SaleCurrency, _ die: inout Die) {
            let pieces = die.chance(82) ? 1 : die.roll(2...4)
            self.init(
                product: product, unitPrice: currency.price(euroCents: product.euroCents),
                quantity: product.isCutToLength ? die.roll(2...40) * 50 : pieces * 100)
        }

        private init(product: Product, unitPrice: Int, quantity: Int) {
            self.product = product
            self.unitPrice = unitPrice
            self.quantity = quantity
        }

        var value: Int { unitPrice * quantity / 100 }

        var broughtBack: Line { Line(product: product, unitPrice: unitPrice, quantity: -quantity) }

        var node: Node {
            .object([
                "sku": .text(product.sku), "name": .text(product.name), "category": .text(product.category),
                "quantity": .hundredths(quantity), "unit_price": .money(unitPrice),
            ])
        }
    }
}
