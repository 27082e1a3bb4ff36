package import ProfileCore
package import ProfileStore

extension SQLProfileStore {
    package func webhooks() async throws(StoreError) -> [Webhook] {
        try await read(Statement.webhooks.with()) { rows throws(StoreError) in try rows.values() }
    }

    package func changeWebhook<Answer: Sendable>(
        _ id: String, _ decide: @escaping @Sendable ([Webhook]) -> (WebhookChange?, Answer)
    ) async throws(StoreError) -> Answer {
        try await write(excluding: .webhook(id), weight: 1, asking: [Statement.webhooks.with()]) {
            answers throws(StoreError) in
            let (change, answer) = decide(try answers[0].values())
            switch change {
            case nil: return ([], answer)
            case .saved(let webhook)?: return (Self.saving(webhook), answer)
            case .removed?:
                let removals = [Statement.removeDeliveriesOfWebhook, .removeWebhook].map { statement in
                    statement.with { $0.add(id) }
                }
                return (removals, answer)
            }
        }
    }

    package func changeDeliveries<Answer: Sendable>(
        of webhook: String, _ selection: DeliverySelection,
        _ decide: @escaping @Sendable (Webhook, [ProfileID: WebhookDelivery]) -> (DeliveryChange, Answer)
    ) async throws(StoreError) -> Answer? {
        let calls = [Statement.webhook.with { $0.add(webhook) }] + Self.calls(for: selection, of: webhook)
        return try await write(excluding: .webhook(webhook), weight: 1, asking: calls) { answers throws(StoreError) in
            guard let known: Webhook = try answers[0].first({ row throws(StoreError) in try row.value() }) else {
                return ([], nil)
            }
            let (change, answer) = decide(known, try Self.deliveries(answers.dropFirst()))
            return (Self.saving(change, of: webhook), answer)
        }
    }

    package func deliveries(
        of webhook: String, after profile: ProfileID?, limit: Int
    ) async throws(StoreError) -> [ProfileID: WebhookDelivery] {
        let call = Statement.deliveriesInOrder.with {
            $0.add(webhook)
            $0.add(profile ?? ProfileID(high: 0, low: 0))
            $0.add(max(limit, 0))
        }
        return try await read([call], .primary) { rows throws(StoreError) in try Self.deliveries(rows) }
    }

    package func dueWebhooks(
        _ ids: [String], at moment: Timestamp
    ) async throws(StoreError) -> Set<String> {
        guard !ids.isEmpty else { return [] }
        let calls = Statement.dueWebhooks.each(ids, then: { $0.add(moment) }) { $0.add($1) }
        return try await read(calls, .primary) { answers throws(StoreError) in
            var found: Set<String> = []
            for rows in answers { try rows.each { row throws(StoreError) in found.insert(try row.text()) } }
            return found
        }
    }

    package func countDueDeliveries(
        of webhook: String, at moment: Timestamp, limit: Int
    ) async throws(StoreError) -> Int {
        let call = Statement.countDueDeliveries.with {
            $0.add(webhook)
            $0.add(moment)
            $0.add(max(limit, 0))
        }
        return Int(try await read(call) { rows throws(StoreError) in try rows.integer() } ?? 0)
    }

    package func countDeliveries() async throws(StoreError) -> [String: DeliveryCount] {
        try await read([Statement.countDeliveries.with()], .background) { answers throws(StoreError) in
            try answers.deliveryCounts()
        }
    }

    package func forgetDeliveries(failedBefore moment: Timestamp) async throws(StoreError) {
        try await write([Statement.forgetDeliveries.with { $0.add(moment) }])
    }

    private static func calls(for selection: DeliverySelection, of webhook: String) -> [Statement.Call] {
        var calls = Statement.deliveriesOfProfiles.each(selection.profiles.sorted()) {
            $0.add(webhook)
            $0.add($1)
        }
        if selection.limit > 0 {
            calls.append(
                Statement.dueDeliveries.with {
                    $0.add(webhook)
                    $0.add(selection.dueAt)
                    $0.add(selection.limit)
                })
        }
        guard let failed = selection.failed else { return calls }
        let givenUp = Statement.failedDeliveries.with {
            $0.add(webhook)
            $0.add(failed.since)
            $0.add(failed.until)
            $0.add(failed.limit)
        }
        let delayed = Statement.delayedDeliveries.with {
            $0.add(webhook)
            $0.add(failed.until)
            $0.add(failed.limit)
        }
        return calls + [givenUp, delayed]
    }

    private static func deliveries(
        _ answers: some Sequence<Statement.Rows>
    ) throws(StoreError) -> [ProfileID: WebhookDelivery] {
        var found: [ProfileID: WebhookDelivery] = [:]
        for rows in answers {
            try rows.each { row throws(StoreError) in found[try row.id()] = try row.value() }
        }
        return found
    }

    private static func saving(_ webhook: Webhook) -> [Statement.Call] {
        [
            Statement.saveWebhook.with {
                $0.add(webhook.id)
                $0.add(webhook.createdAt)
                $0.add(Stored.bytes(of: webhook))
            }
        ]
    }

    private static func saving(_ change: DeliveryChange, of webhook: String) -> [Statement.Call] {
        let sorted = change.deliveries.sorted { $0.key < $1.key }
        let removals = Statement.removeDeliveries.each(sorted.filter(\.value.isEmpty).map(\.key)) {
            $0.add(webhook)
            $0.add($1)
        }
        let saves = Statement.saveDeliveries.each(sorted.filter { !$0.value.isEmpty }) {
            $0.add(webhook)
            $0.add($1.key)
            $0.add($1.value.dueAt)
            $0.add($1.value.failedAt)
            $0.add(Stored.bytes(of: $1.value))
        }
        return (change.webhook.map(saving) ?? []) + removals + saves
    }
}

extension Array where Element: RowSet {
    /// From rows of an endpoint, how much of it waits and how much failed.
    func deliveryCounts() throws(StoreError) -> [String: DeliveryCount] {
        var counts: [String: DeliveryCount] = [:]
        for rows in self {
            try rows.each { row throws(StoreError) in
                let endpoint = try row.text()
                counts[endpoint] = DeliveryCount(waiting: Int(try row.integer()), failed: Int(try row.integer()))
            }
        }
        return counts
    }
}
