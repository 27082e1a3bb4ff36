import ProfileCore
import ProfileService
import ProfileWire

/// Keeps the facts that outlooks learn from, grouped by customer: 40 bytes a record, and some 40 for its group.
struct OutlookTarget: RecordTarget {
    private struct Trace: Sendable {
        enum Kind: Equatable {
            case order(isStated: Bool, hasGross: Bool)
            case creditNote(isStated: Bool)
            case contact
            /// It may replace an order or a contact of the same key.
            case other
        }

        let net: MinorUnits
        let day: Day
        /// The place of the currency among those that were met.
        let currency: UInt16
        let kind: Kind

        init(_ record: SourceRecord, _ kind: Kind, net: MinorUnits = 0, currency: UInt16 = 0) {
            self.net = net
            day = record.happenedAt.day
            self.currency = currency
            self.kind = kind
        }
    }

    let aftermath = Interruption.Aftermath.nothing
    private var records: PersonRecords<Trace>
    private var book = Book()

    /// Of orders and contacts.
    var lastDay: Day? { book.lastDay }

    init(_ deployment: Deployment, at moment: Timestamp) {
        records = PersonRecords(deployment, at: moment)
    }

    mutating func take(_ candidate: Candidate, _ notes: ImportNotes) async throws(ImportFailure) {
        keep(try await records.records(with: candidate, notes))
    }

    mutating func finish(_ notes: ImportNotes) async throws(ImportFailure) {
        keep(try await records.lastRecords(notes))
    }

    private mutating func keep(_ read: [SourceRecord]) {
        for record in read { records.keep(book.trace(of: record), of: record) }
    }

    /// What was met in all records.
    private struct Book {
        private(set) var currencies: [Currency] = []
        private(set) var lastDay: Day?

        mutating func trace(of record: SourceRecord) -> Trace {
            let trace = newTrace(of: record)
            if trace.kind != .other { lastDay = max(lastDay ?? trace.day, trace.day) }
            return trace
        }

        private mutating func newTrace(of record: SourceRecord) -> Trace {
            switch record.body {
            case .order(let order):
                guard let event = PurchaseEvent(order) else { return Trace(record, .other) }
                let kind: Trace.Kind =
                    event.isOrder
                    ? .order(isStated: event.isStated, hasGross: event.hasGross) : .creditNote(isStated: event.isStated)
                return Trace(record, kind, net: event.net, currency: place(of: event.currency))
            case .interaction(let interaction) where interaction.direction == .inbound: return Trace(record, .contact)
            default: return Trace(record, .other)
            }
        }

        private mutating func place(of currency: Currency) -> UInt16 {
            if let place = currencies.firstIndex(of: currency) { return UInt16(place) }
            currencies.append(currency)
            return UInt16(currencies.count - 1)
        }
    }

    /// Returns each customer up to a day and in the days after it, and drops the records.
    mutating func customers(until day: Day, days: Int) -> (cases: [OutlookCase], contacts: [ContactCase]) {
        var (cases, contacts): ([OutlookCase], [ContactCase]) = ([], [])
        let currencies = book.currencies
        records.forEachCustomer { traces in
            let latest = traces.filter { $0.kind != .other }
            let events = latest.compactMap { Self.event($0, in: currencies) }
            if let known = OutlookCase(events, until: day, days: days) { cases.append(known) }
            guard let first = latest.map(\.day).min() else { return }
            let touches = latest.filter { $0.kind == .contact }.map { ContactDay(day: $0.day) }
            if let known = ContactCase(touches, knownSince: first, until: day, days: days) { contacts.append(known) }
        }
        return (cases, contacts)
    }

    private static func event(_ trace: Trace, in currencies: [Currency]) -> PurchaseEvent? {
        switch trace.kind {
        case .order(let isStated, let hasGross):
            PurchaseEvent(
                day: trace.day, currency: currencies[Int(trace.currency)], isStated: isStated, hasGross: hasGross,
                net: trace.net)
        case .creditNote(let isStated):
            PurchaseEvent(
                day: trace.day, currency: currencies[Int(trace.currency)], isOrder: false, isStated: isStated,
                hasGross: false, net: trace.net)
        case .contact, .other: nil
        }
    }
}
