import ProfileCore
import ProfileService

/// Keeps the baskets of orders, grouped by customer: four bytes an item, and a hundred an order.
struct BasketTarget: RecordTarget {
    private struct Trace: Sendable {
        let day: Day
        let basket: [Int32]
    }

    let aftermath = Interruption.Aftermath.nothing
    private var records: PersonRecords<Trace>
    private var products = ProductRegister()

    init(_ deployment: Deployment, at moment: Timestamp) {
        records = PersonRecords(deployment, at: moment)
    }

    mutating func take(_ candidate: Candidate, _ notes: ImportNotes) async throws(ImportFailure) {
        keep(try await records.records(with: candidate, notes))
    }

    mutating func finish(_ notes: ImportNotes) async throws(ImportFailure) {
        keep(try await records.lastRecords(notes))
    }

    /// A record of another kind may replace an order of the same key.
    private mutating func keep(_ read: [SourceRecord]) {
        for record in read {
            let day = record.happenedAt.day
            var basket: [Int32] = []
            if case .order(let order) = record.body {
                basket = order.basket.compactMap { products.number(of: $0, on: day) }
            }
            records.keep(Trace(day: day, basket: basket), of: record)
        }
    }

    /// The baskets of all customers, and drops the records.
    mutating func histories() -> BasketHistories {
        var sample = BasketSample()
        var customer: UInt64 = 0
        records.forEachCustomer { traces in
            customer += 1
            for trace in traces { sample.add(trace.basket, on: trace.day, of: Lot(customer)) }
        }
        return sample.histories(products: products.count)
    }
}
