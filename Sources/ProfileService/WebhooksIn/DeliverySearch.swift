package import ProfileCore
package import ProfileStore

/// Looks for what is kept of other systems' deliveries about one person, by the names that are known of them.
package struct DeliverySearch: Sendable {
    /// How many names are looked for at once. Hardly anybody has more; then deliveries are walked through once more.
    private static let mostNames = 100_000

    private let store: any ProfileService.Store
    private let maker: TombstoneMaker
    private var names: Set<Tombstone> = []
    private var told: Set<IncomingDelivery.Key> = []

    fileprivate init(_ store: any ProfileService.Store, _ maker: TombstoneMaker) {
        (self.store, self.maker) = (store, maker)
    }

    /// Adds what a fact of the person states of them.
    package mutating func note(_ fact: Fact) {
        names.insert(maker.tombstone(of: .fact(fact.key)))
        for identifier in fact.record.identifiers + fact.record.unlinked {
            names.insert(maker.tombstone(of: .identifier(identifier)))
        }
    }

    package var isFull: Bool { names.count >= Self.mostNames }

    /// Whether one of the names is the person's.
    package func isNamed(in others: Set<ErasableName>) -> Bool {
        others.contains { names.contains(maker.tombstone(of: $0)) }
    }

    /// Tells the deliveries that name the person by what was noted since the last time, and that were not told yet.
    package mutating func run(
        _ tell: (IncomingDelivery, DeliverySearch) async throws -> Void
    ) async throws {
        var last: IncomingDelivery.Key?
        while true {
            let page = try await store.namedDeliveries(after: last, limit: ProfileService.namesPerStep)
            for named in page where !names.isDisjoint(with: named.names) && told.insert(named.key).inserted {
                for delivery in try await store.webhookDeliveries([named.key]) { try await tell(delivery, self) }
            }
            guard page.count == ProfileService.namesPerStep, let final = page.last else { break }
            last = final.key
        }
        names = []
    }
}

extension ProfileService {
    /// Nil when nothing is kept about anybody.
    package func searchDeliveries() async throws(StoreError) -> DeliverySearch? {
        guard try await !store.namedDeliveries(after: nil, limit: 1).isEmpty else { return nil }
        return DeliverySearch(store, try await tombstoneMaker())
    }
}
