import ProfileCore
import ProfileStore

extension StoreContract {
    static let webhooksIn = [
        Clause("endpoints of webhooks are kept as they are, one for each name, and go with their deliveries") { trial in
            try promise(try await trial.store.webhookEndpoints(), is: [], "endpoints at first")
            let (shop, desk) = (WebhookEndpoint.sample("shop", at: 1), WebhookEndpoint.sample("desk", at: 2))
            var changed = shop
            _ = changed.rotate(to: [7], endingOthers: .sample(9), at: .sample(3))
            for endpoint in [shop, desk, changed] { try await trial.put(endpoint) }
            try promise(try await trial.store.webhookEndpoints(), is: [desk, changed], "endpoints")
            try await trial.store.put([.sample("shop", "1", .failed, at: 1), .sample("desk", "1", .failed, at: 1)])
            try await trial.store.put([.sample("shop", "2", .waiting, at: 1)])
            try promise(try await trial.store.removeWebhookEndpoint("shop"), is: .isAwaited, "removed while one waits")
            try promise(try await trial.store.webhookEndpoints().count, is: 2, "endpoints meanwhile")
            try await trial.store.put([.sample("shop", "2", .settled, at: 1)])
            try promise(try await trial.store.removeWebhookEndpoint("shop"), is: .removed, "removed")
            try promise(try await trial.store.removeWebhookEndpoint("shop"), is: .unknown, "removed again")
            try promise(try await trial.store.webhookEndpoints(), is: [desk], "endpoints left")
            let keys = [("shop", "1"), ("shop", "2"), ("desk", "1")].map { endpoint, id in
                IncomingDelivery.Key(endpoint: endpoint, id: id)
            }
            let left = try await trial.store.webhookDeliveries(keys)
            try promise(left.map(\.key.endpoint), is: ["desk"], "endpoints of deliveries left")
        },
        Clause("deliveries to endpoints that are not there are left out, and the others kept") { trial in
            try await trial.open("shop")
            let left = try await trial.store.put([
                .sample("shop", "1", .failed, at: 1), .sample("zoo", "1", .waiting, at: 1),
                .sample("desk", "1", .taken, at: 1),
            ])
            try promise(left, is: ["desk", "zoo"], "endpoints that are no more")
            let keys = ["desk", "shop", "zoo"].map { IncomingDelivery.Key(endpoint: $0, id: "1") }
            let kept = try await trial.store.webhookDeliveries(keys)
            try promise(kept.map(\.key.endpoint), is: ["shop"], "endpoints of deliveries")
            try promise(try await trial.store.put([]), is: [], "of nothing")
        },
        Clause("no delivery outlives its endpoint, though it comes while that is removed") { trial in
            for round in 0..<20 {
                try await trial.open("shop")
                let state: IncomingDelivery.State = round.isMultiple(of: 2) ? .failed : .waiting
                async let removal = trial.store.removeWebhookEndpoint("shop")
                let left = try await withThrowingTaskGroup(of: Set<String>.self) { group in
                    for number in 0..<6 {
                        group.addTask { try await trial.store.put([.sample("shop", "\(number)", state, at: 1)]) }
                    }
                    return try await group.reduce(into: 0) { $0 += $1.count }
                }
                let isRemoved = try await removal == .removed
                let keys = (0..<6).map { IncomingDelivery.Key(endpoint: "shop", id: "\($0)") }
                let kept = try await trial.store.webhookDeliveries(keys).count
                try promise(kept, is: isRemoved ? 0 : 6, "deliveries kept in round \(round)")
                if !isRemoved {
                    try promise(left, is: 0, "deliveries refused by an endpoint that stays")
                    try await trial.store.put(keys.map { .sample("shop", $0.id, .settled, at: 1) })
                    try promise(try await trial.store.removeWebhookEndpoint("shop"), is: .removed, "removed")
                }
            }
        },
        Clause("a page of deliveries ends before it is larger than asked for, and has one at least") { trial in
            try await trial.open("shop")
            let sizes = [10, 10, 5_000, 10, 400, 400, 400]
            try await trial.store.put(
                sizes.enumerated().map { .sample("shop", "\($0)", .failed, at: 9 - $0, bytes: $1) })
            var (pages, place): ([[String]], DeliveryPlace?) = ([], nil)
            while true {
                let page = try await trial.store.webhookDeliveries(
                    to: "shop", .failed, before: place, limit: 4, bytes: 1_000)
                guard let last = page.last else { break }
                pages.append(page.map(\.key.id))
                place = last.place
            }
            try promise(pages, is: [["0", "1"], ["2"], ["3", "4", "5"], ["6"]], "pages of 1,000 bytes")
        },
        Clause("of many who change an endpoint at once, each sees what those before it did") { trial in
            let seen = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...9 {
                    group.addTask {
                        try await trial.store.changeWebhookEndpoint {
                            (.sample("endpoint \(number)", at: number), $0.count)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try promise(seen.sorted(), is: Array(0...8), "endpoints that each saw")
        },
        Clause("deliveries are kept as they are, one for each key, and come newest first by state") { trial in
            for name in ["shop", "desk"] { try await trial.open(name) }
            let failed = (0..<7).map { IncomingDelivery.sample("shop", "f\($0)", .failed, at: 10 + $0 / 2) }
            let others: [IncomingDelivery] = [
                .sample("desk", "f1", .failed, at: 11), .sample("shop", "w", .waiting, at: 12),
                IncomingDelivery(key: .init(endpoint: "shop", id: "t"), state: .taken, receivedAt: .sample(13)),
            ]
            try await trial.store.put(failed.map { .sample("shop", $0.key.id, .waiting, at: 99) })
            try await trial.store.put(failed + others)
            try promise(try await trial.store.webhookDeliveries(others.map(\.key)).count, is: 3, "others kept")
            let ordered = failed.sorted { ($1.receivedAt, $0.key.id) < ($0.receivedAt, $1.key.id) }
            for size in 1...8 {
                var (read, place): ([IncomingDelivery], DeliveryPlace?) = ([], nil)
                while true {
                    let page = try await trial.store.webhookDeliveries(to: "shop", .failed, before: place, limit: size)
                    guard let last = page.last else { break }
                    read += page
                    place = DeliveryPlace(receivedAt: last.receivedAt, id: last.key.id)
                }
                try promise(read, is: ordered, "deliveries read in pages of \(size)")
            }
            try await trial.store.removeWebhookDeliveries([failed[0].key, failed[6].key])
            let left = try await trial.store.webhookDeliveries(to: "shop", .failed, before: nil, limit: 100)
            try promise(Set(left.map(\.key.id)), is: ["f1", "f2", "f3", "f4", "f5"], "deliveries left")
        },
        Clause("deliveries that failed or wait are counted for each endpoint that is asked for") { trial in
            try promise(try await trial.store.countWebhookDeliveries(to: []), is: [:], "of no endpoints")
            for name in ["shop", "desk", "other"] { try await trial.open(name) }
            try await trial.store.put((0..<5).map { .sample("shop", "f\($0)", .failed, at: $0) })
            try await trial.store.put((0..<2).map { .sample("shop", "w\($0)", .waiting, at: $0) })
            try await trial.store.put([
                .sample("shop", "s", .settled, at: 1), .sample("desk", "f", .failed, at: 1),
                .sample("other", "w", .waiting, at: 1),
                IncomingDelivery(key: .init(endpoint: "shop", id: "t"), state: .taken, receivedAt: .sample(1)),
            ])
            let counts = try await trial.store.countWebhookDeliveries(to: ["desk", "shop", "till"])
            let wanted = ["shop": DeliveryCount(waiting: 2, failed: 5), "desk": DeliveryCount(waiting: 0, failed: 1)]
            try promise(counts, is: wanted, "deliveries that need somebody")
        },
        Clause("what waits loses its names, and what was settled meanwhile stays as it is") { trial in
            try await trial.open("shop")
            let waiting = IncomingDelivery.sample("shop", "w", .waiting, at: 1)
            let settled = IncomingDelivery.sample("shop", "s", .settled, at: 1)
            try await trial.store.put([waiting, settled])
            let nameless = ["w", "s", "gone"].map { id in
                IncomingDelivery(
                    key: .init(endpoint: "shop", id: id), state: .waiting, receivedAt: waiting.receivedAt,
                    content: WebhookContent(event: "erased", reasons: [], sealed: nil))
            }
            try await trial.store.anonymizeWaiting(nameless)
            let left = try await trial.store.webhookDeliveries(nameless.map(\.key))
            try promise(Set(left), is: [nameless[0], settled], "what is left of requests")
            try await trial.store.removeWebhookDeliveries(nameless.map(\.key))
            try promise(try await trial.store.webhookDeliveries(nameless.map(\.key)), is: [nameless[0]], "what waits")
        },
        Clause("deliveries tell whom they are about, and go by age and by number") { trial in
            try await trial.open("shop")
            let all = (0..<9).map { IncomingDelivery.sample("shop", "\($0)", .failed, at: $0) }
            let waiting = IncomingDelivery.sample("shop", "w", .waiting, at: 0)
            let taken = IncomingDelivery(key: .init(endpoint: "shop", id: "t"), state: .taken, receivedAt: .sample(0))
            try await trial.store.put(all + [taken, waiting])
            var (named, last): (Set<NamedDelivery>, IncomingDelivery.Key?) = ([], nil)
            while let final = try await trial.note(after: last, in: &named) { last = final }
            let names = (all + [waiting]).map { NamedDelivery(key: $0.key, state: $0.state, names: $0.names) }
            try promise(named, is: Set(names), "whom deliveries are about")
            try await trial.store.forgetWebhookDeliveries(to: "shop", .failed, before: .sample(2), keeping: 100)
            try await trial.store.forgetWebhookDeliveries(to: "desk", .failed, before: .sample(9), keeping: 1)
            var left = try await trial.store.webhookDeliveries(to: "shop", .failed, before: nil, limit: 100)
            try promise(left.map(\.key.id), is: ["8", "7", "6", "5", "4", "3", "2"], "those young enough")
            try await trial.store.forgetWebhookDeliveries(to: "shop", .failed, before: .sample(0), keeping: 3)
            left = try await trial.store.webhookDeliveries(to: "shop", .failed, before: nil, limit: 100)
            try promise(left.map(\.key.id), is: ["8", "7", "6"], "the latest")
            try promise(try await trial.store.webhookDeliveries([taken.key]).count, is: 1, "of another state")
        },
    ]
}

extension Trial {
    /// Endpoints, and deliveries to them.
    func fillWebhooksIn() async throws {
        for name in ["shop", "desk"] {
            try await put(.sample(name, at: 1))
            try await store.put([.sample(name, "1", .failed, at: 1), .sample(name, "2", .waiting, at: 2)])
        }
    }

    fileprivate func open(_ name: String) async throws { try await put(.sample(name, at: 1)) }

    fileprivate func put(_ endpoint: WebhookEndpoint) async throws {
        try await store.changeWebhookEndpoint { _ in (endpoint, ()) }
    }

    /// The last key of a page of two; nil when there is none left.
    fileprivate func note(
        after key: IncomingDelivery.Key?, in named: inout Set<NamedDelivery>
    ) async throws -> IncomingDelivery.Key? {
        let page = try await store.namedDeliveries(after: key, limit: 2)
        named.formUnion(page)
        return page.last?.key
    }
}

extension WebhookEndpoint {
    fileprivate static func sample(_ name: String, at seconds: Int) -> WebhookEndpoint {
        WebhookEndpoint(
            name: name, source: "crm", scheme: "shopify", secrets: [Secret(sealed: Array(0...255))],
            rules: [Rule(event: "orders/*", mapping: "a: ö\n"), Rule(event: "*", mapping: "ignore")],
            reviewsErasures: true, createdAt: .sample(seconds), changedAt: .sample(seconds))
    }
}

extension IncomingDelivery {
    fileprivate static func sample(
        _ endpoint: String, _ id: String, _ state: State, at seconds: Int, bytes: Int = 2
    ) -> IncomingDelivery {
        let content = WebhookContent(
            event: "orders/paid", reasons: [.init(code: "missing", detail: "id \(id)")],
            sealed: (0..<bytes).map { UInt8($0 & 0xFF) })
        let number = UInt64(seconds)
        return IncomingDelivery(
            key: Key(endpoint: endpoint, id: id), state: state, receivedAt: .sample(seconds),
            names: [Tombstone(high: .max - number, low: number), Tombstone(high: number, low: 1)], content: content)
    }
}

extension IncomingWebhookStore {
    fileprivate func webhookDeliveries(
        to endpoint: String, _ state: IncomingDelivery.State, before place: DeliveryPlace?, limit: Int
    ) async throws(StoreError) -> [IncomingDelivery] {
        try await webhookDeliveries(to: endpoint, state, before: place, limit: limit, bytes: .max)
    }
}
