/// What the shop sells: things for a life outdoors.
enum Catalogue {
    static let products: [Product] = shelves.flatMap { shelf in
        shelf.articles.split(separator: ",").enumerated().map { place, article in
            product(String(article), category: shelf.category, sku: "\(shelf.code)-\(101 + place)")
        }
    }

    /// What people tend to buy with something.
    static let companions: [String: Product] = [
        "TNT-101": "TNT-107", "TNT-102": "TNT-108", "COK-101": "COK-103", "SHO-102": "CAR-103", "SLP-101": "CAR-102",
        "CLB-101": "CLB-108", "WIN-102": "WIN-103", "WTR-101": "WTR-102", "JKT-107": "CAR-101", "ELC-104": "ELC-105",
    ].compactMapValues(product)

    static func product(_ sku: String) -> Product? { products.first { $0.sku == sku } }

    private static func product(_ article: String, category: String, sku: String) -> Product {
        let parts = article.split(separator: "=")
        return Product(
            sku: sku, name: String(parts[0]), category: category, euroCents: Int(parts[parts.count - 1]) ?? 990,
            isCutToLength: article.contains("by the metre"))
    }

    /// Articles as `name=price in euro cents`.
    private static let shelves: [(category: String, code: String, articles: String)] = [
        (
            "jackets", "JKT",
            """
            Skagen rain jacket red=18900,Skagen rain jacket blue=18900,Polar down parka=34900,Fleece Vidda=7990,\
            Windbreaker Lofoten=9990,Softshell Rondane=12990,Hardshell Storm 3L=42900,Insulated vest Røros=10990,\
            Wool shirt jacket=13990,Children's rain jacket=5990
            """
        ),
        (
            "shoes", "SHO",
            """
            Trail shoe Fjell=12990,Hiking boot Granit GTX=21990,Hiking boot Granit GTX wide=21990,\
            Approach shoe Kalk=14990,\
            Sandal Strand=6990,Winter boot Inari=17990,Running shoe Puls=11990,Children's boot Troll=7990,\
            Hut slippers felt=3990,Rubber boot Marsk=5490
            """
        ),
        (
            "backpacks", "BAG",
            """
            Day pack 22 l=7990,Day pack 28 l=9490,Trekking pack 55 l=19990,Trekking pack 65 l women=20990,\
            Child carrier Bamse=24990,Bike bag pair 40 l=15990,Duffel 60 l=10990,Hip bag=2990,\
            Dry bag 20 l=2490,Laptop pack City=8990
            """
        ),
        (
            "tents", "TNT",
            """
            Tent Nordkap 2=39900,Tent Nordkap 3=46900,Tunnel tent Siida 4=74900,Family tent Hytte 6=89900,\
            Tarp 3x3=8990,Bivvy bag=6990,Footprint Nordkap 2=4990,Peg set titanium=2990,Guy line by the metre=120,\
            Tent repair kit=1290
            """
        ),
        (
            "sleeping", "SLP",
            """
            Down bag -7=32900,Down bag 0=24900,Synthetic bag +5=9990,Kids' bag grow=6990,Air mat Dvale=14990,\
            Foam mat=2990,Pillow inflatable=1990,Silk liner=4990,Hammock set=8990,Camp blanket wool=7990
            """
        ),
        (
            "cooking", "COK",
            """
            Gas stove Gnist=4990,Multi-fuel stove=13990,Pot set 2 l=5990,Titanium mug=2990,Spork set=990,\
            Thermos 1 l=3490,Water filter=6990,Bottle 0.75 l=1690,Coffee press camp=3290,Fire steel=1490
            """
        ),
        (
            "climbing", "CLB",
            """
            Harness Tind=6990,Helmet Svaberg=7490,Rope 60 m=15990,Accessory cord by the metre=190,\
            Quickdraw set 6=9990,\
            Chalk bag=1990,Climbing shoe Vegg=10990,Belay device=3490,Via ferrata set=12990,Crash pad=19990
            """
        ),
        (
            "cycling", "CYC",
            """
            Rain cape=5990,Helmet urban=8990,Lock folding=7990,Light set USB=4490,Pump mini=2490,\
            Multi tool 17=2990,Bar bag=6490,Gloves winter=3990,Mudguard set=2290,Phone mount=1990
            """
        ),
        (
            "winter", "WIN",
            """
            Snow shoes Trugar=17990,Cross-country ski set=29900,Ski poles carbon=8990,Gaiters=3990,Ice cleats=2490,\
            Sledge wood=7990,Merino cap=2490,Mittens down=6990,Neck gaiter=1490,Goggles=7490
            """
        ),
        (
            "water", "WTR",
            """
            Packraft Elv=79900,Paddle 4-part=12990,Life vest adult=8990,Life vest child=6990,\
            SUP board inflatable=44900,\
            Neoprene shoes=3990,Waterproof phone case=1990,Swim buoy=2990,Snorkel set=3490,Dry suit=69900
            """
        ),
        (
            "electronics", "ELC",
            """
            Head torch 400 lm=5990,Head torch kids=1990,GPS watch Polaris=44900,Power bank 20000=4990,\
            Solar panel 21 W=8990,\
            Handheld GPS=29900,Emergency beacon=34900,Camp lantern=3990,Walkie-talkie pair=6990,Weather station=7990
            """
        ),
        (
            "care", "CAR",
            """
            Proofing spray=1490,Down wash=1190,Shoe wax=890,Gift card 50=5000,Gift card 100=10000,\
            Repair tape=690,First-aid kit=3490,Tick remover=490,Sun cream 50=1490,Map holder=1990
            """
        ),
    ]
}

/// An article of the catalogue.
struct Product: Sendable {
    let sku: String
    let name: String
    let category: String
    let euroCents: Int
    /// Sold by the metre rather than by the piece.
    let isCutToLength: Bool

    var url: String { "https://shop.example.com/p/\(sku.lowercased())" }
}

/// The lines of an order.
struct Basket {
    let lines: Node
    let total: Int
    let firstArticle: String

    /// People come back for what they liked: half of the lines are favourites. Two in five take along what goes with
    /// it, as another die says.
    init(country: Country, favourites: [Product], segment: Segment, _ die: inout Die, companions other: inout Die) {
        let size = segment == .champion ? die.roll(1...4) : die.pick([1, 1, 1, 2, 2, 3])
        let products = (0..<size).map { _ in die.pick(die.chance(50) ? favourites : Catalogue.products) }
        var goods = products.map { Line(product: $0, currency: country.currency, &die) }
        for companion in products.compactMap({ Catalogue.companions[$0.sku] }) where other.chance(40) {
            goods.append(Line(product: companion, currency: country.currency, &other))
        }
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
