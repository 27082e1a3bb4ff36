import ProfileCore
import ProfileStore

extension StoreContract {
    private static let policy = VIPPolicy(
        tiers: [
            VIPTier(
                name: "gold", priority: 80, match: .any,
                conditions: [
                    .net365Days(atLeast: 100_000, .euro), .netTotal(atLeast: -1, .euro), .orders365Days(atLeast: 3),
                    .ordersTotal(atLeast: 12), .loyaltyTier("Gold"), .tag("press"),
                    .percentileNet365Days(atLeastThousandths: 99_500, .euro),
                ]),
            VIPTier(name: "silver", priority: 40, match: .all, conditions: [.ordersTotal(atLeast: 1)]),
        ],
        vipFrom: "gold")

    static let settings = [
        Clause("there is no policy until one was put; then the one put last") { trial in
            try promise(try await trial.store.policy(), is: nil, "policy at first")
            try await trial.store.put(policy)
            try promise(try await trial.store.policy(), is: policy, "policy")
            try await trial.store.put(VIPPolicy(tiers: [], vipFrom: nil))
            try promise(try await trial.store.policy(), is: VIPPolicy(tiers: [], vipFrom: nil), "policy put last")
        },
        Clause("keys come oldest first, revoked ones included, one for each id") { trial in
            try promise(try await trial.store.keys(), is: [], "keys at first")
            var older = key("b", sources: ["crm", "shop"], at: 1)
            let newer = key("a", sources: nil, at: 2)
            try await trial.store.put(newer)
            try await trial.store.put(older)
            older.revokedAt = .sample(9)
            try await trial.store.put(older)
            try promise(try await trial.store.keys(), is: [older, newer], "keys")
        },
        Clause("of many who change a key at once, each sees what those before it did") { trial in
            for number in 1...9 { try await trial.store.put(key("\(number)", sources: nil, at: number)) }
            let left = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...9 {
                    group.addTask {
                        try await trial.store.changeKey { keys in
                            let open = keys.filter { $0.revokedAt == nil }
                            guard open.count > 1, var key = open.first(where: { $0.id == "\(number)" }) else {
                                return (nil, open.count)
                            }
                            key.revokedAt = .sample(100)
                            return (key, open.count)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try promise(left.sorted(by: >), is: [9, 8, 7, 6, 5, 4, 3, 2, 1], "keys that each saw")
            try promise(try await trial.store.keys().filter { $0.revokedAt == nil }.count, is: 1, "keys left")
        },
        Clause("a probe of a healthy store succeeds and leaves nothing to see") { trial in
            try await trial.store.probe()
            try await trial.store.probe()
            try promise(try await trial.changes(), is: [], "changes")
            try promise(try await trial.store.policy(), is: nil, "policy")
        },
    ]

    private static func key(_ id: String, sources: Set<String>?, at seconds: Int) -> APIKey {
        APIKey(
            id: id, name: "key \(id)", secretHash: Array(0...31), scopes: [.ingestWrite, .vipRead], sources: sources,
            createdAt: .sample(seconds))
    }
}
