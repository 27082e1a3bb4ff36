/// What to suggest to a customer, to a cart, or beside a product.
package struct Suggestions: Sendable {
    package static let capacity = 10
    /// So many more go with what lies in the cart or came last.
    private static let partnerCapacity = 5

    /// Why nothing is suggested: the customer who is named objected to it. Nil where it is.
    package let withheld: String?
    /// The best first.
    package let list: [Suggestion]
    /// Nil until something was learned, and where a cart alone tells.
    package let method: BasketMethod?

    private init(withheld: String?, _ list: [Suggestion], _ method: BasketMethod?) {
        (self.withheld, self.list, self.method) = (withheld, list, method)
    }

    /// A customer whom suggestions are for.
    package struct Customer: Sendable {
        fileprivate let objection: String?
        fileprivate let bought: BoughtProducts
        /// What lies in the cart, last changed first.
        fileprivate let cart: [String]
        /// What was taken out of the cart again, and not bought since.
        fileprivate let refused: Set<String>
        fileprivate let today: Day
        fileprivate let lot: Lot

        /// `orders` are the latest, in any order.
        package init(_ profile: Profile, _ summary: ProfileSummary, orders: [OrderRecord], today: Day) {
            objection = ProfilingObjection(profile.consents)?.sentence
            bought = BoughtProducts(orders, today: today)
            cart = profile.cart?.items.map(\.sku) ?? []
            let inCart = Set(cart)
            self.today = today
            lot = Lot(profile.id)
            let taken = summary.cartChanges.filter { $0.kind == .uncart && !inCart.contains($0.sku) }
            refused = Set(taken.filter { [bought] in !bought.wasBought($0.sku, since: $0.at.day) }.map(\.sku))
        }

        fileprivate func mayBeOffered(_ sku: String) -> Bool {
            !bought.isReturned(sku) && !refused.contains(sku) && !cart.contains(sku)
        }
    }

    /// To a customer. `isOffered` tells what can be had at all.
    package static func to(
        _ customer: Customer, _ learned: LearnedSuggestions?, isOffered: @escaping (String) -> Bool
    ) -> Suggestions {
        if let objection = customer.objection { return Suggestions(withheld: objection, [], nil) }
        let mayBeOffered = { isOffered($0) && customer.mayBeOffered($0) }
        let (ranked, method) = learned?.ranked(for: customer) ?? (customer.ownProducts, nil)
        var list = Array(ranked.lazy.filter { mayBeOffered($0.sku) }.prefix(capacity))
        let occasion = customer.cart.isEmpty ? customer.bought.baskets.last ?? [] : customer.cart
        if let learned {
            let known = Set(list.map(\.sku)).union(occasion)
            list += learned.partners(of: occasion).lazy.filter { !known.contains($0.sku) && mayBeOffered($0.sku) }
                .prefix(partnerCapacity)
        }
        return Suggestions(withheld: nil, list, method)
    }

    /// To a cart, or beside the one product in it: what goes with it, and what is due for the customer, where one is
    /// known. Nothing where the customer objects: without their name, the cart alone tells.
    package static func to(
        cart: [String], of customer: Customer?, _ learned: LearnedSuggestions?, isOffered: @escaping (String) -> Bool
    ) -> Suggestions {
        if let objection = customer?.objection { return Suggestions(withheld: objection, [], nil) }
        let mayBeOffered = { (sku: String) in
            isOffered(sku) && !cart.contains(sku) && customer?.mayBeOffered(sku) ?? true
        }
        var list = Array((learned?.partners(of: cart) ?? []).lazy.filter { mayBeOffered($0.sku) }.prefix(capacity))
        if let customer {
            let listed = Set(list.map(\.sku))
            let due = customer.ownProducts.filter { $0.isDue && !listed.contains($0.sku) && mayBeOffered($0.sku) }
            list += due.prefix(partnerCapacity)
        }
        return Suggestions(withheld: nil, list, nil)
    }
}

extension Suggestion {
    fileprivate var isDue: Bool {
        if case .again(_, _, let isDue) = reason { isDue } else { false }
    }
}

extension Suggestions.Customer {
    /// What the customer bought, by the plain rule: what was bought often and of late first.
    fileprivate var ownProducts: [Suggestion] {
        let weights = BasketWeights.personal(bought.baskets.count)
        var scores: [String: Double] = [:]
        for (basket, weight) in zip(bought.baskets, weights) {
            for sku in basket { scores[sku, default: 0] += weight }
        }
        return scores.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.compactMap { own($0.key) }
    }

    fileprivate func own(_ sku: String) -> Suggestion? {
        bought.products[sku].flatMap { product in
            product.reason(today: today).map { Suggestion(sku: sku, name: product.name, reason: $0) }
        }
    }
}

extension LearnedSuggestions {
    /// Enough to leave out what may not be offered.
    private static let candidates = 60

    /// By what tells next baskets best. What the customer bought that is not known here comes first when it is due, and
    /// else last.
    fileprivate func ranked(for customer: Suggestions.Customer) -> ([Suggestion], BasketMethod) {
        let baskets = customer.bought.baskets.map { skus in skus.compactMap { self[$0] }.sorted()[...] }
        let taste = Taste(baskets, weights: BasketWeights.taste(baskets.count))
        let method = taste.products.isEmpty ? .mostPopular : evaluation.served
        let own = place(of: customer.lot)
        let (products, neighbours) =
            method == .likeBaskets
            ? ranking.likeBaskets(taste, except: own, count: Self.candidates)
            : (ranking.products(by: method, after: baskets, except: own, count: Self.candidates), [])
        let alike = ranking.neighbourhood.sharing(taste, among: neighbours)
        let unknown = customer.ownProducts.filter { self[$0.sku] == nil }
        let known = products.map { ranked in
            let product = product(ranked.product)
            return customer.own(product.sku)
                ?? Suggestion(sku: product.sku, name: product.name, reason: reason(ranked, alike))
        }
        return (unknown.filter(\.isDue) + known + unknown.filter { !$0.isDue }, method)
    }

    /// `alike` are the neighbours who bought any of what the customer bought. A few buyers would be told of by it.
    private func reason(_ ranked: RankedProduct, _ alike: [Taste]) -> Suggestion.Reason {
        let buyers = alike.count { $0.products.contains(sorted: ranked.product) }
        return buyers >= Partners.fewestCustomers
            ? .likeBaskets(buyers: buyers, of: alike.count)
            : .popular(baskets: Int(product(ranked.product).baskets), of: evaluation.baskets)
    }

    /// What goes with the products: the greatest sum of ratios first, each told by the product that it goes with best.
    fileprivate func partners(of skus: [String]) -> [Suggestion] {
        var best: [Int32: (sum: Double, ratio: Double, with: Int32, counts: Togetherness)] = [:]
        for number in Set(skus.prefix(Partners.largestBasket).compactMap { self[$0] }).sorted() {
            for partner in partners[number] {
                let counts = togetherness(number, partner)
                let ratio = counts.ratio
                if let known = best[partner.product] {
                    best[partner.product]?.sum = known.sum + ratio
                    guard ratio > known.ratio else { continue }
                    best[partner.product] = (known.sum + ratio, ratio, number, counts)
                } else {
                    best[partner.product] = (ratio, ratio, number, counts)
                }
            }
        }
        return best.sorted { ($1.value.sum, $0.key) < ($0.value.sum, $1.key) }.map { number, found in
            let partner = product(number)
            return Suggestion(
                sku: partner.sku, name: partner.name, reason: .together(with: product(found.with), found.counts))
        }
    }
}
