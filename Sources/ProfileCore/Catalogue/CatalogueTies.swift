/// What ties a customer to products and notices. It outlives changes of these, so that a profile that is kept needs no
/// store to be joined with what is known of them now.
package struct CatalogueTies: Hashable, Sendable {
    package struct Purchase: Hashable, Sendable {
        package let sku: String
        package let name: String?
        package let lastAt: Timestamp
    }

    package struct OpenOrder: Hashable, Sendable {
        package let id: String
        package let goods: [String]
    }

    /// What was bought and kept.
    package let bought: [Purchase]
    /// Of what was bought and kept.
    package let categories: [String]
    /// As the profile lists them.
    package let open: [OpenOrder]
    package let cart: [String]
    package let interests: [String]
    package let tier: String?
    package let country: String?

    /// `profile` was derived from `state` for `now`.
    package init(of profile: Profile, _ state: ProfileState, at now: Timestamp) {
        // To settle a summary takes a copy of it, for which hardly any has a reason.
        if state.summary.upcoming.items.isEmpty {
            self.init(of: profile, state.summary)
        } else {
            self.init(of: profile, state.settledSummary(at: now))
        }
    }

    private init(of profile: Profile, _ summary: ProfileSummary) {
        let products = summary.purchases.products.tallies
        var bought: [Purchase] = []
        bought.reserveCapacity(products.count)
        for entry in products {
            guard let lastAt = entry.value.keptAt else { continue }
            bought.append(Purchase(sku: entry.key, name: entry.value.name?.value, lastAt: lastAt))
        }
        self.bought = bought
        categories = summary.purchases.categories.quantities.compactMap { $0.value > .zero ? $0.key : nil }
        open = profile.purchases.open.map { OpenOrder(id: $0.id, goods: $0.goods) }
        cart = profile.cart?.items.map(\.sku) ?? []
        interests = profile.interests.map(\.sku)
        tier = profile.vip.tier
        country = profile.person.address?.country
    }

    /// How much memory it takes, roughly.
    package var size: Int {
        let skus = bought.count + cart.count + interests.count + open.reduce(0) { $0 + 3 + $1.goods.count }
        return 256 + 64 * skus + 48 * categories.count
    }

    /// Hands over every SKU that somebody may name, each perhaps several times, until `body` returns false; whether it
    /// never did.
    func allProducts(_ body: (String) -> Bool) -> Bool {
        bought.allSatisfy { body($0.sku) } && open.allSatisfy { $0.goods.allSatisfy(body) } && cart.allSatisfy(body)
            && interests.allSatisfy(body)
    }
}

/// What products and notices add to a profile at a moment.
package struct CatalogueJoin: Hashable, Sendable {
    /// They come before the others.
    package var headlines: [String] = []
    /// The most pressing first.
    package var notices: [NoticeView] = []
    /// How many more there are than are shown.
    package var moreNotices = 0
    /// What is known of the goods of each open order, in the order of the profile; none where nothing is known of any.
    package var goods: [[GoodsView]] = []
    /// The first moment at which notices may be others though nobody states anything; nil when there is none.
    package var holdsUntil: Timestamp?

    /// How many headlines there are in all.
    package static let headlineLimit = Headlines.limit

    package init() {}

    fileprivate mutating func holds(until moment: Timestamp?, since now: Timestamp) {
        guard let moment, moment > now else { return }
        holdsUntil = min(holdsUntil ?? moment, moment)
    }

    /// Whether it adds nothing.
    package var isEmpty: Bool { headlines.isEmpty && notices.isEmpty && goods.isEmpty }
}

/// A notice that concerns a customer, and why.
package struct NoticeView: Hashable, Sendable {
    package let type: NoticeRecord.Kind
    package let text: String
    /// Why it concerns them.
    package let reason: String
    /// The SKUs by which it does.
    package let products: [String]
    package let replacedBy: String?
    package let url: String?
    package let from: Timestamp?
    package let until: Timestamp?
    package let source: String
    /// Nil for what a product says of itself.
    package let id: String?

    package static let limit = 10
}

/// What is known of something that a customer waits for.
package struct GoodsView: Hashable, Sendable {
    package let sku: String
    package let name: String?
    /// Nil when nobody states it.
    package let stock: Quantity?
    package let isRecalled: Bool
    package let replacedBy: String?
    /// What a notice says of it.
    package let delay: String?
}

extension Catalogue {
    /// What is to be said to a customer at `now`.
    package func join(_ ties: CatalogueTies, at now: Timestamp) -> CatalogueJoin {
        CatalogueReading(self, ties).join(at: now)
    }
}

/// The catalogue as it concerns one customer.
private struct CatalogueReading {
    private let catalogue: Catalogue
    private let ties: CatalogueTies
    /// Of what was bought and kept, as they are compared; none where no notice names any.
    private let categories: Set<String>

    init(_ catalogue: Catalogue, _ ties: CatalogueTies) {
        (self.catalogue, self.ties) = (catalogue, ties)
        categories = catalogue.notices.nameCategories ? Set(ties.categories.map(CategoryName.folded)) : []
    }

    func join(at now: Timestamp) -> CatalogueJoin {
        var join = CatalogueJoin()
        var delays: [Notice] = []
        let recalls = recalls
        var views = recalls
        for notice in candidates {
            join.holds(until: notice.record.from, since: now)
            join.holds(until: notice.record.until, since: now)
            guard notice.record.holds(at: now), let view = view(of: notice) else { continue }
            if view.type == .delay { delays.append(notice) }
            views.append(view)
        }
        if !recalls.isEmpty {
            let told = Set(views.filter { $0.type == .recall && $0.id != nil }.flatMap(\.products))
            views.removeAll { $0.id == nil && told.isSuperset(of: $0.products) }
        }
        views.sort { $0.isMorePressing(than: $1) }
        join.notices = Array(views.prefix(NoticeView.limit))
        join.moreNotices = views.count - join.notices.count
        join.headlines = headline(of: views.filter { $0.type == .recall && $0.concernsGoods }).map { [$0] } ?? []
        let goods = ties.open.map { order in order.goods.compactMap { self.goods($0, delays) } }
        if goods.contains(where: { !$0.isEmpty }) { join.goods = goods }
        return join
    }

    private var candidates: [Notice] {
        let notices = catalogue.notices
        guard !notices.all.isEmpty else { return [] }
        var candidates = notices.candidates(tier: ties.tier, country: ties.country)
        for category in categories { candidates.add(category: category) }
        _ = ties.allProducts { sku in
            candidates.add(product: sku)
            if notices.nameCategories, let category = catalogue.category(of: sku) { candidates.add(category: category) }
            return true
        }
        return candidates.all
    }

    private func goods(_ sku: String, _ delays: [Notice]) -> GoodsView? {
        let product = catalogue.product(sku)
        let delay = delays.first { names($0, sku) }
        guard product != nil || delay != nil else { return nil }
        return GoodsView(
            sku: sku, name: product?.name, stock: product?.stock, isRecalled: product?.isRecalled ?? false,
            replacedBy: product?.replacedBy, delay: delay?.record.text)
    }

    // MARK: Recalls

    /// What was bought and is recalled, by what the product says of itself.
    private var recalls: [NoticeView] {
        guard catalogue.hasRecalls else { return [] }
        return ties.bought.compactMap { purchase in
            guard catalogue.isRecalled(purchase.sku), let product = catalogue.product(purchase.sku),
                let statement = product.statements.first(where: { $0.record.isRecalled ?? false })
            else { return nil }
            return NoticeView(
                type: .recall, text: "\(name(of: purchase)) is recalled", reason: bought([purchase]),
                products: [purchase.sku], replacedBy: product.replacedBy, url: product.url, from: nil, until: nil,
                source: statement.source, id: nil)
        }
    }

    private func headline(of recalls: [NoticeView]) -> String? {
        guard let first = recalls.first else { return nil }
        let others = recalls.count - 1
        let rest = others > 0 ? ", and \(Wording.count(others, "more recall"))" : ""
        return "Recall: \(first.reason)\(rest)"
    }

    // MARK: Notices

    /// Nil when it does not concern them.
    private func view(of notice: Notice) -> NoticeView? {
        let record = notice.record
        guard record.tiers.isEmpty || ties.tier.map({ record.names(tier: $0) }) ?? false,
            record.countries.isEmpty || ties.country.map({ record.countries.contains($0) }) ?? false
        else { return nil }
        var (reasons, products): ([String], [String]) = ([], [])
        if record.namesGoods {
            guard let (reason, skus) = goodsReason(notice) else { return nil }
            (reasons, products) = ([reason], skus)
        }
        if !record.tiers.isEmpty, let tier = ties.tier { reasons.append("\(tier) customer") }
        if !record.countries.isEmpty, let country = ties.country { reasons.append("lives in \(country)") }
        return NoticeView(
            type: record.type, text: record.text,
            reason: reasons.isEmpty ? "for everybody" : reasons.joined(separator: ", "),
            products: products, replacedBy: products.lazy.compactMap { catalogue.product($0)?.replacedBy }.first,
            url: record.url, from: record.from, until: record.until, source: notice.key.source, id: notice.key.id)
    }

    /// By which goods a notice concerns somebody: a recall by what they have, a delay by what they wait for, a change
    /// by either or the cart, a promotion also by what they looked at.
    private func goodsReason(_ notice: Notice) -> (String, [String])? {
        switch notice.record.type {
        case .recall: boughtReason(notice)
        case .delay: openReason(notice)
        case .change: openReason(notice) ?? boughtReason(notice) ?? cartReason(notice)
        case .promotion: cartReason(notice) ?? boughtReason(notice) ?? interestReason(notice)
        }
    }

    private func names(_ notice: Notice, _ sku: String) -> Bool {
        if notice.record.products.contains(sku) { return true }
        guard !notice.categories.isEmpty, let category = catalogue.category(of: sku) else { return false }
        return notice.categories.contains(category)
    }

    private func boughtReason(_ notice: Notice) -> (String, [String])? {
        let named = ties.bought.filter { names(notice, $0.sku) }
        if !named.isEmpty {
            let latest = named.sorted { $0.lastAt == $1.lastAt ? $0.sku < $1.sku : $0.lastAt > $1.lastAt }
            return (bought(latest), latest.map(\.sku))
        }
        let place = notice.categories.firstIndex { categories.contains($0) }
        return place.map { ("bought something from \(notice.record.categories[$0])", []) }
    }

    private func openReason(_ notice: Notice) -> (String, [String])? {
        for order in ties.open {
            let named = order.goods.filter { names(notice, $0) }
            guard let first = named.first else { continue }
            return ("\(name(of: first)) in order \(order.id)", named)
        }
        return nil
    }

    private func cartReason(_ notice: Notice) -> (String, [String])? {
        let named = ties.cart.filter { names(notice, $0) }
        return named.first.map { ("\(name(of: $0)) in the cart", named) }
    }

    private func interestReason(_ notice: Notice) -> (String, [String])? {
        let named = ties.interests.filter { names(notice, $0) }
        return named.first.map { ("interested in \(name(of: $0))", named) }
    }

    // MARK: Words

    /// `Kettle, bought in May 2026`.
    private func bought(_ purchases: [CatalogueTies.Purchase]) -> String {
        guard let first = purchases.first else { return "" }
        let others = purchases.count - 1
        let rest = others > 0 ? ", and \(Wording.count(others, "more product"))" : ""
        return "\(name(of: first)), bought in \(Wording.monthAndYear(first.lastAt.day))\(rest)"
    }

    private func name(of purchase: CatalogueTies.Purchase) -> String {
        catalogue.product(purchase.sku)?.name ?? purchase.name ?? purchase.sku
    }

    private func name(of sku: String) -> String {
        catalogue.product(sku)?.name ?? ties.bought.first { $0.sku == sku }?.name ?? sku
    }
}

extension NoticeView {
    /// Whether something they bought, wait for or looked at is what it is about.
    fileprivate var concernsGoods: Bool { !products.isEmpty }

    /// Recalls, then delays, changes and promotions; of one type those about their goods first, then the latest.
    fileprivate func isMorePressing(than other: NoticeView) -> Bool {
        let (mine, theirs) = (type.rank, other.type.rank)
        if mine != theirs { return mine < theirs }
        if concernsGoods != other.concernsGoods { return concernsGoods }
        let (begun, otherBegun) = (from?.milliseconds ?? .min, other.from?.milliseconds ?? .min)
        if begun != otherBegun { return begun > otherBegun }
        return (source, id ?? "", products.first ?? "") < (other.source, other.id ?? "", other.products.first ?? "")
    }
}

extension NoticeRecord.Kind {
    fileprivate var rank: Int {
        switch self {
        case .recall: 0
        case .delay: 1
        case .change: 2
        case .promotion: 3
        }
    }
}
