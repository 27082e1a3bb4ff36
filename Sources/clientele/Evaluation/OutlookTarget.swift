import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Keeps of records what outlooks are learned from, in some 80 bytes each, customer by customer.
///
/// Records belong to one customer when a chain of strong identifiers leads from one to the other, as an import groups
/// them; limits of identity are not applied, for which a store is needed.
struct OutlookTarget: RecordTarget {
    /// How many records are decoded side by side.
    private static let decodedAtOnce = 1_000

    private struct Trace {
        enum Kind { case order, contact, other }

        let updatedAt: Timestamp
        let net: MinorUnits
        /// A hash of the record's key, to tell the records of one customer apart.
        let key: UInt32
        let day: Day
        let currency: UInt16
        let kind: Kind
        let isOrder: Bool
        let hasGross: Bool
    }

    /// Many traces in pieces, since one array takes three times its room while it grows.
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

    private let decoder: RecordDecoder
    private var candidates: [Candidate] = []
    private let rules: IdentityRules
    private var groups: PersonGroups
    private var traces = Traces()
    private var currencies: [Currency] = []
    /// Of orders and contacts.
    private(set) var lastDay: Day?

    /// Records without a time count as stated at `moment`.
    init(_ deployment: Deployment, at moment: Timestamp) {
        var decoding = deployment.decoding
        decoding.arrivedAt = moment
        decoder = RecordDecoder(decoding)
        rules = deployment.service.identity
        groups = PersonGroups(rules: rules)
    }

    mutating func take(_ candidate: Candidate, _ notes: ImportNotes) async throws(ImportFailure) {
        candidates.append(candidate)
        if candidates.count >= Self.decodedAtOnce { try decode(notes) }
    }

    mutating func finish(_ notes: ImportNotes) async throws(ImportFailure) {
        try decode(notes)
    }

    private mutating func decode(_ notes: ImportNotes) throws(ImportFailure) {
        let decoded = candidates.concurrently { [decoder] in $0.decode(by: decoder) }
        for (candidate, result) in zip(candidates, decoded) {
            switch result {
            case .failure(let rejection): try notes.reject(candidate, rejection)
            case .success(let decoded):
                notes.accept(1)
                groups.add(decoded.record)
                traces.append(trace(of: decoded.record))
            }
        }
        candidates.removeAll(keepingCapacity: true)
    }

    private mutating func trace(of record: SourceRecord) -> Trace {
        let day = record.happenedAt.day
        switch record.body {
        case .order(let order):
            guard let event = PurchaseEvent(order) else { return trace(of: record, .other) }
            lastDay = max(lastDay ?? day, day)
            return trace(of: record, .order, event)
        case .interaction(let interaction) where interaction.direction == .inbound:
            lastDay = max(lastDay ?? day, day)
            return trace(of: record, .contact)
        default: return trace(of: record, .other)
        }
    }

    private mutating func trace(of record: SourceRecord, _ kind: Trace.Kind, _ event: PurchaseEvent? = nil) -> Trace {
        Trace(
            updatedAt: record.updatedAt, net: event?.net ?? 0, key: UInt32(truncatingIfNeeded: record.key.hashValue),
            day: record.happenedAt.day, currency: event.map { place(of: $0.currency) } ?? 0, kind: kind,
            isOrder: event?.isOrder ?? false, hasGross: event?.hasGross ?? false)
    }

    private mutating func place(of currency: Currency) -> UInt16 {
        if let place = currencies.firstIndex(of: currency) { return UInt16(place) }
        currencies.append(currency)
        return UInt16(currencies.count - 1)
    }

    /// What is known of each customer up to a day, and what came in the days after it. The records are forgotten.
    mutating func customers(until day: Day, days: Int) -> (cases: [OutlookCase], contacts: [ContactCase]) {
        var (cases, contacts): ([OutlookCase], [ContactCase]) = ([], [])
        var person: [Trace] = []
        for place in groups.order() {
            person.append(traces[place.index])
            guard place.endsGroup else { continue }
            let latest = Self.latest(of: person).filter { $0.kind != .other }
            person.removeAll(keepingCapacity: true)
            let events = latest.filter { $0.kind == .order }.map(event)
            if let known = OutlookCase(events, until: day, days: days) { cases.append(known) }
            guard let first = latest.map(\.day).min() else { continue }
            let touches = latest.filter { $0.kind == .contact }.map(\.day)
            let contactDays = min(days, OutlookEvaluation.contactDays)
            if let known = ContactCase(touches, knownSince: first, until: day, days: contactDays) {
                contacts.append(known)
            }
        }
        (groups, traces) = (PersonGroups(rules: rules), Traces())
        return (cases, contacts)
    }

    private func event(_ trace: Trace) -> PurchaseEvent {
        PurchaseEvent(
            day: trace.day, currency: currencies[Int(trace.currency)], isOrder: trace.isOrder,
            hasGross: trace.hasGross, net: trace.net)
    }

    /// Of records with one key the one that was stated last.
    private static func latest(of traces: [Trace]) -> [Trace] {
        guard traces.count > 1 else { return traces }
        var places: [UInt32: Int] = [:]
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
