package import ProfileCore
package import ProfileStore

/// Products to suggest.
extension ProfileService {
    /// What is in force on this node; nil until something was learned.
    package var learnedSuggestions: LearnedSuggestions? { shelf.learned }

    /// To the customer that a reference leads to, or to them beside a product.
    package func suggestions(
        to reference: ProfileReference, beside sku: String?
    ) async throws(StoreError) -> Reached<Suggestions> {
        try await customer(reference).map { customer in
            if let sku {
                Suggestions.to(cart: [sku], of: customer, shelf.learned, isOffered: isOffered)
            } else {
                Suggestions.to(customer, shelf.learned, isOffered: isOffered)
            }
        }
    }

    /// To a cart, and to the customer whose it is, if one is known.
    package func suggestions(
        toCart cart: [String], of reference: ProfileReference?
    ) async throws(StoreError) -> Suggestions {
        let known: Suggestions.Customer? =
            if let reference { try await customer(reference).value } else { nil }
        return Suggestions.to(cart: cart, of: known, shelf.learned, isOffered: isOffered)
    }

    private func customer(_ reference: ProfileReference) async throws(StoreError) -> Reached<Suggestions.Customer> {
        let today = now().day
        let evening = Timestamp(milliseconds: today.advanced(by: 1).start.milliseconds - 1)
        let found = try await store.latest(
            .order, of: reference, upTo: evening, limit: LearnedSuggestions.historyCapacity)
        return try found.map { page in
            let profile = profile(of: page.profile)
            return Suggestions.Customer(
                profile, page.profile.summary, orders: page.facts.compactMap(\.record.order), today: today)
        }
    }

    /// Whether a product can be had at all: it is neither recalled, by itself or by a notice, nor sold out. What no
    /// record is about can.
    private func isOffered(_ sku: String) -> Bool {
        guard let known = catalogue.current else { return true }
        guard !known.isUnderRecall(sku, at: now()) else { return false }
        return known.product(sku)?.stock.map { $0 > .zero } ?? true
    }

    // MARK: Learning

    /// Reads all orders, page by page, and learns from a sample of customers that fits into memory. Those who object
    /// are not in it.
    func learnSuggestions(in turn: LearningTurn, without objectors: Set<Lot>) async throws(StoreError)
        -> LearnedSuggestions
    {
        var products = ProductRegister()
        var sample = BasketSample()
        var last: FactKey?
        repeat {
            guard !Task.isCancelled else { throw .unavailable }
            let page = try await store.facts(kind: .order, after: last, limit: 1000)
            for fact in page {
                let lot = Lot(fact.filing.profile)
                guard let order = fact.record.order, order.placedAt <= turn.begunAt, !objectors.contains(lot) else {
                    continue
                }
                sample.add(order.basket, on: order.placedAt.day, of: lot, numberedBy: &products)
            }
            last = page.last?.key
        } while last != nil
        return await besideRequests { [sample, products] in
            var sample = sample
            return LearnedSuggestions(
                number: turn.number, on: turn.begunAt.day, sample.histories(products: products.count), products)
        }
    }
}
