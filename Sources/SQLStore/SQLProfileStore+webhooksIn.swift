package import ProfileCore
package import ProfileStore

extension SQLProfileStore {
    package func webhookEndpoints() async throws(StoreError) -> [WebhookEndpoint] {
        try await read(Statement.webhookEndpoints.with()) { rows throws(StoreError) in try rows.values() }
    }

    package func changeWebhookEndpoint<Answer: Sendable>(
        _ decide: @escaping @Sendable ([WebhookEndpoint]) -> (WebhookEndpoint?, Answer)
    ) async throws(StoreError) -> Answer {
        try await write(excluding: .keyWriters, weight: 1, asking: [Statement.webhookEndpoints.with()]) {
            rows throws(StoreError) in
            let (endpoint, answer) = decide(try rows[0].values())
            return (endpoint.map { [Self.saving($0)] } ?? [], answer)
        }
    }

    private static func saving(_ endpoint: WebhookEndpoint) -> Statement.Call {
        Statement.saveWebhookEndpoint.with {
            $0.add(endpoint.name)
            $0.add(Stored.bytes(of: endpoint))
        }
    }

    package func removeWebhookEndpoint(_ name: String) async throws(StoreError) -> EndpointRemoval {
        // From here on no delivery comes to it any more.
        let held = Statement.holdWebhookEndpointAlone.with { $0.add(name) }
        let asked = [held] + Statement.countIncomingDeliveries.each([name]) { $0.add($1) }
        return try await write(excluding: .keyWriters, weight: 1, asking: asked) { rows throws(StoreError) in
            let found = try rows[0].all { row throws(StoreError) in try row.text() }
            guard !found.isEmpty else { return ([], .unknown) }
            let waiting = try Array(rows[1...]).deliveryCounts()[name]?.waiting ?? 0
            guard waiting == 0 else { return ([], .isAwaited) }
            let removals = [Statement.removeWebhookEndpoint, Statement.removeDeliveriesOfEndpoint]
            return (removals.map { $0.with { $0.add(name) } }, .removed)
        }
    }

    @discardableResult
    package func put(_ deliveries: [IncomingDelivery]) async throws(StoreError) -> Set<String> {
        let wanted = Set(deliveries.map(\.key.endpoint))
        let asked = Statement.holdWebhookEndpoints.each(wanted.sorted()) { $0.add($1) }
        guard !asked.isEmpty else { return [] }
        return try await write(excluding: .nobody, weight: deliveries.count, asking: asked) {
            answers throws(StoreError) in
            var present: Set<String> = []
            for rows in answers {
                try rows.each { row throws(StoreError) in present.insert(try row.text()) }
            }
            return (Self.saving(deliveries.filter { present.contains($0.key.endpoint) }), wanted.subtracting(present))
        }
    }

    private static func saving(_ deliveries: [IncomingDelivery]) -> [Statement.Call] {
        // One statement must not change a row twice.
        let latest = Dictionary(deliveries.map { ($0.key, $0) }) { $1 }.values
        let ordered = latest.sorted { ($0.key.endpoint, $0.key.id) < ($1.key.endpoint, $1.key.id) }
        guard !ordered.isEmpty else { return [] }
        return Statement.saveIncomingDeliveries.each(ordered) {
            $0.add($1.key)
            $0.add(small: Int($1.state.rawValue))
            $0.add($1.receivedAt)
            $0.add($1.names.isEmpty ? nil : $1.names.bytes)
            $0.add($1.content.map { Stored.bytes(of: $0) })
        }
    }

    package func webhookDeliveries(
        _ keys: [IncomingDelivery.Key]
    ) async throws(StoreError) -> [IncomingDelivery] {
        let calls = Statement.incomingDeliveries.each(keys) { $0.add($1) }
        guard !calls.isEmpty else { return [] }
        return try await read(calls, .brief) { answers throws(StoreError) in
            var found: [IncomingDelivery] = []
            for rows in answers {
                try rows.each { row throws(StoreError) in found.append(try row.delivery()) }
            }
            return found
        }
    }

    package func webhookDeliveries(
        to endpoint: String, _ state: IncomingDelivery.State, before place: DeliveryPlace?, limit: Int, bytes: Int
    ) async throws(StoreError) -> [IncomingDelivery] {
        let call = Statement.incomingDeliveriesInOrder.with {
            $0.add(endpoint)
            $0.add(small: Int(state.rawValue))
            $0.add(place?.receivedAt ?? Timestamp(milliseconds: .max))
            $0.add(place?.id ?? "")
            $0.add(max(limit, 0))
            $0.add(max(bytes, 0))
        }
        return try await read(call) { rows throws(StoreError) in
            try rows.all { row throws(StoreError) in try row.delivery() }
        }
    }

    package func countWebhookDeliveries(
        to endpoints: [String]
    ) async throws(StoreError) -> [String: DeliveryCount] {
        let calls = Statement.countIncomingDeliveries.each(endpoints) { $0.add($1) }
        guard !calls.isEmpty else { return [:] }
        return try await read(calls, .primary) { answers throws(StoreError) in try answers.deliveryCounts() }
    }

    package func namedDeliveries(
        after key: IncomingDelivery.Key?, limit: Int
    ) async throws(StoreError) -> [NamedDelivery] {
        let call = Statement.namedDeliveries.with {
            $0.add(key ?? IncomingDelivery.Key(endpoint: "", id: ""))
            $0.add(max(limit, 0))
        }
        return try await read(call, .background) { rows throws(StoreError) in
            try rows.all { row throws(StoreError) in
                let key = IncomingDelivery.Key(endpoint: try row.text(), id: try row.text())
                return NamedDelivery(key: key, state: try row.deliveryState(), names: try row.tombstones())
            }
        }
    }

    package func anonymizeWaiting(_ deliveries: [IncomingDelivery]) async throws(StoreError) {
        let calls = Statement.anonymizeWaitingDeliveries.each(deliveries) {
            $0.add($1.key)
            $0.add($1.content.map { Stored.bytes(of: $0) })
        }
        try await write(calls, weight: deliveries.count)
    }

    package func removeWebhookDeliveries(_ keys: [IncomingDelivery.Key]) async throws(StoreError) {
        try await write(Statement.removeIncomingDeliveries.each(keys) { $0.add($1) }, weight: keys.count)
    }

    package func forgetWebhookDeliveries(
        to endpoint: String, _ state: IncomingDelivery.State, before moment: Timestamp, keeping most: Int
    ) async throws(StoreError) {
        let call = Statement.forgetIncomingDeliveries.with {
            $0.add(endpoint)
            $0.add(small: Int(state.rawValue))
            $0.add(moment)
            $0.add(most)
        }
        try await write([call])
    }
}

extension StatementValues {
    mutating func add(_ key: IncomingDelivery.Key) {
        add(key.endpoint)
        add(key.id)
    }
}

extension RowColumns {
    mutating func delivery() throws(StoreError) -> IncomingDelivery {
        let key = IncomingDelivery.Key(endpoint: try text(), id: try text())
        return IncomingDelivery(
            key: key, state: try deliveryState(), receivedAt: try moment(), names: try tombstones(),
            content: try optionalValue())
    }

    mutating func deliveryState() throws(StoreError) -> IncomingDelivery.State {
        guard let state = IncomingDelivery.State(rawValue: try small()) else {
            throw .unreadable(detail: "a stored delivery has an impossible state")
        }
        return state
    }

    /// From a column of 16 bytes for each; none of null.
    mutating func tombstones() throws(StoreError) -> [Tombstone] {
        let bytes = optionalBytes() ?? []
        guard bytes.count % 16 == 0 else { throw .unreadable(detail: "stored hashes are not 16 bytes long each") }
        return stride(from: 0, to: bytes.count, by: 16).map { start in
            Tombstone(high: Self.number(bytes[start..<start + 8]), low: Self.number(bytes[start + 8..<start + 16]))
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension [Tombstone] {
    fileprivate var bytes: [UInt8] {
        flatMap { [$0.high, $0.low] }.flatMap { word in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
        }
    }
}
