/// Sends one unit after the other, all about one customer, until the service is gone.
struct Writer: Sendable {
    enum Habit: Sendable {
        case puts, batches
    }

    static let batchSize = 200

    let customer: String
    let habit: Habit

    /// Everything that was sent, in order; the last unit may or may not have been committed.
    func write(to server: Server) async -> [Unit] {
        var journal: [Unit] = []
        while !server.program.hasEnded {
            var unit = Unit(form: form(journal.count))
            unit.isAcknowledged = (try? await unit.send(to: server)) != nil
            journal.append(unit)
            guard unit.isAcknowledged else { break }
        }
        return journal
    }

    func form(_ number: Int) -> Unit.Form {
        switch habit {
        case .puts:
            .put(
                path: "/v1/sources/erp/orders/\(customer)-\(number)", body: Records.orderBody(of: customer))
        case .batches:
            .batch((0..<Self.batchSize).map { Records.order("\(customer)-\(number)-\($0)", of: customer) })
        }
    }
}
