package import ProfileStore
package import SQLStore

/// A database as it is at one moment, on a connection of its own that only reads: a primary or a replica.
package final class PostgresSnapshot: Sendable {
    private let address: ServerAddress
    private let reactor: Reactor
    private let connection: Connection

    /// Begins the moment.
    init(_ address: ServerAddress) async throws(PostgresFailure) {
        let handover = try await address.connect()
        self.address = address
        reactor = Reactor()
        // Counting the rows of a large table takes its time.
        connection = Connection(
            id: reactor.drawID(), reactor: reactor, layout: address.layout, patience: .seconds(600))
        reactor.post(.adopt(id: connection.id, handover, SessionEvents(lost: { _ in }, status: connection.status)))
        _ = try await connection.run([Statement.beginReading(), Statement.bePatient()])
    }

    deinit {
        reactor.post(.stop)
    }
}

extension PostgresSnapshot: TransferSource, StatementReader {
    package typealias Statement = PostgresStatement

    package func read<Value: Sendable>(
        _ calls: [PostgresCall], _ manner: ReadManner,
        _ body: @escaping @Sendable ([PostgresRows]) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let rows: [Rows]
        do throws(PostgresFailure) {
            rows = try await connection.run(calls)
        } catch {
            throw StoreError(error)
        }
        return try body(rows)
    }

    package func lastPosition() async throws(StoreError) -> FeedPosition {
        try await read([Statement.lastNumbers()], .primary) { rows throws(StoreError) in try rows[0].position() }
    }

    package func renewed() async throws(StoreError) -> any TransferSource {
        do throws(PostgresFailure) {
            return try await PostgresSnapshot(address)
        } catch {
            throw StoreError(error)
        }
    }

    package func close() async {
        reactor.post(.stop)
    }
}
