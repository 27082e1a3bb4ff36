import ProfileCore
import ProfileStore

extension StoreContract {
    static let tallies = [
        Clause("rows with tallies are changed in order, and the foremost told") { trial in
            let names = (1...9).map { "SKU-\($0)" }
            try await trial.save { decision in
                decision.file([order("1", of: names)], under: .sample(1))
                decision.hold(names.enumerated().map { row($1, quantity: $0 + 1) }, under: .sample(1))
            }
            try promise(
                try await trial.products(of: order("1", of: names), in: .sample(1)), is: Set(names), "rows saved")
            let saved = try await trial.save { decision in
                decision.file([order("2", of: names)], under: .sample(1))
                var change = TallyChange()
                change.saved = [row("SKU-1", quantity: 50), row("SKU-2", quantity: 50)]
                change.removed = [TallyKey(.product, "SKU-9")]
                change.wanted = [.product: 4]
                decision.tallies = [.sample(1): change]
                decision.profiles[.sample(1)]?.summary.shelved = [.product: ShelfCount(total: 8, told: 8)]
            }
            // Of equals the lesser name comes first.
            let foremost = ["SKU-1", "SKU-2", "SKU-8", "SKU-7"]
            let listed = saved.decision.profiles[.sample(1)]?.summary.purchases.products.tallies.keys.map(\.self)
            try promise(listed ?? [], is: foremost.sorted(), "foremost told")
            let kept = try await trial.profiles(.id(.sample(1))).first?.summary.purchases.products.tallies
            try promise(kept?.keys.map(\.self) ?? [], is: foremost.sorted(), "foremost stored")
            try promise(
                try await trial.products(of: order("2", of: names), in: .sample(1)), is: Set(names.dropLast()),
                "rows left")
        },
        Clause("rows with tallies belong to one profile, and go with it") { trial in
            let orders = (1...2).map { order("\($0)", of: ["SKU-1", "SKU-2"]) }
            try await trial.save { decision in
                for (id, order) in zip([.sample(1), .sample(2)] as [ProfileID], orders) {
                    decision.file([order], under: id)
                    decision.hold([row("SKU-1", quantity: 1), row("SKU-2", quantity: 2)], under: id)
                }
            }
            try await trial.save { decision in
                var change = TallyChange()
                (change.cleared, change.saved) = ([.product], [row("SKU-2", quantity: 3)])
                decision.tallies = [.sample(1): change]
            }
            try promise(try await trial.products(of: orders[0], in: .sample(1)), is: ["SKU-2"], "rows left")
            try promise(try await trial.products(of: orders[1], in: .sample(2)).count, is: 2, "rows of another profile")
            _ = try await trial.erase(.id(.sample(1)))
            // A profile that takes the same name shows whatever was left under it.
            try await trial.save { decision in
                decision.file([orders[0]], under: .sample(1))
                decision.hold([], under: .sample(1))
            }
            try promise(try await trial.products(of: orders[0], in: .sample(1)), is: [], "rows after erasing")
            try promise(try await trial.products(of: orders[1], in: .sample(2)).count, is: 2, "rows of others after it")
        },
    ]

    private static func order(_ id: String, of products: [String]) -> SourceRecord {
        var order = OrderRecord(placedAt: .sample(0), status: .paid, currency: .euro, total: nil)
        order.lines = products.map {
            OrderRecord.Line(sku: $0, name: nil, category: nil, quantity: .one, unitPrice: nil)
        }
        return SourceRecord(
            key: FactKey(kind: .order, source: "shop", id: id), updatedAt: .sample(0), isTimedByArrival: false,
            identifiers: [], body: .order(order))
    }

    private static func row(_ name: String, quantity: Int) -> TallyRow {
        let tally = ProductTally(
            quantity: Quantity(thousandths: Int64(quantity) * 1000),
            seen: SeenRange(count: 1, first: .sample(0), last: .sample(0)))
        return TallyRow(TallyKey(.product, name), .product(tally))
    }
}

extension Decision {
    /// Saves rows, and a state that says that there are some.
    fileprivate mutating func hold(_ rows: [TallyRow], under profile: ProfileID) {
        profiles[profile]?.summary.shelved = [.product: ShelfCount(total: rows.count, told: rows.count)]
        var change = TallyChange()
        change.saved = rows
        if !rows.isEmpty { tallies[profile] = change }
    }
}

extension Trial {
    /// The products of an order that rows of a profile hold.
    fileprivate func products(of order: SourceRecord, in profile: ProfileID) async throws -> Set<String> {
        let rows = try await snapshot(of: ReadSet(facts: [order.key])).tallies[profile]?.tallies ?? []
        return Set(rows.map(\.key.name))
    }
}
