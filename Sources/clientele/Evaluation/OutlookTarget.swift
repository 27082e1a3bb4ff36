import ProfileCore
import ProfileService
import ProfileWire

/// Keeps the facts that outlooks learn from, grouped by customer: 32 bytes a record, and some 40 for its group.
///
/// A chain of strong identifiers makes records one customer's, as in an import. Limits of identity need a store and are
/// not applied.
struct OutlookTarget: RecordTarget {
    private struct Trace {
        enum Kind: Equatable {
            case order(isStated: Bool, hasGross: Bool)
            case creditNote(isStated: Bool)
            case contact
            /// It may replace an order or a contact of the same key.
            case other
        }

        let updatedAt: Timestamp
        let net: MinorUnits
        /// A hash of the record's key, to tell the records of one customer apart.
        let key: UInt64
        let day: Day
        /// The place of the currency among those that were met.
        let currency: UInt16
        let kind: Kind

        init(_ record: SourceRecord, _ kind: Kind, net: MinorUnits = 0, currency: UInt16 = 0) {
            updatedAt = record.updatedAt
            self.net = net
            key = UInt64(bitPattern: Int64(record.key.hashValue))
            day = record.happenedAt.day
            self.currency = currency
            self.kind = kind
        }
    }

    /// Traces in pieces: one growing array would need three times its size.
    private struct Traces {
        private static let (shift, size) = (14, 1 << 14)

        private var pieces: [[Trace]] = []

        subscript(index: Int) -> Trace { pieces[index >> Self.shift][index & (Self.size - 1)] }

        mutating func append(_ trace: Trace) {
            if pieces.last.map({ $0.count == Self.size }) ?? true {
                pieces.append([])
                pieces[pieces.count - 1].reserveCapacity(Self.size)
            }
            pieces[pieces.count - 1].append(trace)
        }
    }

    let aftermath = Interruption.Aftermath.nothing
    private var undecoded: CandidateBatch
    private let rules: IdentityRules
    private var groups: PersonGroups
    private var traces = Traces()
    private var currencies: [Currency] = []
    /// Of orders and contacts.
    private(set) var lastDay: Day?

    init(_ deployment: Deployment, at moment: Timestamp) {
        undecoded = CandidateBatch(deployment, at: moment)
        rules = deployment.service.identity
        groups = PersonGroups(rules: rules)
    }

    mutating func take(_ candidate: Candidate, _ notes: ImportNotes) async throws(ImportFailure) {
        undecoded.add(candidate)
        if undecoded.isFull { try decode(notes) }
    }

    mutating func finish(_ notes: ImportNotes) async throws(ImportFailure) {
        try decode(notes)
    }

    private mutating func decode(_ notes: ImportNotes) throws(ImportFailure) {
        for (candidate, result) in undecoded.decoded(\.record) {
            switch result {
            case .failure(let rejection): try notes.reject(candidate, rejection)
            case .success(let record):
                notes.accept(1)
                groups.add(record)
                let trace = trace(of: record)
                traces.append(trace)
                if trace.kind != .other { lastDay = max(lastDay ?? trace.day, trace.day) }
            }
        }
    }

    private mutating func trace(of record: SourceRecord) -> Trace {
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

    /// Returns each customer up to a day and in the days after it, and drops the records.
    mutating func customers(until day: Day, days: Int) -> (cases: [OutlookCase], contacts: [ContactCase]) {
        var (cases, contacts): ([OutlookCase], [ContactCase]) = ([], [])
        var person: [Trace] = []
        for place in groups.order() {
            person.append(traces[place.index])
            guard place.endsGroup else { continue }
            let latest = Self.latest(of: person).filter { $0.kind != .other }
            person.removeAll(keepingCapacity: true)
            if let known = OutlookCase(latest.compactMap(event), until: day, days: days) { cases.append(known) }
            guard let first = latest.map(\.day).min() else { continue }
            let touches = latest.filter { $0.kind == .contact }.map { ContactDay(day: $0.day) }
            if let known = ContactCase(touches, knownSince: first, until: day, days: days) { contacts.append(known) }
        }
        (groups, traces) = (PersonGroups(rules: rules), Traces())
        return (cases, contacts)
    }

    private func event(_ trace: Trace) -> PurchaseEvent? {
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

    /// Keeps the latest version of each record.
    private static func latest(of traces: [Trace]) -> [Trace] {
        guard traces.count > 1 else { return traces }
        var places: [UInt64: Int] = [:]
        var latest: [Trace] = []
        for trace in traces {
            if let place = places[trace.key] {
                if trace.updatedAt >= latest[place].updatedAt { latest[place] = trace }
            } else {
                places[trace.key] = latest.count
                latest.append(trace)
            }
        }
        return latest
    }
}
