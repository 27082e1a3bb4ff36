import ProfileCore
import ProfileStore

extension StoreContract {
    static let webhooks = [
        Clause("endpoints are kept as they are, oldest first, and gone with what waited for them") { trial in
            for number in [3, 1, 2] { try await trial.make(.sample(number)) }
            var changed = Webhook.sample(2)
            (changed.halt, changed.haltedAt, changed.failingSince) = (.gone, .sample(7), .sample(6))
            changed.round = Webhook.Round(upTo: FeedPosition([5, 7]), since: .sample(1))
            try await trial.make(changed)
            try await trial.queue("whk_2", [1, 2], at: 1)
            let all = [Webhook.sample(1), changed, .sample(3)]
            try promise(try await trial.store.webhooks(), is: all, "endpoints")
            let known = try await trial.store.changeWebhook("whk_2") { (WebhookChange.removed, $0) }
            try promise(known, is: all, "endpoints seen by a change")
            try promise(try await trial.store.webhooks(), is: [.sample(1), .sample(3)], "endpoints that are left")
            try promise(
                try await trial.store.deliveries(of: "whk_2", after: nil, limit: 9), is: [:], "what waits for none")
            let answer = try await trial.store.changeDeliveries(of: "whk_2", DeliverySelection()) { _, _ in
                (.none, true)
            }
            try promise(answer, is: nil, "what is done for none")
        },
        Clause("what waits for an endpoint is kept as it is, by profile, and comes in pages") { trial in
            for number in 1...2 { try await trial.make(.sample(number)) }
            try await trial.queue("whk_1", 1...7, at: 1)
            try await trial.queue("whk_2", 3...4, at: 1)
            for size in 1...8 {
                var (read, last): ([ProfileID], ProfileID?) = ([], nil)
                while true {
                    let page = try await trial.store.deliveries(of: "whk_1", after: last, limit: size)
                    for (id, delivery) in page { try promise(delivery, is: .sample(id, at: 1), "what waits") }
                    guard let greatest = page.keys.max() else { break }
                    read += page.keys.sorted()
                    last = greatest
                }
                try promise(read, is: (1...7).map { .sample($0) }, "profiles read in pages of \(size)")
            }
            let found = try await trial.found("whk_1", DeliverySelection(profiles: [.sample(2), .sample(9)]))
            try promise(found, is: [.sample(2)], "what waits of some profiles")
        },
        Clause("what is due comes first of all that waits the longest, and what was given up when it is asked for") {
            trial in
            try await trial.make(.sample(1))
            for second in 1...5 { try await trial.queue("whk_1", [UInt64(6 - second)], at: second) }
            let due = try await trial.found("whk_1", DeliverySelection(dueAt: .sample(4), limit: 3))
            try promise(due, is: [.sample(5), .sample(4), .sample(3)], "what is due")
            try promise(
                try await trial.store.countDueDeliveries(of: "whk_1", at: .sample(4), limit: 9), is: 4,
                "how much is due")
            try promise(
                try await trial.store.countDueDeliveries(of: "whk_1", at: .sample(9), limit: 2), is: 2, "some of it")
            try await trial.giveUp("whk_1", [1, 2], at: 8)
            try promise(
                try await trial.store.dueWebhooks(["whk_1", "whk_9"], at: .sample(3)), is: ["whk_1"],
                "endpoints that something is due for")
            let later = DeliverySelection.Failed(since: .sample(8), until: .sample(8), limit: 9)
            try promise(
                try await trial.found("whk_1", DeliverySelection(failed: later)), is: [.sample(1), .sample(2)],
                "what was given up since")
            let failed = DeliverySelection.Failed(since: .sample(1), until: .sample(8), limit: 9)
            let both = DeliverySelection(dueAt: .sample(3), limit: 9, failed: failed)
            try promise(
                try await trial.found("whk_1", both), is: [.sample(1), .sample(2), .sample(3), .sample(4), .sample(5)],
                "what is due and what was given up")
            try await trial.make(.sample(2))
            try await trial.make(.sample(3))
            try await trial.queue("whk_2", 1...4, at: 1)
            var counts = ["whk_1": DeliveryCount(waiting: 3, failed: 2), "whk_2": DeliveryCount(waiting: 4, failed: 0)]
            try promise(try await trial.store.countDeliveries(), is: counts, "how much waits, and was given up")
            try await trial.store.forgetDeliveries(failedBefore: .sample(8))
            try promise(try await trial.store.countDeliveries(), is: counts, "what was given up then")
            try await trial.store.forgetDeliveries(failedBefore: .sample(9))
            counts["whk_1"] = DeliveryCount(waiting: 3, failed: 0)
            try promise(try await trial.store.countDeliveries(), is: counts, "what was given up before")
        },
        Clause("of many who take what is due at once, each gets something of its own") { trial in
            try await trial.make(.sample(1))
            try await trial.queue("whk_1", 1...40, at: 1)
            let taken = try await withThrowingTaskGroup(of: [ProfileID].self) { group in
                for _ in 0..<8 { group.addTask { try await trial.take("whk_1", 5, at: 2) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            try promise(taken.sorted(), is: (1...40).map { .sample($0) }, "what was taken")
        },
        Clause("what has come to its end is removed, and the endpoint moves on in the same transaction") { trial in
            try await trial.make(.sample(1))
            try await trial.queue("whk_1", 1...3, at: 1)
            _ = try await trial.store.changeDeliveries(
                of: "whk_1", DeliverySelection(profiles: [.sample(1), .sample(2)])
            ) { webhook, deliveries in
                var moved = webhook
                moved.position = FeedPosition([7])
                return (DeliveryChange(webhook: moved, deliveries.mapValues { _ in WebhookDelivery() }), true)
            }
            let left = try await trial.store.deliveries(of: "whk_1", after: nil, limit: 9)
            try promise(Set(left.keys), is: [.sample(3)], "what is left")
            try promise(try await trial.store.webhooks().map(\.position), is: [FeedPosition([7])], "where it is")
        },
        Clause("an erasure takes along what was to be told of the person, and nothing of others") { trial in
            try await trial.make(.sample(1))
            try await trial.save { decision in
                decision.file([.order("1", by: [.crm("1")])], under: .sample(1))
                decision.file([.order("2", by: [.crm("2")])], under: .sample(2))
            }
            try await trial.queue("whk_1", 1...2, at: 1)
            let warrant = ErasureWarrant(id: "ers_1", at: .sample(2_000_000), by: "desk")
            _ = try await trial.store.erase(.id(.sample(1)), warrant) { _ in Tombstone(high: 1, low: 2) }
            let left = try await trial.store.deliveries(of: "whk_1", after: nil, limit: 9)
            try promise(Set(left.keys), is: [.sample(2)], "what is left")
        },
        Clause("the feed tells which profiles are new, and of conflicts and problems only when they come") { trial in
            try await trial.save { $0.file([], under: .sample(1)) }
            let first = try await trial.store.feed(after: .start, limit: 200)
            try promise(first.entries.map(\.isNew), is: [true], "whether it is new")
            try await trial.save { decision in
                decision.file([], under: .sample(1), version: 2)
                decision.touched[.sample(1)] = [.orders, .conflicts]
                decision.file([], under: .sample(2))
                decision.touched[.sample(2)] = [.interactions, .problems]
            }
            let second = try await trial.store.feed(after: first.position, limit: 200)
            let told = Dictionary(uniqueKeysWithValues: second.entries.map { ($0.profile, $0) })
            try promise(told[.sample(1)]?.content, is: .changed([.orders, .conflicts]), "what changed")
            try promise(told[.sample(2)]?.content, is: .changed([.interactions, .problems]), "what began")
            try promise(told.mapValues(\.isNew), is: [.sample(1): false, .sample(2): true], "which are new")
            try promise(told[.sample(1)]?.version, is: 2, "the version")
            try await trial.save { decision in
                decision.file([], under: .sample(1), version: 3)
                decision.touched[.sample(1)] = .orders
            }
            let third = try await trial.store.feed(after: second.position, limit: 200)
            try promise(third.entries.map(\.content), is: [.changed(.orders)], "what changed afterwards")
        },
    ]
}

extension Trial {
    func make(_ webhook: Webhook) async throws {
        _ = try await store.changeWebhook(webhook.id) { _ in (.saved(webhook), true) }
    }

    /// Puts something for each profile in, due at `second`.
    func queue(_ webhook: String, _ numbers: some Sequence<UInt64>, at second: Int) async throws {
        let ids = Set(numbers.map { ProfileID.sample($0) })
        _ = try await store.changeDeliveries(of: webhook, DeliverySelection(profiles: ids)) { _, _ in
            let deliveries = ids.map { ($0, WebhookDelivery.sample($0, at: second)) }
            return (DeliveryChange(Dictionary(uniqueKeysWithValues: deliveries)), true)
        }
    }

    func giveUp(_ webhook: String, _ numbers: [UInt64], at second: Int) async throws {
        let ids = Set(numbers.map { ProfileID.sample($0) })
        _ = try await store.changeDeliveries(of: webhook, DeliverySelection(profiles: ids)) { _, deliveries in
            let failed = deliveries.mapValues { delivery in
                var delivery = delivery
                let claim = delivery.claim(of: .sample(1), at: .sample(second), until: .sample(second), id: "msg_1")
                if let claim {
                    _ = delivery.take(.status(410, retryAfter: nil), to: claim, at: .sample(second), chance: 0)
                }
                return delivery
            }
            return (DeliveryChange(failed), true)
        }
    }

    fileprivate func found(_ webhook: String, _ selection: DeliverySelection) async throws -> Set<ProfileID> {
        try await store.changeDeliveries(of: webhook, selection) { _, deliveries in (.none, Set(deliveries.keys)) }
            ?? []
    }

    fileprivate func take(_ webhook: String, _ count: Int, at second: Int) async throws -> [ProfileID] {
        let selection = DeliverySelection(dueAt: .sample(second), limit: count)
        return try await store.changeDeliveries(of: webhook, selection) { _, deliveries in
            var (changed, taken) = (deliveries, [ProfileID]())
            for id in deliveries.keys {
                let claim = changed[id]?.claim(of: id, at: .sample(second), until: .sample(99), id: "msg_1")
                if claim != nil { taken.append(id) }
            }
            return (DeliveryChange(changed), taken)
        } ?? []
    }
}

extension Webhook {
    static func sample(_ number: Int) -> Webhook {
        let filter = WebhookFilter(
            kinds: [.updated, .tierChanged], sections: ["vip"], tiers: number > 1 ? ["göld"] : nil)
        let settings = Settings(
            url: "https://shop.example/\(number)", description: number > 2 ? "shop" : nil, filter: filter,
            format: number > 1 ? .cloudEvents : .standard)
        let secrets = [Secret(sealed: [0, 1, 255]), Secret(sealed: [7], until: .sample(number))]
        return Webhook(
            id: "whk_\(number)", createdAt: .sample(number), settings: settings, secrets: secrets,
            position: FeedPosition([Int64(number), 0, 3]))
    }
}

extension WebhookDelivery {
    fileprivate static func sample(_ id: ProfileID, at second: Int) -> WebhookDelivery {
        var delivery = WebhookDelivery()
        delivery.add(WebhookEvent(.updated(.orders), of: id, version: second, at: .sample(second)), at: .sample(second))
        return delivery
    }
}
